// Heroku's limits of the data plane (http-routing, 2025-07-31), and ours where it names none. Milliseconds and bytes.

export type EdgeLimits = {
  readonly connectMs: number
  /** For the first byte of the answer, counted from when the whole request was passed on. */
  readonly firstByteMs: number
  /** Rolling: any byte in either direction starts it anew. */
  readonly idleMs: number
  readonly clientKeepAliveMs: number
  readonly targetKeepAliveMs: number
  /** Idle connections kept to one dyno. Ours. */
  readonly maxFreeSockets: number
  /** From a request's first byte to the end of its headers. Ours. */
  readonly headMs: number
  /**
   * One that closed its sending side and one that went away look the same. This long it gets the benefit of the doubt; then what was
   * written to it meanwhile must have been taken. Ours.
   */
  readonly halfClosedMs: number
  readonly methodChars: number
  readonly requestLineBytes: number
  readonly headerLineBytes: number
  readonly headerNameBytes: number
  readonly maxHeaders: number
  /** All of a request before its body. Ours. */
  readonly requestHeadBytes: number
  readonly statusLineBytes: number
  readonly answerHeaderLineBytes: number
  readonly cookieBytes: number
  readonly answerHeadBytes: number
  /** Of a body or of further requests, read from a client whose turn has not come. Ours. */
  readonly aheadBytes: number
  /** Connections of clients that an app may have open: H22. Heroku's number is not public; this one is ours. */
  readonly maxClientsPerApp: number
  /** Of all apps and none. Ours. */
  readonly maxClients: number
  /** A client that is still sending when all was said gets this long to hear it. Ours. */
  readonly lingerMs: number
  /** How often a target is asked whether it is ready, and how long it may take. Ours. */
  readonly readinessEveryMs: number
  readonly readinessMs: number
  /** A target that is to get nothing new is let go of when it begins no further answer for so long. Ours. */
  readonly drainMs: number
  /** How long requests under way may go on when the edge stops. */
  readonly stopMs: number
}

export const edgeLimits: EdgeLimits = {
  connectMs: 5000,
  firstByteMs: 30_000,
  idleMs: 55_000,
  clientKeepAliveMs: 60_000,
  targetKeepAliveMs: 90_000,
  maxFreeSockets: 64,
  headMs: 60_000,
  halfClosedMs: 1000,
  methodChars: 127,
  requestLineBytes: 8192,
  headerLineBytes: 8192,
  headerNameBytes: 1000,
  maxHeaders: 1000,
  requestHeadBytes: 256 * 1024,
  statusLineBytes: 8192,
  answerHeaderLineBytes: 512 * 1024,
  cookieBytes: 8192,
  answerHeadBytes: 1024 * 1024,
  aheadBytes: 64 * 1024,
  maxClientsPerApp: 10_000,
  maxClients: 20_000,
  lingerMs: 2000,
  readinessEveryMs: 5000,
  readinessMs: 2000,
  drainMs: 3000,
  stopMs: 1000,
}
