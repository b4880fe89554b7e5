// What Docker answers when it refuses: an HTTP status and a sentence.

import { PlatformError } from '../../../shared/errors/platform-error.ts'

/** 0 when it was not reached. */
export function statusOf(error: unknown): number {
  const status = (error as { statusCode?: unknown } | null)?.statusCode
  return typeof status === 'number' ? status : 0
}

/** In Docker's own words, without the wrapping of its client. */
export function wordsOf(error: unknown): string {
  const said = (error as { json?: { message?: unknown } } | null)?.json?.message
  if (typeof said === 'string') return said
  const text = error instanceof Error ? error.message : String(error)
  return isAway(error) ? `Docker was not reached (${text}). Start it and try again.` : text
}

/** Its socket is not there, nobody answers at it, or the connection broke off. */
function isAway(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown }
  return syscall === 'connect' || code === 'ECONNRESET' || code === 'EPIPE'
}

export const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

/** What was said in our words already stays as it is. `what` begins a sentence: "The build". */
export function dockerFailed(what: string, error: unknown): PlatformError {
  return error instanceof PlatformError ? error : new PlatformError('docker-failed', { what, why: wordsOf(error).replace(/\.$/, '') })
}
