// What the two kinds of drains have in common: they take lines out of a buffer when their receiver is ready for them.

import type { LineBuffer } from './line-buffer.ts'

export type PipeWorld = {
  readonly buffer: LineBuffer
  now(): number
  /** In words for people. */
  failed(text: string, isCertificate: boolean): void
  became(state: 'connecting' | 'flowing' | 'broken'): void
  sent(lines: number, bytes: number): void
  /** Lines that were counted as sent and may not have arrived. */
  doubted(lines: number): void
}

export type Pipe = {
  /** There are lines in the buffer. */
  wake(): void
  /** Lines that were taken out of the buffer and are not sent yet. */
  held(): number
  /** Sent, and waiting, lines are out, or never will be. */
  settled(): boolean
  close(): void
}

const certificateErrors = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|ERR_SSL)/

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there', ECONNRESET: 'it broke the connection', EPIPE: 'it broke the connection', ENOTFOUND: 'there is no such host', EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'it did not answer in time', EHOSTUNREACH: 'there is no way to that host', ENETUNREACH: 'there is no way to that network',
}

export function troubleOf(error: Error): { readonly text: string; readonly isCertificate: boolean } {
  const { code = '' } = error as NodeJS.ErrnoException
  return { text: words[code] ?? error.message, isCertificate: certificateErrors.test(code) }
}
