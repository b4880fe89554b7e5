// So many kilobytes (of 1,000 bytes) a second. A piece comes when the time it takes has passed; large ones come in tenths of a second.

import type { SettingsOf } from './toxic.ts'
import type { ToxicKind } from './toxic-run.ts'

const sliceMs = 100

export const bandwidth: ToxicKind<SettingsOf<'bandwidth'>> = ({ rateKBps }) => ({
  verdict: (front, { freeAt }) => {
    if (rateKBps <= 0) return { kind: 'pass', at: Number.POSITIVE_INFINITY }
    if (front.kind !== 'bytes') return { kind: 'pass', at: front.at }
    // A kilobyte a second is a byte a millisecond.
    const bytes = Math.max(1, Math.min(front.bytes.length, Math.floor(rateKBps * sliceMs)))
    return { kind: 'pass', bytes, at: Math.max(front.at, freeAt) + bytes / rateKBps }
  },
})
