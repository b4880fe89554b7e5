// All toxics, in the order they are shown. A new one is one file, one line here, and its settings in toxic.ts.

import { bandwidth } from './bandwidth.ts'
import { corrupt } from './corrupt.ts'
import { latency } from './latency.ts'
import { limitData } from './limit-data.ts'
import { loss } from './loss.ts'
import { resetPeer } from './reset-peer.ts'
import { slicer } from './slicer.ts'
import { slowClose } from './slow-close.ts'
import { timeout } from './timeout.ts'
import type { SettingsOf, ToxicSettings } from './toxic.ts'
import type { ToxicKind, ToxicRun } from './toxic-run.ts'

const toxics: { readonly [Type in ToxicSettings['type']]: ToxicKind<SettingsOf<Type>> } = {
  latency, bandwidth, slow_close: slowClose, timeout, reset_peer: resetPeer, slicer, limit_data: limitData, loss, corrupt,
}

export function runToxic(settings: ToxicSettings, random: () => number): ToxicRun {
  return (toxics[settings.type] as ToxicKind<ToxicSettings>)(settings, random)
}
