// Faults: trouble made on purpose. Each one in force is a Lease, which always ends; each end leaves a Receipt. Ours; the words are
// those of the field (Toxiproxy's toxics, Chaos Toolkit's experiments).

import type { AppId } from './app.ts'
import type { DynoId } from './dyno.ts'

/** What a fault is aimed at. Dynos are named as people name them (`web.1`); which those are is decided when it starts. */
export type FaultTarget =
  /** All dynos of a process type, those that start later included. */
  | { readonly kind: 'type'; readonly app: AppId; readonly type: string }
  | { readonly kind: 'dynos'; readonly app: AppId; readonly dynos: readonly string[] }
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'zone'; readonly zone: string }
  /** The router itself, for all apps. */
  | { readonly kind: 'router' }
  /** A link of the TCP proxy, by its name: between dynos and a backing service. */
  | { readonly kind: 'proxy'; readonly proxy: string }
  /** A server of an add-on: by its role (`primary`, `standby`) or its id; the primary if not said. `addOn` in a lease is an id. */
  | { readonly kind: 'addon'; readonly addOn: string; readonly server?: string | undefined }

export type FaultLayer = 'dyno' | 'network' | 'http' | 'host' | 'release' | 'router' | 'client' | 'addon'

export type FaultParamValue = number | string | boolean

/** One knob of a fault. `value` is used when it is left out. Units last in `name`, e.g. `latencyMs`. */
export type FaultParam =
  | { readonly name: string; readonly title: string; readonly kind: 'number'; readonly unit: string; readonly min: number; readonly max: number; readonly value: number; readonly whole?: boolean }
  | { readonly name: string; readonly title: string; readonly kind: 'choice'; readonly choices: readonly string[]; readonly value: string }
  | { readonly name: string; readonly title: string; readonly kind: 'text'; readonly maxLength: number; readonly value: string }
  | { readonly name: string; readonly title: string; readonly kind: 'switch'; readonly value: boolean }

/** A fault as the catalogue shows it. */
export type FaultFacts = {
  /** Kebab-case, equal to its file's name, e.g. `dyno-kill`. */
  readonly kind: string
  readonly title: string
  readonly layer: FaultLayer
  /** One or two sentences: what it does, and at which layer it really acts. */
  readonly about: string
  readonly targets: readonly FaultTarget['kind'][]
  readonly params: readonly FaultParam[]
  /** Done in a moment: it has no duration, and its lease ends at once. */
  readonly isMomentary: boolean
  /** H, R and L codes that it can lead to. */
  readonly leadsTo: readonly string[]
}

export type Lease = {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly layer: FaultLayer
  readonly target: FaultTarget
  /** The app it is about, or null when it is about all. */
  readonly appId: AppId | null
  /** Those it was put on at its start. */
  readonly dynoIds: readonly DynoId[]
  readonly params: Readonly<Record<string, FaultParamValue>>
  readonly startedAt: number
  /** It ends then at the latest. */
  readonly expiresAt: number
  readonly owner: string
  /** It ends when its owner was silent for so long; null: the owner need not be heard of. */
  readonly heartbeatMs: number | null
  readonly experimentId: string | null
  /** What was changed, in sentences: as planned, until the dynos' runtime has said what it did. */
  readonly changed: readonly string[]
  /** Of its `fault.started`. */
  readonly seq: number
}

/** `links-reset`: somebody took everything off all links, by Toxiproxy's API. `failed`: it could not be put in force whole, and what was begun was taken back. */
export type LeaseEnd = 'done' | 'expired' | 'released' | 'stop-all' | 'owner-silent' | 'engine-restarted' | 'target-gone' | 'links-reset' | 'experiment-over' | 'failed'

/** What is left to prove after a fault: what it changed, what was put back, and what could not be (normally nothing). */
export type Receipt = {
  readonly leaseId: string
  readonly kind: string
  readonly title: string
  readonly target: FaultTarget
  readonly appId: AppId | null
  /** Those it was put on at its start. */
  readonly dynoIds: readonly DynoId[]
  readonly params: Readonly<Record<string, FaultParamValue>>
  readonly startedAt: number
  readonly endedAt: number
  readonly why: LeaseEnd
  readonly changed: readonly string[]
  readonly restored: readonly string[]
  /** Sentences about what is still different; empty: residue 0. */
  readonly residue: readonly string[]
  readonly experimentId: string | null
  /** Of its `fault.started` and its `fault.ended`. */
  readonly startedSeq: number
  readonly seq: number
}

export const maxReceiptsKept = 200
export const maxLeases = 100
/** Sentences in `changed`; of more it is said that there are more. */
export const maxChangesKept = 200
export const longestLeaseSeconds = 3600

/** What a fault would touch, before it starts. */
export type BlastRadius = {
  readonly apps: readonly AppId[]
  readonly dynoIds: readonly DynoId[]
  readonly hosts: readonly string[]
  readonly proxies: readonly string[]
  /** Share of the touched apps' web dynos, 0 to 100. */
  readonly percentOfWeb: number
  /** In words, e.g. `1 of 3 web dynos of shop`. */
  readonly sentence: string
}
