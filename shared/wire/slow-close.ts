// The close comes later than it was made.

import type { SettingsOf } from './toxic.ts'
import type { ToxicKind } from './toxic-run.ts'

export const slowClose: ToxicKind<SettingsOf<'slow_close'>> = ({ delayMs }) => ({
  verdict: (front) => ({ kind: 'pass', at: front.kind === 'end' || front.kind === 'close' ? front.at + delayMs : front.at }),
})
