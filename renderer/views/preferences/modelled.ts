// What is real here and what is a model of Heroku's: the honest list, by runtime.

import type { RuntimeKind } from '../../../shared/domain/runtime.ts'

export type Modelled = { readonly what: string; readonly here: string }

const everywhere: readonly Modelled[] = [
  { what: 'Prices', here: 'A projection from Heroku’s price table for a whole month. No bill is ever sent.' },
  { what: 'Router', here: 'Real HTTP on this machine. It picks a dyno at random, as Heroku’s does, and tries another one when a dyno does not answer.' },
  { what: 'Sizes', here: 'New dynos are Standard-1X, the first size that scales out. Heroku begins with Eco or Basic.' },
  { what: 'Review apps', here: 'Of branches that are pushed here; Heroku’s are of pull requests. Add-ons that app.json asks for are told, and not made.' },
]

const byRuntime: Readonly<Record<RuntimeKind, readonly Modelled[]>> = {
  process: [
    { what: 'Dynos', here: 'Real processes of your own user, a group each. They are not walled off from one another or from your files.' },
    { what: 'Builds', here: 'Real: your own git, and the languages that are installed on this machine.' },
    { what: 'Memory', here: 'Measured and enforced: over quota is R14, far over it R15 and the end. Nothing swaps.' },
    { what: 'Stack', here: 'A label. Your own operating system takes the place of Heroku’s image.' },
  ],
  docker: [
    { what: 'Dynos', here: 'Containers, each with its memory and processor limits.' },
    { what: 'Stack', here: 'An image that stands in for Heroku’s.' },
  ],
  simulated: [
    { what: 'Dynos', here: 'A model: no process runs. Times, memory and crashes are drawn from a seed, so the same seed gives the same run.' },
    { what: 'Builds', here: 'A model: nothing is compiled.' },
  ],
}

export const modelledBy = (runtime: RuntimeKind): readonly Modelled[] => [...byRuntime[runtime], ...everywhere]
