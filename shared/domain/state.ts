// The whole platform as plain data: what folding the journal gives. The window holds the same shape, folded by the same function.

import type { App, AppId } from './app.ts'
import type { Build, BuildId, Release, Slug, SlugId } from './build.ts'
import type { Dyno, DynoId } from './dyno.ts'
import type { RuntimeKind } from './runtime.ts'
import type { Era } from './dyno-sizes.ts'
import type { ExperimentRun } from './experiment.ts'
import type { FactorCheck } from './factor-check.ts'
import type { Lease, Receipt } from './fault.ts'
import type { TrafficRun } from './traffic.ts'

export type Session = {
  readonly id: string
  readonly startedAt: number
  readonly runtime: RuntimeKind
}

/** Containers are owned and changed in place by the fold; the records in them are replaced, never changed. */
export type PlatformState = {
  seq: number
  at: number
  era: Era
  session: Session | null
  readonly apps: Record<AppId, App>
  /** Newest last. */
  readonly releases: Record<AppId, readonly Release[]>
  readonly builds: Record<BuildId, Build>
  /** Builds of each app, newest last, at most `maxBuildsKept`. */
  readonly appBuilds: Record<AppId, readonly BuildId[]>
  readonly slugs: Record<SlugId, Slug>
  readonly dynos: Record<DynoId, Dyno>
  /** Generators that run now. */
  readonly traffic: Record<AppId, TrafficRun>
  /** Faults in force. */
  readonly leases: Record<string, Lease>
  /** Of faults that ended, newest last, at most `maxReceiptsKept`. */
  receipts: readonly Receipt[]
  /** Newest last, at most `maxExperimentsKept`. */
  readonly experiments: Record<string, ExperimentRun>
  /** Checks of the twelve factors, newest last, at most `maxFactorChecksKept`. */
  readonly factorChecks: Record<string, FactorCheck>
}

export const maxBuildsKept = 50

export const emptyState = (): PlatformState => ({
  seq: 0, at: 0, era: 'current', session: null, apps: {}, releases: {}, builds: {}, appBuilds: {}, slugs: {}, dynos: {}, traffic: {}, leases: {}, receipts: [], experiments: {}, factorChecks: {},
})

/** Where an app's dynos run. */
export const runtimeOf = (state: PlatformState, app: App): RuntimeKind => app.runtime ?? state.session?.runtime ?? 'process'

export function findApp(state: PlatformState, nameOrId: string): App | null {
  if (Object.hasOwn(state.apps, nameOrId)) return state.apps[nameOrId] ?? null
  for (const app of Object.values(state.apps)) if (app.name === nameOrId) return app
  return null
}

export function findRelease(state: PlatformState, appId: AppId, version: number): Release | null {
  return state.releases[appId]?.find((release) => release.version === version) ?? null
}

/** Dynos of one app in a stable order: formation first, then by type, number and age. */
export function dynosOf(state: PlatformState, appId: AppId): Dyno[] {
  return Object.values(state.dynos)
    .filter((dyno) => dyno.appId === appId)
    .sort(byPlace)
}

function byPlace(a: Dyno, b: Dyno): number {
  const kind = Number(a.kind !== 'formation') - Number(b.kind !== 'formation')
  return kind || order(a.type, b.type) || a.number - b.number || a.createdAt - b.createdAt || order(a.id, b.id)
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
