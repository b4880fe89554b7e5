// A buildpack of our own: data and pure functions. It says whether a source is its, and plans the steps that make it runnable; the
// BuildHost carries them out. Heroku's are programs that do everything themselves; those run here too, as third-party ones.

import type { BuildStep, SourceTree, Tool } from '../../ports/build-host.ts'
import type { ProcessTypes } from '../procfile.ts'

export type Buildpack = {
  /** `heroku/<language>`. */
  readonly id: string
  /** What Heroku calls it when it is detected, e.g. `Node.js`. */
  readonly label: string
  /** What detect looks for, in people's words. */
  readonly looksFor: readonly string[]
  /** The file that decides, or null for no. Sees the root only, as Heroku's do. */
  detect(tree: SourceTree): string | null
  /** Programs to look for before planning. */
  tools(tree: SourceTree): readonly string[]
  /** Throws PlatformError when it can not be built: `tool-missing`, `lockfile-missing`. */
  plan(tree: SourceTree, tools: Tools, context: PlanContext): Plan
}

export type Tools = Readonly<Record<string, Tool | null>>

export type PlanContext = {
  /** The machine's, as Node names it: linux, darwin, win32; `container` where the tools are those of the stack's image. Decides what to say about installing. */
  readonly platform: string
  readonly stack: string
  /** Config vars of the app. Steps get them by themselves; a plan may look, e.g. for DISABLE_COLLECTSTATIC. */
  readonly config: Readonly<Record<string, string>>
}

export type Plan = {
  readonly steps: readonly BuildStep[]
  readonly defaultTypes: ProcessTypes
}
