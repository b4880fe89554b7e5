// An experiment shelf in memory.

import type { ExperimentShelf, ShelvedExperiment } from '../ports/experiment-shelf.ts'

export function createMemoryShelf(ready: readonly ShelvedExperiment[] = []): ExperimentShelf {
  const own = new Map<string, string>()
  const runs = new Map<string, string>()
  return {
    list: () => [...ready, ...[...own].map(([id, text]) => ({ id, origin: 'own' as const, text }))],
    save: (id, text) => void own.set(id, text),
    remove: (id) => void own.delete(id),
    keepRun: (runId, text) => void runs.set(runId, text),
    readRun: (runId) => runs.get(runId) ?? null,
  }
}
