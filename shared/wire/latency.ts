// Every chunk comes so much later, give or take. Chunks keep their order, so one that is late holds those behind it. As Toxiproxy, the
// close is not delayed: it only comes after the last byte.

import { stray } from './jitter.ts'
import type { SettingsOf } from './toxic.ts'
import type { ToxicKind } from './toxic-run.ts'

export const latency: ToxicKind<SettingsOf<'latency'>> = ({ latencyMs, jitterMs, distribution }, random) => ({
  verdict: (front) => ({ kind: 'pass', at: front.at + (front.kind === 'bytes' ? Math.max(0, latencyMs + (jitterMs > 0 ? jitterMs * stray(distribution, random) : 0)) : 0) }),
})
