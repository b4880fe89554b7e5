// Looks at the probes of one run, once a second: requests from the router's reports, dynos from the state, memory from the runtime's
// samples, and visits through the router, of which one at a time is under way for each path. Ours.

import { dynosOf, type PlatformState } from '../../../shared/domain/state.ts'
import type { AppId } from '../../../shared/domain/app.ts'
import type { DynoSample } from '../../../shared/domain/metrics.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import type { Probe } from '../../../shared/experiment/experiment-form.ts'
import { judge, type Found } from '../../../shared/experiment/probe-words.ts'
import { patternFits } from '../../../shared/experiment/safe-pattern.ts'
import type { Clock } from '../ports/clock.ts'
import type { VisitAnswer } from '../ports/traffic-source.ts'
import type { RequestTally } from './request-tally.ts'

export type WatchOptions = {
  readonly clock: Clock
  readonly state: PlatformState
  readonly appId: AppId
  readonly probes: readonly Probe[]
  readonly tally: RequestTally
  visit(path: string): Promise<VisitAnswer>
  /** `probe` is a place in `probes`. */
  found(probe: number, found: Found): void
}

export type Watch = {
  look(): void
  load(load: AppLoad): void
  sample(sample: DynoSample): void
}

/** A visit without an answer counts as none after so long. */
const patienceMs = 10_000
const bytesPerMegabyte = 1024 * 1024

export function createWatch(options: WatchOptions): Watch {
  const { clock, state, appId, probes, tally } = options
  const visits = new Map<string, number>()
  const memory = new Map<string, number>()
  let held = 0

  function look(): void {
    for (const [index, probe] of probes.entries()) if (!isVisit(probe)) options.found(index, judge(probe, measure(probe)))
    for (const path of new Set(probes.filter(isVisit).map((probe) => probe.path))) lookAt(path)
  }

  function measure(probe: Exclude<Probe, Visit>): number | null {
    switch (probe.probe) {
      case 'failed-share': {
        const { ok, failed } = window(probe.overSeconds)
        return ok + failed === 0 ? null : (100 * failed) / (ok + failed)
      }
      case 'throughput':
        return window(probe.overSeconds).ok / probe.overSeconds
      case 'p95':
        return window(probe.overSeconds).p95
      case 'dynos-up':
        return dynosOf(state, appId).filter((dyno) => dyno.type === probe.type && dyno.state.kind === 'up' && dyno.stopping === null).length
      case 'held':
        return held
      case 'memory':
        return largest(probe.type)
    }
  }

  /** Whole seconds only: the one under way is not over. */
  function window(seconds: number) {
    const now = Math.floor(clock.now() / 1000) * 1000
    return tally.over(now - seconds * 1000, now - 1)
  }

  function largest(type: string): number | null {
    const bytes = dynosOf(state, appId).flatMap((dyno) => (dyno.type === type ? (memory.get(dyno.id) ?? []) : []))
    return bytes.length === 0 ? null : Math.max(...bytes) / bytesPerMegabyte
  }

  function lookAt(path: string): void {
    const since = visits.get(path)
    if (since !== undefined) {
      if (clock.now() - since >= patienceMs) tell(path, { status: null, totalMs: clock.now() - since, text: '', problem: `no answer in ${patienceMs / 1000} s`, requestId: null })
      return
    }
    visits.set(path, clock.now())
    void options.visit(path).then((answer) => {
      visits.delete(path)
      tell(path, answer)
    })
  }

  function tell(path: string, answer: VisitAnswer): void {
    for (const [index, probe] of probes.entries()) if (isVisit(probe) && probe.path === path) options.found(index, judgeVisit(probe, answer))
  }

  return {
    look,
    load: (load) => {
      held = load.held
    },
    sample: ({ dynoId, memoryBytes }) => void memory.set(dynoId, memoryBytes),
  }
}

type Visit = Extract<Probe, { readonly path: string }>

const isVisit = (probe: Probe): probe is Visit => 'path' in probe

function judgeVisit(probe: Visit, { status, totalMs, text, problem }: VisitAnswer): Found {
  const why = problem ?? 'no answer'
  if (probe.probe === 'http-status') return judge(probe, status, why)
  if (probe.probe === 'http-time') return judge(probe, status === null ? null : totalMs, why)
  const fits = status !== null && patternFits(probe.matches, text)
  return { number: null, value: status === null ? why : fits ? 'fits' : 'does not fit', isWithin: fits }
}
