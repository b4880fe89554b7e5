// What a typed command comes to. Reading a line only makes a plan, so that it can be tested and shown; the console carries it out.

import type { App } from '../../shared/domain/app.ts'
import type { LogSource } from '../../shared/domain/log.ts'
import type { PlatformState } from '../../shared/domain/state.ts'
import type { CallInput, CallName, CallOutput, PlatformInfo } from '../../shared/protocol/calls.ts'

export type Call = <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N>>

export type Done = {
  readonly lines: readonly string[]
  /** The app the window should show now. */
  readonly showApp?: string
  /** What is waited for then, until it is so or Ctrl+C is pressed; the lines are said after that. */
  readonly awaited?: { readonly what: string; isSo(state: PlatformState): boolean; lines(state: PlatformState): readonly string[] }
}

export type Plan =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'print'; readonly lines: readonly string[] }
  /** `said` stands there while it lasts, as `Restarting dynos on tea...`. `look` gives the state as it is afterwards. */
  | { readonly kind: 'send'; readonly said: string | null; send(call: Call, look: () => PlatformState): Promise<Done> }
  | { readonly kind: 'logs'; readonly app: App; readonly lines: number; readonly tail: boolean; readonly ps: string | null; readonly source: LogSource | null }
  | { readonly kind: 'run'; readonly app: App; readonly command: string; readonly size: string | null }
  | { readonly kind: 'exec'; readonly app: App; readonly dyno: string; readonly command: string }
  | { readonly kind: 'open'; readonly address: string }
  | { readonly kind: 'clear' }
  | Refusal

/** Said in the CLI's tone: what is wrong, and what to try. */
export type Refusal = { readonly kind: 'refuse'; readonly message: string; readonly help: string }

/** What the console knows when a line is read. */
export type ConsoleWorld = {
  readonly state: PlatformState
  /** The app in view: commands without --app are for it. */
  readonly app: App | null
  readonly info: PlatformInfo | null
  readonly now: number
}

export const refuse = (message: string, help: string): Refusal => ({ kind: 'refuse', message, help })
export const print = (...lines: string[]): Plan => ({ kind: 'print', lines })

/** One call, and the lines that follow `done` of what was said. */
export function send<N extends CallName>(said: string | null, name: N, input: CallInput<N>, after: (output: CallOutput<N>) => Done | readonly string[] = () => []): Plan {
  return {
    kind: 'send', said,
    send: async (call) => {
      const done = after(await call(name, input))
      return 'lines' in done ? done : { lines: done }
    },
  }
}

export const webAddress = (app: string, info: PlatformInfo | null): string => `http://${app}.localhost:${info?.routerPort ?? ''}/`
export const gitAddress = (app: string, info: PlatformInfo | null): string => `${info?.controlUrl ?? ''}/${app}.git`
