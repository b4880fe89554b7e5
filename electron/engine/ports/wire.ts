// The TCP proxy between dynos and their backing services: links that can be made to misbehave. Toxiproxy's model and words.
// Both ends are on this machine only.

import type { Toxic } from '../../../shared/wire/toxic.ts'

export type WireProxy = {
  readonly name: string
  /** host:port, on loopback. */
  readonly listen: string
  readonly upstream: string
  readonly enabled: boolean
  readonly toxics: readonly Toxic[]
  readonly connections: number
  readonly connectionsEver: number
  /** Read from clients and from the upstream, and handed on to the other side. What is read and not handed on is held, or was thrown away. */
  readonly bytesFromClient: number
  readonly bytesFromUpstream: number
  readonly bytesToUpstream: number
  readonly bytesToClient: number
}

export type WireSink = {
  /** A reset is about to take everything off the links, and waits for this. Never rejects. */
  resetting(): Promise<void>
}

/** All reject with a WireRefusal in words for people: an unknown name, a port that is taken, an address that is not on loopback. */
export type Wire = {
  /** Of Toxiproxy's HTTP API, or null when it is not served. */
  readonly apiUrl: string | null
  /** Called once at most, before anything is reset. */
  connect(sink: WireSink): void
  list(): Promise<readonly WireProxy[]>
  /** `listen` may have port 0. */
  create(proxy: { readonly name: string; readonly listen: string; readonly upstream: string; readonly enabled?: boolean }): Promise<WireProxy>
  update(name: string, change: { readonly listen?: string; readonly upstream?: string; readonly enabled?: boolean }): Promise<WireProxy>
  remove(name: string): Promise<void>
  /** Also on connections that stand. Replaces one of the same name. */
  addToxic(proxy: string, toxic: Toxic): Promise<void>
  removeToxic(proxy: string, toxic: string): Promise<void>
  /** All proxies enabled, all toxics gone, after who is connected was told. Resolves with how many toxics there were. */
  reset(): Promise<number>
  stop(): Promise<void>
}
