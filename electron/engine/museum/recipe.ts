// How a code is made to happen now: real doings on a real app, one recipe each. Nothing is faked: what shows is the line that the
// router or the dyno manager wrote because of it.

import type { PlatformState } from '../../../shared/domain/state.ts'
import type { CallInput, CallName, CallOutput } from '../../../shared/protocol/calls.ts'
import type { Manner, VisitAnswer } from '../ports/traffic-source.ts'

/** What a recipe may do; all of it as the person who pressed the button. */
export type Stage = {
  readonly app: string
  readonly appId: string
  readonly state: PlatformState
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  /** A GET through the router; `host` instead of the app's own. */
  visit(path: string, host?: string): Promise<VisitAnswer>
  misbehave(manner: Manner): Promise<VisitAnswer>
  pause(ms: number): Promise<void>
  /** Rejects with PlatformError when it is not so after `ms`. */
  until(what: string, ms: number, isSo: () => boolean): Promise<void>
  /** Opens and closes the terminal of an attached one-off dyno. */
  glance(dynoId: string): void
  /** Starts a fault on the app's web dynos, or on what `target` says. It ends with `codes:fix`, or by itself. */
  fault(kind: string, params?: Readonly<Record<string, string | number | boolean>>, target?: 'web' | 'router'): Promise<void>
}

export type Recipe = {
  readonly code: string
  /** What the button does, in a sentence; about how long it takes. */
  readonly cause: string
  readonly seconds: number
  /** It needs real processes and sockets, as most do. */
  readonly isReal: boolean
  /** Only under this era's router. */
  readonly era?: 'classic' | 'current'
  /** Without a deploy. */
  readonly isBlank?: boolean
  run(stage: Stage): Promise<void>
  /** Beyond ending its faults. */
  mend?(stage: Stage): Promise<void>
}

/** A boot of the museum's app is a second or two; a busy machine takes longer. */
export const bootMs = 60_000

export const webIsUp = ({ state, appId }: Stage): boolean => Object.values(state.dynos).some((dyno) => dyno.appId === appId && dyno.type === 'web' && dyno.state.kind === 'up' && dyno.stopping === null)

/** How the museum's app starts: see its README. null: properly. */
export const boot = (value: string | null) => async (stage: Stage): Promise<void> => {
  if ((stage.state.apps[stage.appId]?.config['BOOT'] ?? null) !== value) await stage.call('config:set', { app: stage.app, vars: { BOOT: value } })
}
