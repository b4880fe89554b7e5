// When a standby takes over, as a pure decision on what the probes said. Heroku sees a problem, checks it for two minutes from several places,
// and refuses when the standby is more than ten segments of the log behind. Here one place asks, and the time is a setting.

export type Silence = {
  /** Of the last answer. */
  readonly goodAt: number
  /** Probes that failed since. */
  readonly misses: number
  /** The first of them; null: none. */
  readonly suspectedAt: number | null
  readonly why: string
}

export type StandbyFacts = {
  /** Bytes of the log that the primary had written and the standby has not got, when both were last asked. Null: it was never asked. */
  readonly behindBytes: number | null
  readonly isThere: boolean
}

export type Verdict =
  | { readonly kind: 'wait' }
  | { readonly kind: 'suspect' }
  | { readonly kind: 'clear'; readonly afterMs: number }
  | { readonly kind: 'take-over'; readonly afterMs: number }

export const segmentBytes = 16 * 1024 * 1024
export const mostSegmentsBehind = 10
/** One that fails may be chance, or this machine was asleep. */
const fewestMisses = 2

export const answered = (at: number): Silence => ({ goodAt: at, misses: 0, suspectedAt: null, why: '' })

export function missed(silence: Silence, at: number, why: string): Silence {
  return { goodAt: silence.goodAt, misses: silence.misses + 1, suspectedAt: silence.suspectedAt ?? at, why }
}

/** After each probe and at the moment when the time is up. `before`: as it was judged last. */
export function judge(before: Silence, now: Silence, at: number, detectionMs: number): Verdict {
  if (now.misses === 0) return before.suspectedAt === null ? { kind: 'wait' } : { kind: 'clear', afterMs: at - before.suspectedAt }
  if (now.misses >= fewestMisses && at - now.goodAt >= detectionMs) return { kind: 'take-over', afterMs: at - now.goodAt }
  return before.suspectedAt === null ? { kind: 'suspect' } : { kind: 'wait' }
}

/** Why the standby must not take over; null: it may. */
export function objection({ isThere, behindBytes }: StandbyFacts): string | null {
  if (!isThere) return 'there is no standby that answers'
  if (behindBytes === null) return 'it is not known how far behind the standby is'
  const segments = behindBytes / segmentBytes
  return segments > mostSegmentsBehind ? `the standby is ${segments.toFixed(1)} segments of the log behind, more than ${mostSegmentsBehind}: what it lacks would be lost` : null
}

/** A probe waits no longer, so that several fit into the time; and how long after one the next begins. */
export const probeTimeoutMs = (detectionMs: number): number => Math.min(1000, Math.max(100, Math.round(detectionMs / 4)))
export const probePauseMs = (detectionMs: number, isSuspected: boolean): number => (isSuspected ? 50 : Math.min(500, Math.max(100, Math.round(detectionMs / 5))))
