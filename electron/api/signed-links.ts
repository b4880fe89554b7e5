// Addresses that carry their own right, for clients that send no token with them: log sessions, build output, upload slots.
// The right is a signature over exactly what may be read and until when, so nothing has to be remembered about them.

import { createHmac } from 'node:crypto'
import { isSameSecret } from './same-secret.ts'

export type SignedLinks = {
  /** Path-safe text that only this engine can make. */
  sign(claim: Readonly<Record<string, unknown>>, untilMs: number | null): string
  /** The claim; null when it was changed or its time is over. */
  verify(signed: string): Readonly<Record<string, unknown>> | null
}

const maxLength = 2000

export function createSignedLinks(token: string, now: () => number = Date.now): SignedLinks {
  const signature = (text: string) => createHmac('sha256', `links:${token}`).update(text).digest('base64url')
  return {
    sign: (claim, untilMs) => {
      const text = Buffer.from(JSON.stringify({ ...claim, untilMs })).toString('base64url')
      return `${text}.${signature(text)}`
    },
    verify: (signed) => {
      const [text = '', given = ''] = signed.split('.', 2)
      if (signed.length > maxLength || !isSameSecret(given, signature(text))) return null
      const claim = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as { untilMs: number | null }
      return claim.untilMs === null || now() <= claim.untilMs ? claim : null
    },
  }
}
