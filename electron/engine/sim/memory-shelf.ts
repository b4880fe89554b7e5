// An experiment shelf in memory.

import { maxExperimentsKept } from '../../../shared/domain/experiment.ts'
import type { ExperimentShelf, ShelvedExperiment } from '../ports/experiment-shelf.ts'

export function createMemoryShelf(ready: readonly ShelvedExperiment[] = []): ExperimentShelf {
  const own = new Map<string, string>()
  const runs = new Map<string, string>()

  function keepRun(runId: string, text: string): void {
    runs.set(runId, text)
    for (const old of [...runs.keys()].slice(0, -maxExperimentsKept)) runs.delete(old)
  }

  return {
    list: () => [...ready, ...[...own].map(([id, text]) => ({ id, origin: 'own' as const, text }))],
    save: (id, text) => void own.set(id, text),
    remove: (id) => void own.delete(id),
    keepRun,
    readRun: (runId) => runs.get(runId) ?? null,
  }
}
