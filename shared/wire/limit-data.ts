// The connection is closed once so many bytes have passed; for 0, when the first would.

import type { SettingsOf } from './toxic.ts'
import type { ToxicKind } from './toxic-run.ts'

export const limitData: ToxicKind<SettingsOf<'limit_data'>> = ({ bytes }) => ({
  verdict: (front, { passedBytes }) => {
    const left = bytes - passedBytes
    if (front.kind !== 'bytes') return { kind: 'pass', at: front.at }
    return left > 0 ? { kind: 'pass', bytes: left, at: front.at } : { kind: 'close', at: front.at }
  },
  closesAt: ({ passedBytes, freeAt }) => (bytes > 0 && passedBytes >= bytes ? freeAt : Number.POSITIVE_INFINITY),
})
