// Stop all: every fault and every experiment at once. What came of it is said beside the faults in force.

import { create } from 'zustand'
import type { PlatformError } from '../../shared/errors/platform-error.ts'
import { call } from './connection.ts'
import { useMirror } from './mirror.ts'
import { asPlatformError } from './use-command.ts'

export type StopAll = {
  readonly isPending: boolean
  readonly error: PlatformError | null
  /** What the last one did; null before it and once it is dismissed. */
  readonly said: string | null
}

export const useStopAll = create<StopAll>(() => ({ isPending: false, error: null, said: null }))

export async function stopAllFaults(): Promise<void> {
  if (useStopAll.getState().isPending) return
  useStopAll.setState({ isPending: true, error: null, said: null })
  try {
    const running = Object.values(useMirror.getState().state.experiments).filter((run) => run.endedAt === null)
    const [{ stopped }] = await Promise.all([call('faults:stop-all', {}), ...running.map((run) => call('experiments:stop', { runId: run.id }).catch(() => null))])
    useStopAll.setState({ isPending: false, said: saidOf(stopped, running.length) })
  } catch (caught) {
    useStopAll.setState({ isPending: false, error: asPlatformError(caught) })
  }
}

export function dismissStopAll(): void {
  useStopAll.setState({ error: null, said: null })
}

function saidOf(faults: number, experiments: number): string {
  const parts = [faults === 0 ? '' : count(faults, 'fault'), experiments === 0 ? '' : count(experiments, 'experiment')].filter(Boolean)
  return parts.length === 0 ? 'There was nothing to stop.' : `Stopped ${parts.join(' and ')}. The receipts say what was put back.`
}

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`
