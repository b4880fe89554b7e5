// What a probe found, against its bounds, and both in words.

import type { Probe, ProbeMoment } from './experiment-form.ts'

/** What was found: a number in the probe's unit, or null when there was nothing to measure; then it is out of bounds. */
export type Found = { readonly number: number | null; readonly value: string; readonly isWithin: boolean }

export const unitOf: Readonly<Record<Probe['probe'], string>> = {
  'http-status': '', 'http-time': 'ms', 'http-body': '', 'failed-share': '%', throughput: 'requests/s', p95: 'ms', 'dynos-up': 'dynos', held: 'requests', memory: 'MB',
}

/** `why`: said in place of a value when there is none. */
export function judge(probe: Exclude<Probe, { probe: 'http-body' }>, number: number | null, why = 'nothing to measure'): Found {
  if (number === null) return { number, value: why, isWithin: false }
  const rounded = Math.round(number * 100) / 100
  return { number: rounded, value: withUnit(rounded, unitOf[probe.probe]), isWithin: isWithin(probe, rounded) }
}

function isWithin({ is, atLeast, atMost, within }: Exclude<Probe, { probe: 'http-body' }>, number: number): boolean {
  if (is !== undefined) return Array.isArray(is) ? is.includes(number) : is === number
  if (atLeast !== undefined) return number >= atLeast
  if (atMost !== undefined) return number <= atMost
  return within !== undefined && number >= within[0] && number <= within[1]
}

/** `requests that failed, of the last 10 s: at most 1 %`. */
export const probeInWords = (probe: Probe): string => `${measureInWords(probe)}: ${boundsInWords(probe)}`

function measureInWords(probe: Probe): string {
  switch (probe.probe) {
    case 'http-status':
      return `status of ${probe.path}`
    case 'http-time':
      return `time that ${probe.path} takes`
    case 'http-body':
      return `text of ${probe.path}`
    case 'failed-share':
      return `requests that failed, of the last ${probe.overSeconds} s`
    case 'throughput':
      return `requests answered well, over the last ${probe.overSeconds} s`
    case 'p95':
      return `time that 95 of 100 requests stayed within, over the last ${probe.overSeconds} s`
    case 'dynos-up':
      return `${probe.type} dynos that are up`
    case 'held':
      return 'requests that wait in the router'
    case 'memory':
      return `memory of the largest ${probe.type} dyno`
  }
}

function boundsInWords(probe: Probe): string {
  if (probe.probe === 'http-body') return `fits ${probe.matches}`
  const unit = unitOf[probe.probe]
  const { is, atLeast, atMost, within } = probe
  if (is !== undefined) return Array.isArray(is) ? `one of ${is.join(', ')}` : withUnit(is, unit)
  if (atLeast !== undefined) return `at least ${withUnit(atLeast, unit)}`
  if (atMost !== undefined) return `at most ${withUnit(atMost, unit)}`
  return within === undefined ? '' : `${within[0]} to ${withUnit(within[1], unit)}`
}

export const momentsInWords = (moments: readonly ProbeMoment[]): string => moments.map((moment) => momentWords[moment]).join(', ')

const momentWords: Readonly<Record<ProbeMoment, string>> = { before: 'before', during: 'at the end of the method', continuously: 'every second of the method', after: 'after' }

const withUnit = (number: number, unit: string): string => (unit === '' ? String(number) : `${number} ${unit}`)
