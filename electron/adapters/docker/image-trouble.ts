// What goes wrong with images, in the words of refusals.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { statusOf, wordsOf } from './docker-error.ts'

/** As the engine says it, without a full stop of its own. */
export const whyOf = (error: unknown): string => wordsOf(error).trim().replace(/^\(HTTP code \d+\) [^-]* - /, '').trim().replace(/\.$/, '')

/** `otherwise` makes the refusal of what is neither known nor a refusal already. */
export function imageTrouble(error: unknown, isCancelled: boolean, otherwise: (why: string) => PlatformError): PlatformError {
  if (isCancelled) return new PlatformError('image-cancelled')
  if (error instanceof PlatformError) return error
  const why = whyOf(error)
  if (/no space left on device|ENOSPC|EDQUOT|disk quota exceeded/i.test(`${why} ${String((error as { code?: unknown } | null)?.code ?? '')}`)) return new PlatformError('disk-full', { what: 'the image' })
  return otherwise(why)
}

export const engineRefused = (why: string): PlatformError => new PlatformError('image-refused', { why })

export const isNotThere = (error: unknown): boolean => statusOf(error) === 404
