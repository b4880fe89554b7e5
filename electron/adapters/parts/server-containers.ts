// Servers of add-ons in containers, as those who run such servers see them: each with a volume of its own for its data, published on
// loopback, and gone when the engine is gone. Which engine that is, and how it is spoken to, is not theirs to know.

import type { Readable } from 'node:stream'

export type ServerImage = {
  readonly id: string
  /** Of the program, e.g. `18.4`. */
  readonly version: string
  /** Its name and where it came from, in words. */
  readonly about: string
}

export type ServerOrder = {
  /** Of the server: its container and its volume bear it, so that there is never a second one. */
  readonly id: string
  readonly image: string
  /** Put there before it starts. */
  readonly files: readonly OwnedFile[]
  readonly command: readonly string[]
  /** The one it listens on. */
  readonly port: number
  /** On loopback of this machine, if that is free. */
  readonly wanted: number | null
  logged(lines: readonly string[]): void
}

export type ServerEnd = { readonly status: number | null; readonly signal: string | null }

export type ServerContainer = {
  /** On 127.0.0.1. */
  readonly port: number
  /** Resolves when it is gone, however it ended; its volume stays. */
  readonly over: Promise<ServerEnd>
  signal(name: 'SIGINT' | 'SIGQUIT' | 'SIGHUP'): Promise<void>
  /** Ends it, also while it is held. */
  kill(): Promise<void>
  hold(): Promise<void>
  goOn(): Promise<void>
  /** What it printed. Rejects when it failed, with what it said. */
  run(command: readonly string[]): Promise<string>
  put(file: OwnedFile): Promise<void>
}

/** In the volume, the server's own: below `data`, or `new` for what does not stay. */
export type OwnedFile = { readonly name: string; readonly text: string }

/** A container without a server: for work on volumes. It has no network. */
export type Bench = {
  run(command: readonly string[]): Promise<string>
  put(file: OwnedFile): Promise<void>
  /** Unpacks an archive into the volume. */
  unpack(archive: Readable): Promise<void>
  /** A folder as an archive; `from` is its whole path. */
  pack(from: string): Promise<Readable>
}

export type BenchOrder = {
  readonly image: string
  /** Whose volume is at `volumePath`; null: none, and a folder of the container's own is there. */
  readonly volume: string | null
  /** Whose volume can be read at `sourcePath`. */
  readonly source?: string
}

export const volumePath = '/var/lib/dynarium'
export const sourcePath = '/var/lib/dynarium-source'

/** All reject in words, as PlatformErrors. */
export type ServerContainers = {
  /** This machine, as a server in a container names it. */
  readonly hostName: string
  /** The engine in words, e.g. `Docker 28.2.2`. */
  engine(): Promise<string>
  /** Null: it is not there yet. */
  image(): Promise<ServerImage | null>
  /** Fetched, or made, when it is not there. */
  bringImage(): Promise<ServerImage>
  /** Does not start it twice: what is left of it from before is ended first. Resolves when its program was started. */
  start(order: ServerOrder): Promise<ServerContainer>
  onBench<T>(order: BenchOrder, work: (bench: Bench) => Promise<T>): Promise<T>
  /** Servers reach what listens on these ports of loopback, and nothing else of this machine's. */
  reach(ports: readonly number[]): Promise<void>
  /** A new and empty one. What is left of one with that name goes. */
  makeVolume(id: string): Promise<void>
  hasVolume(id: string): Promise<boolean>
  /** One that is not there is no error. */
  removeVolume(id: string): Promise<void>
  /** Stops what an earlier engine left running, in order, and resolves with the ids. */
  endLeftovers(): Promise<readonly string[]>
  close(): Promise<void>
}
