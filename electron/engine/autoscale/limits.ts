// Times of autoscaling and alerts, in milliseconds. A minute is Heroku's: the least time between two steps, and what readings are taken
// over. Tests on real dynos give a shorter one, and all else follows it.

export const autoscaleLimits = {
  minuteMs: 60_000,
  /** How often it looks, at most. */
  lookMs: 10_000,
} as const

export type AutoscaleLimits = { readonly [K in keyof typeof autoscaleLimits]: number }

export const minutesOfData = 60
/** "Max is reached" is told once a day at most. */
export const minutesOfDay = 1440
/** A step that takes back the one before within so many minutes is thrash. Ours. */
export const minutesOfTurn = 5
