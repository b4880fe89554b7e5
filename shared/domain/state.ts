// The whole platform as plain data: what folding the journal gives. The window holds the same shape, folded by the same function.

import type { AddOn, AddOnId, Attachment } from './add-on.ts'
import type { AddOnServer } from './add-on-server.ts'
import type { App, AppId } from './app.ts'
import type { Build, BuildId, Release, Slug, SlugId } from './build.ts'
import type { Dyno, DynoId } from './dyno.ts'
import type { RuntimeKind } from './runtime.ts'
import type { AppTransfer, Authorization, Collaborator, OauthClient, Person, SshKey, Team, TeamApp } from './people.ts'
import type { Partner, PartnerResource } from './partner.ts'
import type { SchedulerJob } from './scheduler.ts'
import type { Era } from './dyno-sizes.ts'
import type { Budget, EmptyPool, Outage, Prices } from './billing.ts'
import type { ExperimentRun } from './experiment.ts'
import type { FactorCheck } from './factor-check.ts'
import type { Lease, Receipt } from './fault.ts'
import type { SavedSearch } from './log-search.ts'
import type { PostgresDatabase } from './postgres.ts'
import type { Pipeline, PipelineId, Promotion, ReviewApp } from './pipeline.ts'
import type { TrafficRun } from './traffic.ts'
import type { Webhook, WebhookDelivery } from './webhook.ts'

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
  /** Seconds that pass here in one of the machine's: 1 but in simulated worlds that somebody made faster. */
  pace: number
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
  /** null before an engine that knew of prices has run on this journal. */
  prices: Prices | null
  /** By `poolKey`. */
  readonly emptyPools: Record<string, EmptyPool>
  /** By scope. */
  readonly budgets: Record<string, Budget>
  /** Newest last, at most `maxOutagesKept`. */
  outages: readonly Outage[]
  readonly pipelines: Record<PipelineId, Pipeline>
  /** Newest last, at most `maxPromotionsKept`. */
  readonly promotions: Record<string, Promotion>
  /** Newest last; of those that are gone the newest `maxReviewAppsKept`. */
  readonly reviewApps: Record<string, ReviewApp>
  /** Checks of the twelve factors, newest last, at most `maxFactorChecksKept`. */
  readonly factorChecks: Record<string, FactorCheck>
  /** Oldest first. */
  /** Of log services, oldest first, by add-on. */
  readonly savedSearches: Record<AddOnId, readonly SavedSearch[]>
  readonly addOns: Record<AddOnId, AddOn>
  readonly attachments: Record<string, Attachment>
  /** Oldest first. */
  readonly schedulerJobs: Record<string, SchedulerJob>
  /** By slug. */
  readonly partners: Record<string, Partner>
  /** By add-on. */
  readonly partnerResources: Record<AddOnId, PartnerResource>
  /** Behind add-ons of Redis, caches and mail catchers. */
  readonly addOnServers: Record<AddOnId, AddOnServer>
  /** Databases of heroku-postgresql, by add-on. */
  readonly postgres: Record<AddOnId, PostgresDatabase>
  /** By email: those beside the owner, and the owner once something of its account was changed. */
  readonly people: Record<string, Person>
  readonly authorizations: Record<string, Authorization>
  readonly oauthClients: Record<string, OauthClient>
  readonly sshKeys: Record<string, SshKey>
  readonly collaborators: Record<AppId, readonly Collaborator[]>
  readonly teams: Record<string, Team>
  /** Apps that are a team's. */
  readonly teamApps: Record<AppId, TeamApp>
  readonly appTransfers: Record<string, AppTransfer>
  /** Newest last, at most `maxDeliveriesKept`. */
  readonly webhookDeliveries: Record<string, WebhookDelivery>
}

export const maxBuildsKept = 50

export const emptyState = (): PlatformState => ({
  seq: 0, at: 0, era: 'current', pace: 1, session: null, apps: {}, releases: {}, builds: {}, appBuilds: {}, slugs: {}, dynos: {}, traffic: {}, leases: {}, receipts: [], experiments: {},
  prices: null, emptyPools: {}, budgets: {}, outages: [],
  pipelines: {}, promotions: {}, reviewApps: {}, factorChecks: {},
  addOns: {}, attachments: {}, savedSearches: {}, postgres: {},
  schedulerJobs: {},
  addOnServers: {},
  webhookDeliveries: {},
  partners: {}, partnerResources: {},
  people: {}, authorizations: {}, oauthClients: {}, sshKeys: {}, collaborators: {}, teams: {}, teamApps: {}, appTransfers: {},
})

/** Where an app's dynos run. */
export const runtimeOf = (state: PlatformState, app: App): RuntimeKind => app.runtime ?? state.session?.runtime ?? 'process'

export function findApp(state: PlatformState, nameOrId: string): App | null {
  if (Object.hasOwn(state.apps, nameOrId)) return state.apps[nameOrId] ?? null
  for (const app of Object.values(state.apps)) if (app.name === nameOrId) return app
  return null
}

export function findPipeline(state: PlatformState, nameOrId: string): Pipeline | null {
  if (Object.hasOwn(state.pipelines, nameOrId)) return state.pipelines[nameOrId] ?? null
  return Object.values(state.pipelines).find(({ name }) => name === nameOrId) ?? null
}

/** The pipeline that an app is in. */
export function pipelineOf(state: PlatformState, appId: AppId): Pipeline | null {
  return Object.values(state.pipelines).find(({ couplings }) => couplings.some((coupling) => coupling.appId === appId)) ?? null
}

export function findWebhook(state: PlatformState, appId: AppId, id: string): Webhook | null {
  return state.apps[appId]?.webhooks?.find((webhook) => webhook.id === id) ?? null
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
