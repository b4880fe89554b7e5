// Every time limit of a dyno's life in one place, in milliseconds. Sources: devcenter error-codes (2021-08-04), dyno-restarts
// (2025-04-08), dyno-shutdown-behavior (2024-12-03), one-off-dynos (2014), release-phase (2024-12-03).

const minute = 60_000
const hour = 60 * minute

export const dynoLimits = {
  bootMs: 60_000,
  /** Apps built with the Java buildpacks get longer. */
  bootJavaMs: 90_000,
  graceMs: 30_000,
  /** A web dyno hears SIGTERM when the router has let go of it, and at the latest then: the router may be too busy to say so, or on its way back. */
  drainMs: 10_000,
  cycleMs: 24 * hour,
  cycleExtraMs: 216 * minute,
  idleMs: 30 * minute,
  /** Samples come more often than Heroku's 20 s; R14 keeps Heroku's rhythm. */
  memoryReportMs: 20_000,
  /** R15 at this multiple of the quota (today's figure, from memory; 5 in 2014). */
  memoryKillFactor: 2,
  /** The router switches to preboot dynos at the latest then: boot time-out plus two minutes. */
  prebootMs: 3 * minute,
  attachMs: 30_000,
  /** A caller that is back by then goes on where it was: a window that was reloaded. */
  rejoinMs: 5000,
  attachIdleMs: hour,
  hangupEveryMs: 5000,
  hangupTries: 3,
  releasePhaseMs: hour,
  /** An engine that stops gives its dynos this long, less than Heroku's 30 s, so that closing the app stays quick. */
  shutdownMs: 6000,
  /** Its router ends what is under way, too. */
  shutdownDrainMs: 500,
  /** And this long for SIGKILL to be seen. */
  shutdownKillMs: 1000,
} as const

export type DynoLimits = { readonly [K in keyof typeof dynoLimits]: number }
