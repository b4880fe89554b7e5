// What a fault is: facts for the catalogue, and a pure plan of measures. Who plans does nothing: the room carries the measures out in
// order and takes them back in reverse, the same way for every fault, so that a new kind can not forget its end. Heroku has no such thing;
// the words are those of chaos engineering.

import type { Dyno } from '../../../shared/domain/dyno.ts'
import type { FaultFacts, FaultParam, FaultParamValue, FaultTarget } from '../../../shared/domain/fault.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import type { Toxic } from '../../../shared/wire/toxic.ts'
import type { AddOnServer, ServerTrouble } from '../platform/addon-servers.ts'
import type { DynoTrouble, LaunchTrouble } from '../ports/dyno-runtime.ts'
import type { EdgeEffect } from '../ports/http-edge.ts'

/** What the target turned out to be as the fault begins. */
export type Aim = {
  /** `app` in it is an id. */
  readonly target: FaultTarget
  /** null: about all apps, or about none. */
  readonly appId: string | null
  /** Those that it is put on, in a stable order. */
  readonly dynos: readonly Dyno[]
  readonly state: PlatformState
  /** Of the add-on that it is aimed at; else none. */
  readonly servers: readonly AddOnServer[]
  readonly machineMemoryBytes: number
}

/** One thing that is done and can be undone. All sentences: `changed` says what is different now, `restored` that it is as before. */
export type Measure =
  /** Trouble for one running dyno; the runtime says what it put back. */
  | { readonly kind: 'afflict'; readonly dyno: Dyno; readonly trouble: DynoTrouble; readonly changed: string }
  | {
      readonly kind: 'edge'; readonly effect: EdgeEffect; readonly appId: string | null; readonly dynoIds: readonly string[] | null
      /** Above 0, up to 1. */
      readonly share: number
      readonly changed: string; readonly restored: string
    }
  /** On a link of the TCP proxy. */
  | { readonly kind: 'toxic'; readonly proxy: string; readonly toxic: Omit<Toxic, 'name'>; readonly changed: string; readonly restored: string }
  /** A server of an add-on. */
  | { readonly kind: 'server'; readonly act: 'kill' | 'freeze'; readonly addOnId: string; readonly serverId: string; readonly changed: string; readonly restored: string }
  /** Trouble for the disk of a server; its service says what it did. */
  | { readonly kind: 'server-trouble'; readonly trouble: ServerTrouble; readonly addOnId: string; readonly serverId: string; readonly changed: string; readonly restored: string }
  /** The link refuses connections. */
  | { readonly kind: 'unplug'; readonly proxy: string; readonly changed: string; readonly restored: string }
  /** For dynos that start while it holds. */
  | {
      readonly kind: 'launch'; readonly trouble: LaunchTrouble; readonly withoutEnv?: readonly string[]
      covers(dyno: Dyno): boolean
      /** Those that run now are restarted so that they have it. */
      readonly restartsNow: boolean
      /** Which of those that have it are restarted at its end; the others lost it by themselves. */
      readonly restartsAtEnd: 'all' | 'not-up'
      readonly changed: string; readonly restored: string
    }
  /** Nothing to do: the lease itself is what others read, e.g. where dynos may be placed. */
  | { readonly kind: 'remark'; readonly changed: string; readonly restored: string }
  /** A release of what runs already; taken back by a rollback. */
  | { readonly kind: 'release'; readonly appId: string; readonly version: number; readonly description: string; readonly changed: string }
  | { readonly kind: 'restart-router'; readonly changed: string }

type ValueOf<P extends FaultParam> = P extends { readonly kind: 'number' } ? number : P extends { readonly kind: 'switch' } ? boolean : string
export type ValuesOf<P extends readonly FaultParam[]> = { readonly [One in P[number] as One['name']]: ValueOf<One> }
export type ParamValues = Readonly<Record<string, FaultParamValue>>

export type Fault = {
  readonly facts: FaultFacts
  /** Dynos that come up later under the same process type, host or zone get it too. Measures at the edge and at launch cover them anyway. */
  readonly isForLateDynos: boolean
  /** Those that it really touches, given the ones aimed at. */
  touches(aimed: readonly Dyno[], params: ParamValues, state: PlatformState): readonly Dyno[]
  /** Pure. Throws PlatformError to refuse. */
  plan(aim: Aim, params: ParamValues): readonly Measure[]
  /** Added to the params in the lease. */
  note(aim: Aim): ParamValues
}

export type FaultDefinition<P extends readonly FaultParam[]> = Omit<FaultFacts, 'params'> & {
  readonly params: P
  readonly isForLateDynos?: boolean
  touches?(aimed: readonly Dyno[], params: ValuesOf<P>, state: PlatformState): readonly Dyno[]
  note?(aim: Aim): ParamValues
  plan(aim: Aim, params: ValuesOf<P>): readonly Measure[]
}

/** The params that reach `plan` were checked against the list, so they have the types that it says. */
export function defineFault<const P extends readonly FaultParam[]>(definition: FaultDefinition<P>): Fault {
  const { plan, touches, note, isForLateDynos = false, ...facts } = definition
  return {
    facts, isForLateDynos,
    touches: (aimed, params, state) => touches?.(aimed, params as ValuesOf<P>, state) ?? aimed,
    plan: (aim, params) => plan(aim, params as ValuesOf<P>),
    note: (aim) => note?.(aim) ?? {},
  }
}
