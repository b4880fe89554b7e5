// A run that is under way, with all that it is made of: stopwatch, watch, tribunal, diary, and those who look at its readings. What the
// engine sees of the app is handed in; at the end its verdict goes into the journal and its facts to the shelf.

import type { App } from '../../../shared/domain/app.ts'
import type { ProbeReading } from '../../../shared/domain/experiment.ts'
import type { BlastRadius } from '../../../shared/domain/fault.ts'
import type { Experiment } from '../../../shared/experiment/experiment-form.ts'
import type { StreamItem } from '../../../shared/protocol/streams.ts'
import { createChannel } from '../journal/channel.ts'
import type { Kernel } from '../journal/kernel.ts'
import { because } from '../journal/kernel.ts'
import type { Reader } from '../journal/room.ts'
import type { ExperimentDeps } from './deps.ts'
import { createDiary } from './diary.ts'
import { failuresOf, faultSpans } from './findings.ts'
import { createRequestTally, type RequestTally } from './request-tally.ts'
import { performRun } from './run.ts'
import { createStopwatch, type Stop } from './stopwatch.ts'
import { createTribunal } from './tribunal.ts'
import { createWatch, type Watch } from './watch.ts'

export type LiveRun = {
  readonly runId: string
  readonly appId: string
  readonly tally: RequestTally
  readonly watch: Watch
  stop(stop: Stop): void
  open(): Reader<StreamItem<'experiment'>>
  /** The engine stops: nothing more is done. */
  halt(): void
}

export type LiveRunOptions = {
  readonly kernel: Kernel
  readonly deps: ExperimentDeps
  readonly runId: string
  readonly experiment: Experiment
  readonly text: string
  readonly app: App
  readonly by: string
  readonly radius: BlastRadius
  readonly startedSeq: number
  over(): void
}

type Item = StreamItem<'experiment'>

export function startRun(options: LiveRunOptions): LiveRun {
  const { kernel, deps, runId, experiment, app, text, by, startedSeq } = options
  const { clock } = kernel
  const appId = app.id
  const startedAt = clock.now()
  const viewers = new Set<{ push(item: Item): void; end(): void }>()
  const tally = createRequestTally(appId)
  const tribunal = createTribunal(clock, experiment)
  const diary = createDiary({ clock, shelf: deps.shelf, runId, experiment, text, app, by, radius: options.radius.sentence, tally })
  const watch = createWatch({
    clock, state: kernel.state, appId, probes: experiment.steadyState, tally,
    visit: (path) => deps.visit(kernel.state.apps[appId]?.name ?? app.name, path),
    found: (probe, found) => {
      if (isHalted) return
      tribunal.reading(probe, found)
      tell(diary.read(probe, found))
    },
  })
  let isHalted = false
  const stopwatch = createStopwatch(clock, () => {
    watch.look()
    const why = tribunal.tick(tally.failed)
    if (why !== null) stopwatch.stop({ reason: why })
  })

  void performRun({ kernel, deps, runId, experiment, appId, by, startedSeq, diary, stopwatch, tribunal }).then(({ verdict, reason }) => {
    if (isHalted) return
    diary.end({ verdict, reason, faults: faultSpans(kernel.state, { runId, appId, since: startedAt }), failures: failuresOf(tally, deps.why) })
    kernel.commit(because({ seq: startedSeq }), [{ type: 'experiment.ended', app: kernel.state.apps[appId] === undefined ? null : appId, data: { runId, verdict, reason } }])
    leave()
  }).catch((error: unknown) => {
    deps.onTrouble(error)
    leave()
  })

  function leave(): void {
    halt()
    options.over()
  }

  function halt(): void {
    isHalted = true
    stopwatch.end()
    for (const viewer of viewers) viewer.end()
  }

  function tell(reading: ProbeReading): void {
    for (const viewer of viewers) viewer.push({ readings: [reading] })
  }

  function open(): Reader<Item> {
    const channel = createChannel<Item>({ bound: 2, merge: joined, onClose: () => viewers.delete(viewer) })
    const viewer = { push: channel.push, end: channel.end }
    channel.push({ readings: diary.readings() })
    viewers.add(viewer)
    return channel.reader
  }

  return { runId, appId, tally, watch, stop: stopwatch.stop, open, halt }
}

const joined = (older: Item, newer: Item): Item => ({ readings: [...older.readings, ...newer.readings] })
