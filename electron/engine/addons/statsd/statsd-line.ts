// StatsD's protocol (github.com/statsd/statsd, docs/metric_types.md), with what its clients add: tags as Datadog's have them, `h` and `d`
// read as timers, several values in one line. Events and service checks of Datadog's are let pass and kept nowhere.

import type { AppMetricKind } from '../../../../shared/domain/app-metrics.ts'

/** `isChange`: a gauge by its difference. `weight`: how many it stands for, 1 / sample rate. */
export type Sample = { readonly name: string; readonly tags: readonly string[]; readonly kind: AppMetricKind; readonly value: number; readonly text: string; readonly isChange: boolean; readonly weight: number }

const kinds: Readonly<Record<string, AppMetricKind>> = { c: 'counter', g: 'gauge', ms: 'timer', h: 'timer', d: 'timer', s: 'set' }
const [maxName, maxTags, maxTag, maxValues] = [200, 20, 100, 100]

export type ReadDatagram = { readonly samples: readonly Sample[]; readonly wrong: number }

export function readDatagram(text: string): ReadDatagram {
  const samples: Sample[] = []
  let wrong = 0
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('_e{') || line.startsWith('_sc|')) continue
    const read = readLine(line.trim())
    if (read === null) wrong += 1
    else samples.push(...read)
  }
  return { samples, wrong }
}

/** null: not understood. */
function readLine(line: string): Sample[] | null {
  const [head = '', type = '', ...more] = line.split('|')
  const colon = head.indexOf(':')
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined
  const name = plain(head.slice(0, colon), maxName).replaceAll('/', '-')
  if (colon < 1 || kind === undefined || name === '') return null
  let weight = 1
  let tags: string[] = []
  for (const part of more) {
    if (part.startsWith('@')) {
      const rate = Number(part.slice(1))
      if (!(rate > 0 && rate <= 1)) return null
      weight = 1 / rate
    } else if (part.startsWith('#')) tags = [...new Set(part.slice(1).split(',').map((tag) => plain(tag, maxTag)).filter((tag) => tag !== ''))].sort().slice(0, maxTags)
    // What others append, such as a container's id or a time, is tolerated.
  }
  const texts = kind === 'set' ? [head.slice(colon + 1)] : head.slice(colon + 1).split(':', maxValues)
  const samples = texts.map((text): Sample => ({ name, tags, kind, value: kind === 'set' ? 0 : Number(text), text: text.slice(0, maxName), isChange: kind === 'gauge' && /^[+-]/.test(text), weight }))
  return samples.some(({ value, text }) => text.trim() === '' || !Number.isFinite(value)) ? null : samples
}

/** As StatsD does: no blanks; ours: nothing that is not printable. */
function plain(text: string, most: number): string {
  return text.trim().replace(/\s+/g, '_').replace(/[^\p{L}\p{N}_.:@=/-]/gu, '').slice(0, most)
}
