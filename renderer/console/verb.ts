// A verb of the Heroku CLI as the console knows it.

import type { App } from '../../shared/domain/app.ts'
import type { ConsoleWorld, Plan } from './plan.ts'

export type Flag = {
  readonly name: string
  readonly short?: string
  /** What its value is called, or null for a switch. */
  readonly takes: string | null
  readonly about: string
}

/** What may stand there, so that Tab can offer it. */
export type Argument = 'scale' | 'size' | 'dyno' | 'dyno-or-type' | 'config-key' | 'config-pair' | 'version' | 'app' | 'hostname' | 'drain' | 'buildpack' | 'stack' | 'runtime' | 'feature' | 'lease' | 'run' | 'pipeline' | 'addon' | 'attachment' | 'words'

export type Verb = {
  readonly name: string
  readonly aliases?: readonly string[]
  /** What follows the name, e.g. `KEY=VALUE...`. */
  readonly usage: string
  readonly about: string
  readonly argument: Argument | null
  /** Words it takes at most. */
  readonly most: number
  readonly flags?: readonly Flag[]
  /** Flags that it does not know are knobs of what it starts. */
  readonly takesKnobs?: boolean
  /** After its own flags everything belongs to the command that it runs. */
  readonly takesCommand?: boolean
  /** Its own long flags are also read behind the command, up to a `--`. */
  readonly flagsAfterCommand?: boolean
  readonly needsApp: boolean
  plan(given: Given, world: ConsoleWorld): Plan
}

export type Given = {
  readonly words: readonly string[]
  readonly flags: Readonly<Record<string, string | true>>
  /** Always there when the verb needs one. */
  readonly app: App
  /** As it was named with --app, or null. */
  readonly appNamed: string | null
}

export const many = 50

export function text(given: Given, flag: string): string | null {
  const value = given.flags[flag]
  return typeof value === 'string' ? value : null
}
