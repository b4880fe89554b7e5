// What is kept of a run while it runs, and how it gets to the shelf: before everything that has to be undone, so that a start after a
// crash knows what is still to do. Ours.

import type { App } from '../../../shared/domain/app.ts'
import type { ExperimentPhase, ExperimentVerdict, ProbeReading } from '../../../shared/domain/experiment.ts'
import type { Experiment } from '../../../shared/experiment/experiment-form.ts'
import { momentsInWords, probeInWords, unitOf, type Found } from '../../../shared/experiment/probe-words.ts'
import type { Failure, FaultSpan, RunRecord, Undo } from '../../../shared/experiment/run-record.ts'
import type { Clock } from '../ports/clock.ts'
import type { ExperimentShelf } from '../ports/experiment-shelf.ts'
import type { RequestTally } from './request-tally.ts'

export type Diary = {
  readonly appName: string
  advanced(phase: Exclude<ExperimentPhase, 'ended'>, doing: string): void
  read(probe: number, found: Found): ProbeReading
  /** The blast radius, now that all is there. */
  touches(sentence: string): void
  willUndo(undo: Undo): void
  /** The newest was not done, so there is nothing to undo. */
  notDone(): void
  /** What is to be undone from now on belongs to the method. */
  markSetup(): void
  setupMark(): number
  /** The newest, while there are more than `mark`. It stays until `undone`. */
  nextUndo(mark: number): Undo | null
  undone(sentence: string): void
  readings(): ProbeReading[]
  end(facts: { readonly verdict: ExperimentVerdict; readonly reason: string; readonly faults: readonly FaultSpan[]; readonly failures: readonly Failure[] }): void
}

export type DiaryOptions = {
  readonly clock: Clock
  readonly shelf: Pick<ExperimentShelf, 'keepRun'>
  readonly runId: string
  readonly experiment: Experiment
  readonly text: string
  readonly app: App
  readonly by: string
  readonly radius: string
  readonly tally: RequestTally
}

/** Of the longest run with the most probes; the first ones go. */
const maxReadings = 30_000
const maxStepsKept = 200

export function createDiary({ clock, shelf, runId, experiment, text, app, by, radius, tally }: DiaryOptions): Diary {
  const startedAt = clock.now()
  let record: RunRecord = {
    format: 1, runId, title: experiment.title, about: experiment.about, appName: app.name, text, by, startedAt, endedAt: null, verdict: null, reason: null,
    probes: experiment.steadyState.map((probe) => ({ name: probe.name, words: probeInWords(probe), when: momentsInWords(probe.when), unit: unitOf[probe.probe], bounds: boundsOf(probe) })),
    radius, steps: [], readings: [], seconds: [], unreported: 0, faults: [], failures: [], undo: [], undone: [],
  }
  const phases: ExperimentPhase[] = []
  let phase: ExperimentPhase = 'before'
  let mark = 0

  const keep = (): void => shelf.keepRun(runId, JSON.stringify(record))

  function read(probe: number, found: Found): ProbeReading {
    const words = found.number === null ? [found.value] : []
    record.readings.push([clock.now() - startedAt, probe, found.number, found.isWithin ? 1 : 0, ...words] as RunRecord['readings'][number])
    phases.push(phase)
    if (record.readings.length > maxReadings) {
      record.readings.shift()
      phases.shift()
    }
    return { at: clock.now(), probe: experiment.steadyState[probe]?.name ?? '', phase, value: found.value, isWithin: found.isWithin }
  }

  return {
    appName: app.name,
    read,
    advanced: (next, doing) => {
      phase = next
      if (record.steps.length < maxStepsKept) record.steps.push({ at: clock.now(), phase: next, doing })
      keep()
    },
    touches: (sentence) => {
      record.radius = sentence
    },
    willUndo: (undo) => {
      record.undo.unshift(undo)
      keep()
    },
    notDone: () => {
      record.undo.shift()
      keep()
    },
    markSetup: () => {
      mark = record.undo.length
    },
    setupMark: () => mark,
    nextUndo: (above) => (record.undo.length > above ? (record.undo[0] ?? null) : null),
    undone: (sentence) => {
      record.undo.shift()
      record.undone.push(sentence)
      keep()
    },
    readings: () => record.readings.map(([ms, probe, number, isWithin, words], index) => ({
      at: startedAt + ms, probe: experiment.steadyState[probe]?.name ?? '', phase: phases[index] ?? 'before', isWithin: isWithin === 1, value: words ?? withUnit(number, record.probes[probe]?.unit ?? ''),
    })),
    end: ({ verdict, reason, faults, failures }) => {
      record = {
        ...record, endedAt: clock.now(), verdict, reason, faults: [...faults], failures: [...failures], unreported: tally.unreported,
        seconds: tally.seconds().map(({ at, ok, failed }) => [at - startedAt, ok, failed]),
      }
      keep()
    },
  }
}

const withUnit = (number: number | null, unit: string): string => `${number ?? ''}${unit === '' ? '' : ` ${unit}`}`

/** Lines of the chart. */
function boundsOf(probe: Experiment['steadyState'][number]): number[] {
  if (probe.probe === 'http-body') return []
  const { is, atLeast, atMost, within } = probe
  return [is, atLeast, atMost, ...(within ?? [])].flat().filter((bound) => bound !== undefined)
}
