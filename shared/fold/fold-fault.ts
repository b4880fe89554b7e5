// Folds of faults and experiments.

import { maxExperimentsKept } from '../domain/experiment.ts'
import { maxChangesKept, maxReceiptsKept, type Lease } from '../domain/fault.ts'
import type { PlatformState } from '../domain/state.ts'
import type { EventData, EventOf } from '../protocol/events.ts'

export function foldFault(state: PlatformState, event: EventOf<'fault.started' | 'fault.tookHold' | 'fault.ended'>): void {
  if (event.type === 'fault.started') {
    const { leaseId, ...facts } = event.data
    state.leases[leaseId] = { id: leaseId, ...facts, appId: event.app, startedAt: event.at, seq: event.seq }
    return
  }
  const { leaseId } = event.data
  const lease = state.leases[leaseId]
  if (lease === undefined) return
  if (event.type === 'fault.tookHold') {
    state.leases[leaseId] = { ...lease, changed: changesIn(lease, event.data) }
    return
  }
  const { why, restored, residue } = event.data
  delete state.leases[leaseId]
  const { kind, title, target, appId, dynoIds, params, startedAt, changed, experimentId, seq: startedSeq } = lease
  const receipt = { leaseId, kind, title, target, appId, dynoIds, params, startedAt, endedAt: event.at, why, changed, restored, residue, experimentId, startedSeq, seq: event.seq }
  state.receipts = [...state.receipts, receipt].slice(-maxReceiptsKept)
}

/** What was planned gives way to what was done. */
function changesIn(lease: Lease, { planned, changed }: EventData<'fault.tookHold'>): readonly string[] {
  const all = [...new Set([...lease.changed.filter((sentence) => !planned.includes(sentence)), ...changed])]
  return all.length <= maxChangesKept ? all : [...all.slice(0, maxChangesKept - 1), 'More than that, which is not listed here.']
}

export function foldExperiment(state: PlatformState, event: EventOf<'experiment.started' | 'experiment.advanced' | 'experiment.ended'>): void {
  const { runId } = event.data
  if (event.type === 'experiment.started') {
    if (event.app === null) return
    const { title, text, by } = event.data
    state.experiments[runId] = { id: runId, title, appId: event.app, text, by, startedAt: event.at, phase: 'before', doing: '', endedAt: null, verdict: null, reason: null, seq: event.seq }
    for (const old of Object.keys(state.experiments).slice(0, -maxExperimentsKept)) delete state.experiments[old]
    return
  }
  const run = state.experiments[runId]
  if (run === undefined) return
  state.experiments[runId] = event.type === 'experiment.advanced'
    ? { ...run, phase: event.data.phase, doing: event.data.doing }
    : { ...run, phase: 'ended', doing: '', endedAt: event.at, verdict: event.data.verdict, reason: event.data.reason }
}
