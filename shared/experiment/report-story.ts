// A run as a story for people who were not there: what was asked, done and seen, what failed and why. Both forms of the report tell it.

import type { ExperimentVerdict } from '../domain/experiment.ts'
import { duration, isoTime } from '../text/time.ts'
import type { Failure, RunRecord } from './run-record.ts'

export type Seen = { readonly name: string; readonly looks: number; readonly out: number; readonly range: string; readonly last: string }

export type Story = {
  readonly verdict: string
  readonly tone: 'good' | 'bad' | 'neutral'
  readonly meaning: string
  readonly facts: readonly (readonly [string, string])[]
  readonly did: readonly (readonly [string, string])[]
  readonly seen: readonly Seen[]
  readonly requests: string
  /** By what is to blame, in an order that is always the same. */
  readonly causes: readonly (readonly [string, number])[]
  readonly unknown: number
}

export function storyOf(record: RunRecord): Story {
  const { verdict, startedAt, endedAt, appName, by, radius, steps, failures } = record
  const { word, tone, meaning } = verdict === null ? { word: 'Not ended', tone: 'neutral' as const, meaning: 'The run has no verdict.' } : verdicts[verdict]
  const causes = blames.map(([kind, words]) => [words, countOf(failures, kind)] as const)
  return {
    verdict: word, tone, meaning,
    facts: [['App', appName], ['Started', isoTime(startedAt)], ['Took', endedAt === null ? 'not ended' : duration(endedAt - startedAt)], ['By', by], ['Blast radius', radius]],
    did: steps.map(({ at, doing }) => [`+${Math.round((at - startedAt) / 1000)} s`, doing]),
    seen: record.probes.map((_, index) => seenOf(record, index)),
    requests: requestsInWords(record),
    causes: causes.filter(([, count]) => count > 0),
    unknown: countOf(failures, 'unknown'),
  }
}

export const blameInWords = (kind: Failure['kind']): string => blames.find(([one]) => one === kind)?.[1] ?? kind

const blames: readonly (readonly [Failure['kind'], string])[] = [
  ['fault', 'a fault of this run'], ['action', 'something a person did'], ['app', 'the app itself'], ['client', 'the visitor'], ['unknown', 'not known'],
]

const verdicts: Readonly<Record<ExperimentVerdict, { readonly word: string; readonly tone: Story['tone']; readonly meaning: string }>> = {
  held: { word: 'It held', tone: 'good', meaning: 'The steady state held before, during and after the trouble.' },
  broke: { word: 'It broke', tone: 'bad', meaning: 'The steady state did not hold. The rollback brought it back.' },
  aborted: { word: 'Aborted', tone: 'neutral', meaning: 'The run was ended before its time, and rolled back.' },
  'not-steady': { word: 'Not steady', tone: 'neutral', meaning: 'It was not steady to begin with, so no trouble was made.' },
  'not-restored': { word: 'Not restored', tone: 'bad', meaning: 'The rollback did not bring everything back. Look at what is still different.' },
}

function seenOf({ probes, readings }: RunRecord, index: number): Seen {
  const own = readings.filter(([, probe]) => probe === index)
  const numbers = own.flatMap(([, , number]) => (number === null ? [] : [number]))
  const unit = probes[index]?.unit ?? ''
  const withUnit = (text: string): string => `${text} ${unit}`.trim()
  const least = Math.min(...numbers)
  const most = Math.max(...numbers)
  const last = own.at(-1)
  return {
    name: probes[index]?.name ?? '', looks: own.length, out: own.filter(([, , , isWithin]) => isWithin === 0).length,
    range: numbers.length === 0 ? '' : withUnit(least === most ? String(least) : `${least} to ${most}`),
    last: last === undefined ? 'not seen' : (last[4] ?? withUnit(String(last[2] ?? ''))),
  }
}

function requestsInWords({ seconds, unreported }: RunRecord): string {
  const answered = seconds.reduce((sum, [, ok]) => sum + ok, 0)
  const failed = seconds.reduce((sum, [, , count]) => sum + count, 0)
  if (answered + failed === 0) return 'No requests came.'
  const share = (100 * failed) / (answered + failed)
  return `${answered + failed} requests: ${answered} answered well, ${failed} failed (${share === 0 ? '0' : share < 0.01 ? 'less than 0.01' : share.toFixed(2)} %).${unreported > 0 ? ` Of ${unreported} more is not known how they fared.` : ''}`
}

const countOf = (failures: readonly Failure[], kind: Failure['kind']): number => failures.reduce((sum, failure) => sum + (failure.kind === kind ? failure.count : 0), 0)
