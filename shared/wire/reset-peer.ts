// The first thing that wants to pass is answered by a TCP reset, at once or after so long. Until then nothing passes.

import type { SettingsOf } from './toxic.ts'
import type { ToxicKind } from './toxic-run.ts'

export const resetPeer: ToxicKind<SettingsOf<'reset_peer'>> = ({ timeoutMs }) => ({
  verdict: (front) => (front.kind === 'bytes' || front.kind === 'end' ? { kind: 'reset', at: front.at + timeoutMs } : { kind: 'pass', at: front.at }),
})
