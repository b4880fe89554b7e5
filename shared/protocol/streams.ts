// The contract, part 2: subscriptions. A stream ends when either side closes it. The reader grants credit, so a slow window
// is never flooded: what it can not take is merged or counted as dropped by the sender.

import { z } from 'zod'
import type { LastHour, RunningBill } from '../billing/bill.ts'
import type { ProbeReading } from '../domain/experiment.ts'
import type { LogLine } from '../domain/log.ts'
import type { MetricsTick } from '../domain/metrics.ts'
import type { LedgerCounts } from '../domain/postgres.ts'
import type { RequestReport } from '../domain/route.ts'
import type { PlatformState } from '../domain/state.ts'
import type { AppLoad, TrafficSecond } from '../domain/traffic.ts'
import { addOnServerStreams, type AddOnServerStreamItems } from './addon-servers.ts'
import { appMetricStream, type AppMetricsNews } from './app-metrics.ts'
import { bringOrder, type BringNews } from './containers.ts'
import { papertrailStreams, type PapertrailItems } from './papertrail.ts'
import type { PlatformEvent } from './events.ts'
import type { LagMoment } from './postgres.ts'

const app = z.string().min(1).max(64)

export const streams = {
  /** Snapshot first (unless `since` is recent enough), then every event after it, in order, none missing. */
  state: z.object({ since: z.number().int().min(0).optional() }),
  logs: z.object({
    app, lines: z.number().int().min(0).max(1500).default(100), tail: z.boolean().default(true),
    source: z.string().max(140).optional(), ps: z.string().max(140).optional(),
  }),
  /** Output of one build from its start, then live to its end. */
  build: z.object({ buildId: z.string().max(64) }),
  /** Output of a release's own command from its start, then live to its end; nothing where it has none. */
  release: z.object({ app, version: z.number().int().positive() }),
  /** How far who follows a database is behind, each second. */
  lag: z.object({ addOn: z.string().min(1).max(80) }),
  /** Counts of a database's ledger of writes, a few times a second while they change. */
  ledger: z.object({ addOn: z.string().min(1).max(80) }),
  /** The last `seconds`, then one tick each second. */
  metrics: z.object({ app, seconds: z.number().int().min(0).max(3600).default(120) }),
  /**
   * Single requests as they end, of one app or of all, and how many are under way: what the map and the access log show. The
   * first item has up to `history` earlier requests, and the load of every app that has one. After that at most ten items a second,
   * none while nothing happens. Above `perSecond` requests a second a fair sample is sent (after a quiet moment up to a second's
   * worth at once); `ended` counts them all. Of all: those to hosts that no app has are among them, with `appId` null.
   */
  flow: z.object({ app: app.optional(), history: z.number().int().min(0).max(1000).default(0), perSecond: z.number().int().min(1).max(1000).default(200) }),
  /**
   * The last `seconds` of the app's traffic generator, then one item each second while it runs or awaits answers. A second can come
   * again, with more in it: replace it by its `at`.
   */
  traffic: z.object({ app, seconds: z.number().int().min(0).max(600).default(120) }),
  /** Readings of an experiment's probes: those so far, then live, to its end. */
  experiment: z.object({ runId: z.string().max(64) }),
  /** The month that goes on: at once, whenever something changes, and every five seconds. `bill` is null where nothing has a price. */
  bill: z.object({}),
  /** Output of an attached one-off dyno, or of a program of `ps:exec` by its `execId`, from its start to its exit. */
  run: z.object({ dynoId: z.string().max(64) }),
  /** Brings the image of a stack, from its start to its end. Closing it cancels; one at a time. */
  'docker:bring': bringOrder,
  /** What an app sent to its metrics add-on: the last `seconds`, then each second when it is over. */
  statsd: appMetricStream,
  ...addOnServerStreams,
  ...papertrailStreams,
} as const

export type StreamItems = AddOnServerStreamItems & PapertrailItems & {
  state: { readonly kind: 'snapshot'; readonly state: PlatformState } | { readonly kind: 'events'; readonly events: readonly PlatformEvent[] }
  logs: { readonly lines: readonly LogLine[]; readonly dropped: number }
  build: { readonly text: string }
  release: { readonly text: string }
  metrics: MetricsTick
  ledger: LedgerCounts
  lag: LagMoment
  /** `requests` oldest first. `ended`: since the item before, 0 in the first. `loads`: of apps whose load changed since the item before. */
  flow: { readonly requests: readonly RequestReport[]; readonly ended: number; readonly loads: readonly AppLoad[] }
  traffic: { readonly seconds: readonly TrafficSecond[] }
  experiment: { readonly readings: readonly ProbeReading[] }
  /** `at`: the platform's time. `hours`: by app, of the last hour since the engine started. */
  bill: { readonly at: number; readonly bill: RunningBill | null; readonly hours: Readonly<Record<string, LastHour>> }
  'docker:bring': BringNews
  statsd: AppMetricsNews
  run: { readonly kind: 'output'; readonly text: string } | { readonly kind: 'exit'; readonly exitStatus: number | null }
}

export type StreamName = keyof typeof streams
export type StreamInput<N extends StreamName> = z.input<(typeof streams)[N]>
export type StreamArgs<N extends StreamName> = z.output<(typeof streams)[N]>
export type StreamItem<N extends StreamName> = StreamItems[N]
