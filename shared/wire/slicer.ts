// Bytes come in small pieces, with a pause between two. The first piece of a connection does not wait.

import type { SettingsOf } from './toxic.ts'
import type { ToxicKind } from './toxic-run.ts'

export const slicer: ToxicKind<SettingsOf<'slicer'>> = ({ averageSize, sizeVariation, delayUs }, random) => ({
  verdict: (front, { freeAt, passedBytes }) => {
    if (front.kind !== 'bytes') return { kind: 'pass', at: front.at }
    const bytes = Math.max(1, Math.round(averageSize + sizeVariation * (random() * 2 - 1)))
    return { kind: 'pass', bytes, at: passedBytes === 0 ? front.at : Math.max(front.at, freeAt + delayUs / 1000) }
  },
})
