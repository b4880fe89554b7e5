// A run of an experiment: what is kept of it in the state. The file's own form is in shared/experiment.

import type { AppId } from './app.ts'

export type ExperimentPhase = 'before' | 'method' | 'after' | 'rollback' | 'verify' | 'ended'

/**
 * `held`: the steady state held before, during and after. `broke`: it did not hold while the method ran or after it. `aborted`: an abort condition or
 * a person ended it. `not-steady`: it was not steady to begin with, so nothing was done. `not-restored`: the rollback did not bring it back.
 */
export type ExperimentVerdict = 'held' | 'broke' | 'aborted' | 'not-steady' | 'not-restored'

export type ExperimentRun = {
  readonly id: string
  readonly title: string
  readonly appId: AppId
  /** The file as it was run. */
  readonly text: string
  readonly by: string
  readonly startedAt: number
  readonly phase: ExperimentPhase
  /** What it is doing, in a sentence. */
  readonly doing: string
  readonly endedAt: number | null
  readonly verdict: ExperimentVerdict | null
  /** Why that verdict, in a sentence. */
  readonly reason: string | null
  /** Of its `experiment.started`. */
  readonly seq: number
}

export const maxExperimentsKept = 50

/** One reading of one probe. */
export type ProbeReading = { readonly at: number; readonly probe: string; readonly phase: ExperimentPhase; readonly value: string; readonly isWithin: boolean }
