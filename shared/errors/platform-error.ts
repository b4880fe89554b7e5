// The one class for refusals and for translated failures of the outside world. What goes over a wire is its encoded form.

import { refusals, type RefusalCode } from './refusals.ts'

export type ErrorParams = Readonly<Record<string, string | number>>

/** `isDefinite`: true when nothing was done; false when the outcome is not known (e.g. the connection broke). */
export type EncodedError = {
  readonly code: RefusalCode
  readonly params: ErrorParams
  readonly isDefinite: boolean
  /** What happened and why. */
  readonly message: string
  /** What to try next. */
  readonly help: string
}

export class PlatformError extends Error {
  readonly code: RefusalCode
  readonly params: ErrorParams
  readonly isDefinite: boolean
  readonly help: string

  constructor(code: RefusalCode, params: ErrorParams = {}, isDefinite = true) {
    super(fill(refusals[code].message, params))
    this.name = 'PlatformError'
    this.code = code
    this.params = params
    this.isDefinite = isDefinite
    this.help = fill(refusals[code].help, params)
  }
}

export function encodeError(error: PlatformError): EncodedError {
  return { code: error.code, params: error.params, isDefinite: error.isDefinite, message: error.message, help: error.help }
}

export function decodeError(encoded: EncodedError): PlatformError {
  return new PlatformError(encoded.code, encoded.params, encoded.isDefinite)
}

function fill(text: string, params: ErrorParams): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => (Object.hasOwn(params, key) ? String(params[key]) : whole))
}
