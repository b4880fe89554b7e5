// Experiment files: the ready ones that ship, read only, and people's own in the data folder, with the records of runs beside them. An id
// is a name in kebab-case and nothing else, so no file outside the two folders can be named.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { maxExperimentsKept } from '../../../shared/domain/experiment.ts'
import type { ExperimentShelf, ShelvedExperiment } from '../../engine/ports/experiment-shelf.ts'

export type ShelfFolders = {
  /** May not be there. */
  readonly ready: string
  /** Made when something is put there. */
  readonly own: string
  readonly runs: string
}

const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*$/
const maxIdLength = 64
/** Larger files are not experiments. */
const maxFileBytes = 1024 * 1024
const maxOwn = 500

export function createExperimentShelf({ ready, own, runs }: ShelfFolders): ExperimentShelf {
  return {
    list: () => [...shelved(ready, 'ready'), ...shelved(own, 'own')],
    save: (id, text) => {
      checkId(id)
      if (!existsSync(join(own, `${id}.yaml`)) && shelved(own, 'own').length >= maxOwn) throw new Error(`There are ${maxOwn} experiments of your own already. Remove some first.`)
      replace(own, `${id}.yaml`, text)
    },
    remove: (id) => {
      checkId(id)
      rmSync(join(own, `${id}.yaml`), { force: true })
    },
    keepRun: (runId, text) => {
      checkId(runId)
      const isNew = !existsSync(join(runs, `${runId}.json`))
      replace(runs, `${runId}.json`, text)
      if (isNew) dropOldest(runs)
    },
    readRun: (runId) => {
      checkId(runId)
      const path = join(runs, `${runId}.json`)
      return existsSync(path) ? readFileSync(path, 'utf8') : null
    },
  }
}

function shelved(folder: string, origin: ShelvedExperiment['origin']): ShelvedExperiment[] {
  return namesIn(folder, '.yaml').filter((id) => statSync(join(folder, `${id}.yaml`)).size <= maxFileBytes).map((id) => ({ id, origin, text: readFileSync(join(folder, `${id}.yaml`), 'utf8') }))
}

/** In the order of the alphabet; what is not named in kebab-case is not ours. */
function namesIn(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith(ending)).map(({ name }) => name.slice(0, -ending.length)).filter(isId).sort()
}

/** Whole or not at all, and for nobody else to read: config vars may stand in it. */
function replace(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, name)
  writeFileSync(`${path}.new`, text, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

function dropOldest(folder: string): void {
  const files = namesIn(folder, '.json').map((id) => join(folder, `${id}.json`)).map((path) => ({ path, at: statSync(path).mtimeMs }))
  files.sort((a, b) => b.at - a.at)
  for (const { path } of files.slice(maxExperimentsKept)) rmSync(path, { force: true })
}

const isId = (id: string): boolean => id.length <= maxIdLength && kebabCase.test(id)

function checkId(id: string): void {
  if (!isId(id)) throw new Error(`"${id}" is not the name of an experiment: lower-case letters, digits and single dashes.`)
}
