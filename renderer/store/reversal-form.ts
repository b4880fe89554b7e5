// What a way back is: said in words, with the command that takes it, and what stands in the way when the thing has changed since.

import type { App } from '../../shared/domain/app.ts'
import type { PlatformState } from '../../shared/domain/state.ts'
import type { CallInput, CallName, CallOutput } from '../../shared/protocol/calls.ts'

export type Config = Readonly<Record<string, string>>
export type Command = { readonly [N in CallName]: { readonly name: N; readonly input: CallInput<N> } }[CallName]

export type Reversal = {
  /** What was done: `Scaled web to 3`. */
  readonly done: string
  /** What undoing does: `web goes back to 1`. */
  readonly effect: string
  readonly command: Command
  /** Null while what was done still stands as it was left; else why taking it back would take back something else. */
  obstacle(now: PlatformState, config: Config | null): string | null
}

export type Deed<N extends CallName> = {
  readonly input: CallInput<N>
  readonly output: CallOutput<N>
  readonly before: PlatformState
  readonly after: PlatformState
  /** The real config vars before, where they were asked for. */
  readonly config: Config | null
}
export type AppDeed<N extends CallName> = Deed<N> & { readonly app: App; readonly left: App }

/** Where the app is gone, nothing of it can be taken back. */
export function inApp(app: App, look: (now: App, state: PlatformState) => string | null): Reversal['obstacle'] {
  return (state) => {
    const now = state.apps[app.id]
    return now === undefined ? `${app.name} was destroyed, and that can not be undone.` : look(now, state)
  }
}
