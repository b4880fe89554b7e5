// What Docker answers when it refuses: an HTTP status and a sentence.

/** 0 when it was not reached. */
export function statusOf(error: unknown): number {
  const status = (error as { statusCode?: unknown } | null)?.statusCode
  return typeof status === 'number' ? status : 0
}

/** In Docker's own words, without the wrapping of its client. */
export function wordsOf(error: unknown): string {
  const said = (error as { json?: { message?: unknown } } | null)?.json?.message
  if (typeof said === 'string') return said
  return error instanceof Error ? error.message : String(error)
}

export const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
