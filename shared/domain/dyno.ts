// A Dyno is one running copy of one process type. Its state is what was observed, never what was wished.
// `down` lasts from the end of its process to the next event: it leaves the state, crashes or sleeps.

import type { AppId } from './app.ts'
import type { RuntimeKind } from './runtime.ts'

export type DynoId = string
export type DynoKind = 'formation' | 'run' | 'release'

/** Why the platform asked a dyno to stop. */
export type StopReason =
  | 'release' | 'scale' | 'restart' | 'runtime' | 'cycling' | 'idle' | 'destroy' | 'stop' | 'boot-timeout' | 'memory' | 'shutdown' | 'expired'

/** Why a formation dyno counts as crashed. Any exit that was not asked for is a crash, even with status 0. */
export type CrashReason = 'exit' | 'boot-timeout' | 'memory' | 'launch-failed' | 'lost'

export type DynoState =
  | { readonly kind: 'starting'; readonly since: number }
  | { readonly kind: 'up'; readonly since: number }
  | { readonly kind: 'idle'; readonly since: number }
  | {
      readonly kind: 'crashed'
      readonly since: number
      readonly reason: CrashReason
      readonly exitStatus: number | null
      readonly signal: string | null
      /** When the back-off ends, or null when nothing will restart it. */
      readonly restartAt: number | null
    }
  | { readonly kind: 'down'; readonly since: number; readonly exitStatus: number | null }

export type Dyno = {
  /** New at every start; the name stays, as web.1 is always web.1. */
  readonly id: DynoId
  readonly appId: AppId
  readonly name: string
  readonly type: string
  readonly number: number
  readonly kind: DynoKind
  readonly size: string
  readonly version: number
  readonly command: string
  readonly runtime: RuntimeKind
  readonly createdAt: number
  readonly state: DynoState
  /** Set from the moment the platform asked it to stop: it drains and gets no new requests. */
  readonly stopping: { readonly since: number; readonly graceMs: number; readonly why: StopReason } | null
  readonly pid: number | null
  readonly address: { readonly host: string; readonly port: number } | null
  /** From launch to up, in milliseconds. */
  readonly bootMs: number | null
  /** Crashes in a row of this name; a correct start, a release, a restart or scaling to 0 begins the count anew. */
  readonly crashes: number
  /** The R codes it has shown since its start, newest last, at most 8. */
  readonly errors: readonly string[]
  /** The virtual host it is placed on; absent in dynos of earlier versions. */
  readonly host?: string
  /** What the app's readiness check found last; absent: not checked. */
  readonly ready?: boolean
  /** seq of the last event that changed it: where "why?" starts. */
  readonly seq: number
}

export const dynoName = (type: string, number: number): string => `${type}.${number}`
