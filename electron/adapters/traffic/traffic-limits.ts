// Bounds of the sender. Milliseconds and bytes.

export type TrafficLimits = {
  /** A request without its whole answer by then is given up. */
  readonly giveUpMs: number
  /** A connection that was idle for longer is not used again: the router closes it after 60 s. */
  readonly idleMs: number
  /** Idle connections that are kept. */
  readonly maxIdle: number
  /** Of an answer's head; a longer one is no answer. */
  readonly headBytes: number
  /** Of a visit's body, kept as text. */
  readonly visitTextBytes: number
}

export const trafficLimits: TrafficLimits = { giveUpMs: 90_000, idleMs: 30_000, maxIdle: 512, headBytes: 64 * 1024, visitTextBytes: 4096 }
