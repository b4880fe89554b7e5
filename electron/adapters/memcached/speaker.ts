// What both protocols of a cache are to the server: bytes in, bytes out.

import type { CacheStore } from './cache-store.ts'

export type SpeakerWorld = {
  readonly store: CacheStore
  now(): number
  isPassword(user: string, password: string): boolean
  /** By the names of memcached's STAT. */
  stats(): Readonly<Record<string, string | number>>
  send(bytes: Buffer | string): void
  end(): void
}

export type Speaker = {
  /** How much it needs before it can go on, and what it took. */
  take(bytes: Buffer): number
}

export const version = '1.6.0-dynarium'
