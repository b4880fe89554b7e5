// Money for time, in integers. Heroku: "price/720 h, capped at the monthly price", prorated to the second of wall clock (the CLI's
// own rule, 2026-08-04; usage-and-billing, 2019-05-31). Here milliseconds are added up first and an amount is rounded once, to the
// nearest micro-unit, halves up.

const msOfHour = 3_600_000n

/** Micro-units for that long at that price of a month. `ms` and `monthMicros` are safe integers of 0 or more. */
export function amountFor(ms: number, monthMicros: number, hoursOfMonth: number): number {
  return quotient(BigInt(ms) * BigInt(monthMicros), hoursOfMonth)
}

/** The same, but never more than the price of the month. */
export function cappedAmount(ms: number, monthMicros: number, hoursOfMonth: number): number {
  return Math.min(monthMicros, amountFor(ms, monthMicros, hoursOfMonth))
}

/** Of a sum of ms times price, so that many small times are rounded once. */
export function quotient(microsTimesMs: bigint, hoursOfMonth: number): number {
  const whole = BigInt(hoursOfMonth) * msOfHour
  return Number((2n * microsTimesMs + whole) / (2n * whole))
}

/** Until when a price may run in a month before its ceiling, in milliseconds. */
export const msToCeiling = (hoursOfMonth: number): number => hoursOfMonth * 3_600_000
