// Metrics that an app sends by itself, by StatsD's protocol: one series for each name with its tags, aggregated by the second.

export const appMetricKinds = ['counter', 'gauge', 'timer', 'set'] as const
export type AppMetricKind = (typeof appMetricKinds)[number]

/** `at`: the second's begin. `value`: a counter's sum, a gauge's last value, a timer's mean in milliseconds, how many members a set got. */
export type AppMetricPoint = { readonly at: number; readonly value: number; readonly samples: number; readonly min: number; readonly max: number; /** Timers only. */ readonly p95: number | null }

export type AppMetricSeries = { readonly id: string; readonly name: string; readonly tags: readonly string[]; readonly kind: AppMetricKind; readonly points: readonly AppMetricPoint[] }

/** What did not make it: `datagrams` came faster than they were read, `lines` were not understood, `samples` were of a series too many. */
export type AppMetricLosses = { readonly datagrams: number; readonly lines: number; readonly samples: number }

export const appMetricSeconds = 3600
