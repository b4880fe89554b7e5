// Experiment files by name: the ready ones and people's own. A file is named for its title; an own one never hides a ready one.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { importChaosToolkit } from '../../../shared/experiment/import-chaos.ts'
import type { Experiment } from '../../../shared/experiment/experiment-form.ts'
import { readExperiment, titleIn } from '../../../shared/experiment/read-experiment.ts'
import type { CallHandlers } from '../journal/room.ts'
import type { ExperimentShelf } from '../ports/experiment-shelf.ts'

const idLength = 60

export function fileCalls(shelf: ExperimentShelf) {
  return {
    'experiments:list': () => ({
      experiments: shelf.list().map(({ id, origin, text }) => {
        const { experiment } = readExperiment(text)
        return { id, origin, text, title: experiment?.title ?? titleIn(text) ?? id, about: experiment?.about ?? '' }
      }),
    }),
    'experiments:check': ({ text }) => ({ problems: [...readExperiment(text).problems], title: titleIn(text) }),
    'experiments:import': ({ json }) => {
      const { text, problems } = importChaosToolkit(json)
      if (text === null) throw new PlatformError('experiment-import', { why: problems.map(({ line, message }) => `line ${line}: ${message}`).join(' ') })
      return { text }
    },
    'experiments:save': ({ text }) => {
      const id = idOf(requireExperiment(text).title, shelf)
      shelf.save(id, text)
      return { id }
    },
    'experiments:remove': ({ id }) => {
      const found = shelf.list().find((one) => one.id === id)
      if (found === undefined) throw new PlatformError('experiment-not-found', { experiment: id })
      if (found.origin === 'ready') throw new PlatformError('experiment-ready', { experiment: id })
      shelf.remove(id)
      return {}
    },
  } satisfies CallHandlers
}

export function requireExperiment(text: string): Experiment {
  const { experiment, problems } = readExperiment(text)
  const [first] = problems
  if (experiment === null) throw new PlatformError('experiment-invalid', { line: first?.line ?? 1, column: first?.column ?? 1, why: first?.message ?? 'it is not readable.' })
  return experiment
}

function idOf(title: string, shelf: ExperimentShelf): string {
  const id = title.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, idLength).replace(/^-+|-+$/g, '')
  if (id === '') throw new PlatformError('experiment-untitled', { title })
  return shelf.list().some((one) => one.origin === 'ready' && one.id === id) ? `${id}-own` : id
}
