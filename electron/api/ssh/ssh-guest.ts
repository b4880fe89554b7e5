// What a caller over SSH may do, once it is known who calls.

import type { Socket } from 'node:net'
import type { DynoLine } from '../rendezvous/dyno-line.ts'

export type TerminalSize = { readonly columns: number; readonly rows: number }

export type Wish = {
  /** Null: a shell. */
  readonly command: string | null
  /** Null: pipes. */
  readonly terminal: TerminalSize | null
}

export type SshGuest = {
  /** Rejects in words when there is nothing to talk to. */
  open(wish: Wish, caller: { pause(): void; resume(): void }): Promise<DynoLine>
  /** A file as it is in the dyno; null where the caller may not. Rejects when it is not there, is too large, or can not be read. */
  readonly readFile: ((path: string) => Promise<Buffer>) | null
  /** A connection to a port of the dyno; null where the caller may not. */
  readonly reach: ((port: number) => Promise<Socket>) | null
}
