import type { Duplex } from 'node:stream'

/** How a connection reached the server: what of it can be believed depends on that. */
export type Way = {
  readonly isTls: boolean
  /** The foreign name that a tunnel of this connection leads to, or null: then it is ours. */
  readonly sideHost: string | null
}

export type Ways = { of(socket: Duplex): Way; set(socket: Duplex, way: Way): void }

export const plainWay: Way = { isTls: false, sideHost: null }

export function createWays(): Ways {
  const known = new WeakMap<Duplex, Way>()
  return { of: (socket) => known.get(socket) ?? plainWay, set: (socket, way) => void known.set(socket, way) }
}
