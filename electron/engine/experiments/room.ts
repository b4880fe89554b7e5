// Experiments: the calls `experiments:*`, the stream of readings, and the runs that are under way, one for each app. A run that an
// engine did not end is ended by the next one, which undoes what is still to be undone. Heroku has no such thing; the method is that
// of chaos engineering (steady state, method, rollback), as Chaos Toolkit has it.

import type { RequestReport } from '../../../shared/domain/route.ts'
import type { AppId } from '../../../shared/domain/app.ts'
import { maxExperimentsKept, type ExperimentRun, type ProbeReading } from '../../../shared/domain/experiment.ts'
import type { DynoSample } from '../../../shared/domain/metrics.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { htmlReport } from '../../../shared/experiment/report-html.ts'
import { markdownReport } from '../../../shared/experiment/report-markdown.ts'
import { parseRunRecord, type RunRecord } from '../../../shared/experiment/run-record.ts'
import type { CallArgs, CallOutput } from '../../../shared/protocol/calls.ts'
import type { StreamItem } from '../../../shared/protocol/streams.ts'
import { createChannel } from '../journal/channel.ts'
import type { Kernel } from '../journal/kernel.ts'
import { because } from '../journal/kernel.ts'
import type { CallContext, Reader, Room } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import type { ExperimentDeps } from './deps.ts'
import { fileCalls, requireExperiment } from './files.ts'
import { finishInterrupted } from './interrupted.ts'
import { startRun, type LiveRun } from './live-run.ts'
import { radiusOf, refuseAbove } from './radius.ts'

export type ExperimentsRoom = Room & {
  requests(reports: readonly RequestReport[], lost: Readonly<Record<AppId, number>>): void
  loads(loads: readonly AppLoad[]): void
  sample(sample: DynoSample & { readonly appId: AppId }): void
}

export function createExperimentsRoom(kernel: Kernel, deps: ExperimentDeps): ExperimentsRoom {
  const live = new Map<AppId, LiveRun>()
  const { shelf } = deps

  kernel.on('app.destroyed', ({ app, seq }) => {
    if (app !== null) live.get(app)?.stop({ reason: 'The app was destroyed.', cause: because({ seq }) })
  })
  kernel.on('fault.ended', ({ seq, data }) => {
    if (data.why !== 'stop-all') return
    const experimentId = kernel.state.receipts.find(({ leaseId }) => leaseId === data.leaseId)?.experimentId
    runOf(experimentId ?? '')?.stop({ reason: 'All faults were stopped.', cause: because({ seq }) })
  })

  const runOf = (runId: string): LiveRun | undefined => [...live.values()].find((run) => run.runId === runId)

  async function run({ app: name, text }: CallArgs<'experiments:run'>, { by, cause }: CallContext): Promise<CallOutput<'experiments:run'>> {
    const experiment = requireExperiment(text)
    const app = requireApp(kernel.state, name)
    refuseSecond(app.id)
    const whole = await radiusOf(kernel.state, deps.faults, app, experiment)
    refuseAbove(experiment, whole)
    // Both may have changed meanwhile.
    requireApp(kernel.state, app.id)
    refuseSecond(app.id)
    const runId = kernel.ids.next()
    const [started] = kernel.commit(cause, [{ type: 'experiment.started', app: app.id, data: { runId, title: experiment.title, text, by } }])
    const { seq } = started ?? kernel.state
    live.set(app.id, startRun({ kernel, deps, runId, experiment, text, app, by, radius: whole.radius, startedSeq: seq, over: () => live.delete(app.id) }))
    return { seq, runId }
  }

  function refuseSecond(appId: AppId): void {
    const running = live.get(appId)
    if (running !== undefined) throw new PlatformError('experiment-runs', { app: kernel.state.apps[appId]?.name ?? appId, title: kernel.state.experiments[running.runId]?.title ?? '' })
  }

  function stop({ runId }: CallArgs<'experiments:stop'>, { by, cause }: CallContext): { seq: number } {
    requireRun(runId)
    const running = runOf(runId)
    if (running === undefined) throw new PlatformError('experiment-not-running')
    running.stop({ reason: `${by} stopped it.`, cause })
    return { seq: kernel.state.seq }
  }

  function report({ runId, format }: CallArgs<'experiments:report'>): { text: string } {
    if (requireRun(runId).phase !== 'ended') throw new PlatformError('experiment-unfinished')
    const record = recordOf(runId)
    return { text: format === 'html' ? htmlReport(record) : markdownReport(record) }
  }

  function requireRun(runId: string): ExperimentRun {
    const known = Object.hasOwn(kernel.state.experiments, runId) ? kernel.state.experiments[runId] : undefined
    if (known === undefined) throw new PlatformError('experiment-not-found', { experiment: runId })
    return known
  }

  function recordOf(runId: string): RunRecord {
    const record = parseRunRecord(shelf.readRun(runId) ?? '')
    if (record === null) throw new PlatformError('experiment-report-missing', { most: maxExperimentsKept })
    return record
  }

  function open({ runId }: { readonly runId: string }): Reader<StreamItem<'experiment'>> {
    requireRun(runId)
    const running = runOf(runId)
    if (running !== undefined) return running.open()
    const channel = createChannel<StreamItem<'experiment'>>({ bound: 1 })
    channel.push({ readings: pastReadings(recordOf(runId)) })
    channel.end()
    return channel.reader
  }

  return {
    requests: (reports, lost) => {
      if (live.size === 0) return
      for (const one of reports) if (one.appId !== null) live.get(one.appId)?.tally.add(one)
      for (const [appId, count] of Object.entries(lost)) live.get(appId)?.tally.lost(count)
    },
    loads: (loads) => {
      for (const load of loads) live.get(load.appId)?.watch.load(load)
    },
    sample: (sample) => live.get(sample.appId)?.watch.sample(sample),
    calls: {
      ...fileCalls(shelf),
      'experiments:preview': async ({ app, text }) => (await radiusOf(kernel.state, deps.faults, requireApp(kernel.state, app), requireExperiment(text))).radius,
      'experiments:run': run,
      'experiments:stop': stop,
      'experiments:report': report,
    },
    streams: { experiment: open },
    start: () => {
      for (const unfinished of Object.values(kernel.state.experiments)) if (unfinished.phase !== 'ended') void finishInterrupted(kernel, deps, unfinished).catch(deps.onTrouble)
    },
    stop: () => {
      for (const running of live.values()) running.halt()
      live.clear()
    },
  }
}

function pastReadings({ readings, probes, startedAt, steps }: RunRecord): ProbeReading[] {
  const latestFirst = [...steps].reverse()
  return readings.map(([ms, index, number, isWithin, words]) => {
    const at = startedAt + ms
    const probe = probes[index]
    return { at, probe: probe?.name ?? '', phase: latestFirst.find((step) => step.at <= at)?.phase ?? 'before', value: words ?? `${number ?? ''} ${probe?.unit ?? ''}`.trim(), isWithin: isWithin === 1 }
  })
}
