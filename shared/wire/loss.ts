// What packet loss is to a byte stream: TCP sends the lost packet again, so nothing is missing, but it and everything behind it comes late.
// *Ours*; Toxiproxy has none, as it works above TCP. The same is true here: this is the effect of loss, not loss.

import type { SettingsOf } from './toxic.ts'
import type { ToxicKind } from './toxic-run.ts'

export const loss: ToxicKind<SettingsOf<'loss'>> = ({ percent, retransmitMs }, random) => ({
  verdict: (front, { freeAt }) => {
    const isLost = front.kind === 'bytes' && random() * 100 < percent
    return { kind: 'pass', at: isLost ? Math.max(front.at, freeAt) + retransmitMs : front.at }
  },
})
