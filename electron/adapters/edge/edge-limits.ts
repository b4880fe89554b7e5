// Heroku's limits of the data plane (http-routing, 2025-07-31), as far as node:http lets a server set them. Milliseconds and bytes.

export type EdgeLimits = {
  readonly connectMs: number
  /** For the first byte of the answer, counted from when the whole request was passed on. */
  readonly firstByteMs: number
  /** Rolling: any byte in either direction starts it anew. */
  readonly idleMs: number
  readonly clientKeepAliveMs: number
  readonly targetKeepAliveMs: number
  readonly maxFreeSockets: number
  /** A kept socket that breaks this soon after a request was written had been closed by the dyno before it could read it. */
  readonly staleSocketMs: number
  readonly requestLineBytes: number
  readonly headerLineBytes: number
  readonly headerNameBytes: number
  readonly maxHeaders: number
  /** All headers of a request together: node:http needs a bound. */
  readonly requestHeadBytes: number
  readonly responseHeadBytes: number
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
  staleSocketMs: 1000,
  requestLineBytes: 8192,
  headerLineBytes: 8192,
  headerNameBytes: 1000,
  maxHeaders: 1000,
  requestHeadBytes: 256 * 1024,
  responseHeadBytes: 1024 * 1024,
  stopMs: 1000,
}
