// States that only the platform itself can be in, so that no app can cause them: the router answers as if it were so.

import { defineFault, type Fault } from '../fault.ts'
import { atTheEdge, percentParam } from './at-the-edge.ts'

type Answer = { readonly kind: string; readonly title: string; readonly code: 'H82' | 'H83' | 'H22' | 'H99'; readonly about: string; readonly says: string }

export function platformAnswer({ kind, title, code, about, says }: Answer): Fault {
  return defineFault({
    kind, title, layer: 'router', about, targets: ['type', 'router'], params: [percentParam], isMomentary: false, leadsTo: [code],
    plan: (aim, { percent }) => [
      atTheEdge(aim, { kind: 'answer', code }, percent, { changed: (who) => `Requests for ${who} are answered with ${code}: ${says}.`, restored: (who) => `Requests for ${who} are passed on again.` }),
    ],
  })
}
