// A bill: what a calendar month costs, in lines that add up to the micro-unit.

/** Dynos of one type of an app, of one size at one price; or add-ons of one service on one plan, which `type` and `size` name. */
export type BillLine = {
  readonly appId: string
  readonly app: string
  readonly type: string
  readonly kind: 'formation' | 'run' | 'release' | 'addon'
  readonly size: string
  /** Of a dyno and month, at most. */
  readonly monthMicros: number
  /** Different dynos or add-ons of it; of one-offs: how many ran. */
  readonly dynos: number
  /** Of all of them together. */
  readonly ms: number
  readonly micros: number
  /** How many of the dynos have cost the price of their month. */
  readonly atCeiling: number
  /** Counted against its hours, and not priced by time. */
  readonly pool: string | null
  /** Add-ons of which the book says nothing: they cost nothing. */
  readonly isUnpriced?: true
}

export type PoolLine = {
  readonly pool: string
  readonly owner: string
  readonly usedMs: number
  readonly hours: number
  /** The price of the pool, however little of it is used. */
  readonly micros: number
}

export type Bill = {
  readonly month: string
  /** Milliseconds since the epoch; `to` is the first instant of the next month. */
  readonly from: number
  readonly to: number
  /** Up to when it counts: `to` when the month is over. */
  readonly until: number
  readonly currency: string
  readonly book: { readonly title: string; readonly version: number; readonly hoursOfMonth: number; readonly timeZone: string }
  readonly lines: readonly BillLine[]
  readonly pools: readonly PoolLine[]
  readonly micros: number
}

/** One process type of an app, or one service that it has add-ons of, in the month that goes on. */
export type RunningType = {
  readonly appId: string
  readonly type: string
  readonly kind: BillLine['kind']
  /** Of this month so far. */
  readonly micros: number
  /** What a whole month at this rate costs: divided by `hoursOfMonth`, an hour. */
  readonly rateMonthMicros: number
  /** What this month comes to if nothing changes. */
  readonly projectedMicros: number
}

/** Requests of an app and what its web dynos cost, of the last hour at most. */
export type LastHour = { readonly requests: number; readonly failed: number; readonly micros: number }

export type RunningBill = {
  readonly at: number
  readonly month: string
  readonly from: number
  readonly to: number
  readonly currency: string
  readonly hoursOfMonth: number
  readonly micros: number
  readonly rateMonthMicros: number
  readonly projectedMicros: number
  readonly types: readonly RunningType[]
  readonly pools: readonly PoolLine[]
}
