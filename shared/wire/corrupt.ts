// Some bytes come out as others. *Ours.* On a real network checksums catch almost all of this; it stands for a broken proxy or disk.

import type { SettingsOf } from './toxic.ts'
import type { ToxicKind } from './toxic-run.ts'
import { noop } from './noop.ts'

export const corrupt: ToxicKind<SettingsOf<'corrupt'>> = ({ perMillion }, random) => {
  const chance = Math.min(1, perMillion / 1_000_000)
  /** Sound bytes before the next broken one: as many as a toss for each would give, in one draw. */
  const gap = (): number => (chance >= 1 ? 0 : Math.floor(Math.log(1 - random()) / Math.log(1 - chance)))
  let sound = chance > 0 ? gap() : Number.POSITIVE_INFINITY
  return {
    verdict: noop.verdict,
    change: (bytes) => {
      if (sound >= bytes.length) {
        sound -= bytes.length
        return bytes
      }
      const changed = Uint8Array.from(bytes)
      for (; sound < changed.length; sound += 1 + gap()) changed[sound] = (changed[sound] ?? 0) ^ (1 + Math.floor(random() * 255))
      sound -= changed.length
      return changed
    },
  }
}
