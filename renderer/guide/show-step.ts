// A demo is data: each step says something, does one thing, and waits until the state shows what it promised.

import type { App } from '../../shared/domain/app.ts'
import type { Dyno } from '../../shared/domain/dyno.ts'
import { dynosOf, type PlatformState } from '../../shared/domain/state.ts'
import type { CallInput, CallName } from '../../shared/protocol/calls.ts'
import type { EventOf, EventType, PlatformEvent } from '../../shared/protocol/events.ts'
import type { View } from '../store/ui.ts'

/** What a step is told. Nothing else is looked at. */
export type ShowFacts = {
  readonly state: PlatformState
  /** The newest events, newest last. */
  readonly recent: readonly PlatformEvent[]
  /** Null until the demo's app is made. */
  readonly appId: string | null
  /** seq when the demo began. */
  readonly startSeq: number
  /** seq when the step began. */
  readonly sinceSeq: number
  /** Base of the router's addresses, e.g. `localhost:7080`. */
  readonly routerHost: string
}

export type ShowAct = { readonly [N in CallName]: { readonly name: N; readonly input: CallInput<N> } }[CallName]

export type ShowStep = {
  readonly id: string
  /** One or two sentences. */
  say(facts: ShowFacts): string
  /** What a person would type for the same, or null where there is nothing to type. */
  command(facts: ShowFacts): string | null
  /** The call that makes it happen, or null for a step that only looks. */
  act(facts: ShowFacts): ShowAct | null
  until(facts: ShowFacts): boolean
  /** Why it can not happen any more, in a sentence. */
  fails?(facts: ShowFacts): string | null
  readonly view: View
  /** The event whose chain of causes is opened beside the view. */
  why?(facts: ShowFacts): number | null
  /** CSS selectors of what it is about; the first that is there is outlined. */
  point(facts: ShowFacts): readonly string[]
  /** Milliseconds that the words take to read. */
  readonly readMs: number
  /** Said when it has not happened after `lateMs`. */
  readonly late: string
  readonly lateMs: number
  /** After this it is given up, calmly. */
  readonly giveUpMs: number
}

export function demoApp({ state, appId }: ShowFacts): App | null {
  return appId === null ? null : (state.apps[appId] ?? null)
}

export function webDynos({ state, appId }: ShowFacts): readonly Dyno[] {
  return appId === null ? [] : dynosOf(state, appId).filter((dyno) => dyno.type === 'web' && dyno.kind === 'formation')
}

/** All of the formation's web dynos run the current release and are up. */
export function isServing(facts: ShowFacts): boolean {
  const app = demoApp(facts)
  const wanted = app?.formation.web?.quantity ?? 0
  const ready = webDynos(facts).filter((dyno) => dyno.state.kind === 'up' && dyno.stopping === null && dyno.version === app?.currentVersion)
  return wanted > 0 && ready.length === wanted
}

/** The newest event of that type about the demo's app after `since`. */
export function newest<T extends EventType>({ recent, appId }: ShowFacts, type: T, since: number): EventOf<T> | null {
  for (let index = recent.length - 1; index >= 0; index--) {
    const event = recent[index]
    if (event === undefined || event.seq <= since) return null
    if (event.type === type && event.app === appId) return event as EventOf<T>
  }
  return null
}
