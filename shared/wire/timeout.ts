// Bytes are thrown away, and the connection is closed after so long, or never for 0. Taking the toxic off closes it as well, as Toxiproxy
// does. We count from when the toxic came to the connection; Toxiproxy begins anew with every chunk that it throws away.

import type { SettingsOf } from './toxic.ts'
import type { ToxicKind } from './toxic-run.ts'

export const timeout: ToxicKind<SettingsOf<'timeout'>> = ({ timeoutMs }) => ({
  verdict: (front) => (front.kind === 'bytes' ? { kind: 'drop' } : { kind: 'pass', at: front.at }),
  closesAt: ({ startedAt }) => (timeoutMs > 0 ? startedAt + timeoutMs : Number.POSITIVE_INFINITY),
  closesWhenRemoved: true,
})
