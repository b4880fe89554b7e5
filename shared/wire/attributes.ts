// Toxics as Toxiproxy's API writes them: a type and a map of attributes. Times in milliseconds, except the slicer's delay: microseconds.

import type { ToxicSettings } from './toxic.ts'

export type ToxicAttributes = Readonly<Record<string, number | string>>

export function attributesOf(settings: ToxicSettings): ToxicAttributes {
  switch (settings.type) {
    case 'latency':
      // Toxiproxy knows one distribution, so another is named only where it is used.
      return { latency: settings.latencyMs, jitter: settings.jitterMs, ...(settings.distribution === 'uniform' ? {} : { distribution: settings.distribution }) }
    case 'bandwidth':
      return { rate: settings.rateKBps }
    case 'slow_close':
      return { delay: settings.delayMs }
    case 'timeout':
    case 'reset_peer':
      return { timeout: settings.timeoutMs }
    case 'slicer':
      return { average_size: settings.averageSize, size_variation: settings.sizeVariation, delay: settings.delayUs }
    case 'limit_data':
      return { bytes: settings.bytes }
    case 'loss':
      return { percent: settings.percent, retransmit: settings.retransmitMs }
    case 'corrupt':
      return { per_million: settings.perMillion }
  }
}
