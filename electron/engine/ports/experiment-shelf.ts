// Where experiment files lie: the ready ones that ship with Dynarium, and people's own in the data folder.

export type ShelvedExperiment = { readonly id: string; readonly origin: 'ready' | 'own'; readonly text: string }

export type ExperimentShelf = {
  list(): readonly ShelvedExperiment[]
  /** Overwrites an own one of that id. `id` is kebab-case. */
  save(id: string, text: string): void
  /** An own one; unknown ids are ignored. */
  remove(id: string): void
  /** Readings and report facts of a run, as text, kept beside the journal; the newest 50. */
  keepRun(runId: string, text: string): void
  readRun(runId: string): string | null
}
