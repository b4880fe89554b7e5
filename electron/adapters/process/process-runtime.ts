// The default DynoRuntime: dynos are plain local processes with the machine's own language runtimes. Every dyno has its own
// process group, folder and port, and nothing of the engine's environment. It is no security boundary.
// The process limit of a dyno size can not be set here: ulimit -u counts all processes of a user and does not bind root. The
// samples carry the number of processes, so that the engine can compare.

import { realpathSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { DynoRuntime, DynoSink } from '../../engine/ports/dyno-runtime.ts'
import { removeTree } from '../parts/copy-tree.ts'
import { createLiveDynos } from '../parts/live-dynos.ts'
import { createDynoFolders } from './dyno-folders.ts'
import { createLaunchGate } from './launch-gate.ts'
import { createPortPool } from './port-pool.ts'
import { createPortWatch } from './port-watch.ts'
import { createProcessFinder } from './process-finder.ts'
import { createProcessTable } from './process-table.ts'
import { recoverProcesses } from './recovery.ts'
import { runDyno, type DynoHouse } from './running-dyno.ts'
import { createSampler } from './sampler.ts'
import { findShell } from './shell.ts'
import type { OpenSlug } from '../parts/slug-shelf.ts'
import { createSlugTemplates } from './slug-templates.ts'
import { createWarden } from './warden.ts'

export type ProcessRuntimeOptions = {
  readonly dataDir: string
  /** Of this run of the engine; dynos carry it in DYNARIUM_SESSION. */
  readonly sessionId: string
  /** First and last; both below the ephemeral ports. */
  readonly portRange?: readonly [number, number]
  readonly sampleEveryMs?: number
  /** Between SIGTERM and SIGKILL for dynos whose engine died. */
  readonly wardenGraceMs?: number
  /** Unpacks a slug into an empty folder. */
  readonly openSlug: OpenSlug
}

const defaultSampleEveryMs = 2000

export type ProcessRuntime = DynoRuntime & {
  /** Its unpacked copy leaves the disk. */
  forgetSlug(slugId: string): Promise<void>
}

export function createProcessRuntime(options: ProcessRuntimeOptions): ProcessRuntime {
  mkdirSync(options.dataDir, { recursive: true })
  // Labels are compared as text: one folder, one name.
  const dataDir = realpathSync(options.dataDir)
  const dynosFolder = join(dataDir, 'dynos')
  const table = createProcessTable()
  const finder = createProcessFinder(table)
  const templates = createSlugTemplates(join(dataDir, 'templates'), options.openSlug)
  const folders = createDynoFolders(dynosFolder, templates)
  const warden = createWarden(findShell, options.sessionId, options.wardenGraceMs)
  let sink: DynoSink | null = null
  let shell: string | null = null

  const house: DynoHouse = {
    dataDir, sessionId: options.sessionId, folders, finder, table, warden, gate: createLaunchGate(),
    ports: createPortPool(options.portRange), portWatch: createPortWatch(),
    sink: { observed: (observation) => surely(() => sink?.observed(observation)), output: (output) => surely(() => sink?.output(output)) },
    shell: () => (shell ??= findShell()),
  }
  const { answers, get, each, end } = createLiveDynos((spec) => runDyno(spec, house))
  const sampler = createSampler({
    everyMs: options.sampleEveryMs ?? defaultSampleEveryMs, finder, table,
    running: () => each((dyno) => dyno.owner()).map(([dynoId, owner]) => ({ dynoId, owner })),
    observed: (sample) => {
      if (get(sample.dynoId)?.owner() != null) house.sink.observed(sample)
    },
  })

  return {
    kind: 'process',
    ready: (kind) => (kind === 'process' ? Promise.resolve() : Promise.reject(new PlatformError('runtime-unknown', { runtime: kind, why: 'these are plain processes' }))),
    forgetSlug: templates.drop,
    connect: (given) => (sink = given),
    recover: async () => {
      const found = await recoverProcesses({ dynosFolder, dataDir, finder })
      await templates.clear()
      return found
    },
    ...answers,
    stop: async () => {
      sampler.stop()
      await end()
      await folders.settled()
      await warden.stop()
      await removeTree(dynosFolder)
    },
  }
}

/** What the engine throws is its own bug; it comes to light, but no dyno is left unwatched for it. */
function surely(tell: () => void): void {
  try {
    tell()
  } catch (error) {
    setImmediate(() => {
      throw error
    })
  }
}
