// The composition root of the engine: real ports, the engine on them, and the control port in front. The headless host and the
// desktop app's engine process both start here, so they are the same platform.

import { existsSync, readFileSync, rmSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { RealRuntime } from '../../shared/domain/runtime.ts'
import type { Sample } from '../../shared/protocol/calls.ts'
import type { Transport } from '../../shared/protocol/envelope.ts'
import { createCertificates } from '../adapters/certificates/certificates.ts'
import { createThreadedDrains } from '../adapters/drains/threaded-drains.ts'
import { createExperimentShelf } from '../adapters/disk/experiment-shelf.ts'
import { createSqliteJournal } from '../adapters/disk/sqlite-journal.ts'
import { createLogStore } from '../adapters/disk/log-store.ts'
import { createPacedClock } from '../adapters/clock/paced-clock.ts'
import { systemClock, systemIds } from '../adapters/clock/system-clock.ts'
import { createGitHost } from '../adapters/git/git-host.ts'
import { createThreadedSearch } from '../adapters/log-search/threaded-search.ts'
import { createWebhooks } from '../adapters/webhooks/webhooks.ts'
import { createMachine } from '../adapters/machine/machine.ts'
import { createKeyring } from '../adapters/keyring/keyring.ts'
import { createPartnerHttp } from '../adapters/partner/partner-http.ts'
import { createShellHost } from '../adapters/shell/shell-host.ts'
import { createMetricIntake } from '../adapters/statsd/metric-intake.ts'
import { createTrust } from '../adapters/trust/trust.ts'
import { createControlServer, type ControlServer } from '../api/control-server.ts'
import { serveConnection } from '../api/connection.ts'
import { serveToxiproxy } from '../api/toxiproxy/server.ts'
import { createUploads } from '../api/uploads.ts'
import { createEngine, type Engine, type EngineOptions } from '../engine/engine.ts'
import { endInTurn } from '../engine/journal/end-in-turn.ts'
import type { Ports } from '../engine/ports/index.ts'
import { writeAddress } from './address-file.ts'
import { prepareDataDir } from './data-dir.ts'
import { lockDataDir } from './data-dir-lock.ts'
import { createEngineLog } from './engine-log.ts'
import { hasSsh, machineFacts } from './machine-facts.ts'
import type { OutsideNeeds } from './outside.ts'
import { claimJournal } from './own-journal.ts'
import { createRealOutside } from './real-outside.ts'
import { createSimulatedOutside, type Simulation } from './simulated-outside.ts'
import { cliEnvironment } from './terminal/cli-environment.ts'
import { loadToken } from './token.ts'

export type Composition = {
  /** Absolute; made if it is not there. Everything the platform keeps is in it. */
  readonly dataDir: string
  /** Control port and router port; 0 takes a free one. */
  readonly port: number
  readonly routerPort: number
  readonly version: string
  /** Folder of the sample apps, with samples.json in it. */
  readonly samplesDir: string
  /** Folder of the ready experiments; may not be there. */
  readonly experimentsDir: string
  /** The price book that Dynarium comes with; without one nothing has a price until somebody puts one in force. */
  readonly priceBookFile?: string
  /** The catalogue of add-ons; without one there are none. */
  readonly addOnCatalogueFile?: string
  /** Built interface for browsers, or null to serve none. */
  readonly staticDir: string | null
  /** The edge's thread, built. */
  readonly edgeThreadFile: string
  /** Simulate everything outside the engine in this way; null: nothing. */
  readonly simulation?: Simulation | null
  /** Where apps run that say nothing, when nothing is simulated: processes, if not told. */
  readonly usualRuntime?: RealRuntime
  /** Engines of the nodes of a swarm, a manager first: dynos in containers are spread over them. */
  readonly swarmNodes?: readonly string[]
  /** The traffic generator's thread, built. */
  readonly trafficThreadFile: string
  /** The TCP proxies' thread, built. */
  readonly wireThreadFile: string
  /** The log drains' thread, built. */
  readonly drainThreadFile: string
  /** The thread of add-ons' servers, built. */
  readonly addOnThreadFile: string
  /** The kept logs' thread, built. */
  readonly searchThreadFile: string
  /** The command line's program, built; without it, and where all is simulated, no shell of the owner's is opened. */
  readonly herokuCliFile?: string
  /** Where Toxiproxy's API is served if the port is free; 0 takes any, null or nothing serves none. */
  readonly toxiproxyPort?: number | null
  /** Other time limits than Heroku's, for tests that can not wait. */
  readonly limits?: Pick<EngineOptions, 'dynoLimits' | 'buildLimitMs' | 'autoscaleLimits'>
}

export type Platform = {
  readonly engine: Engine
  readonly control: ControlServer
  readonly token: string
  /** `http://localhost:PORT`: apps answer below it. */
  readonly routerUrl: string
  /** A window's own connection: it is the owner's, and needs no token. */
  attach(transport: Transport): void
  stop(): Promise<void>
}

/** Throws PlatformError or Error with a sentence for people: folder not writable, in use, port taken. */
export async function composePlatform(options: Composition): Promise<Platform> {
  prepareDataDir(options.dataDir)
  const unlock = lockDataDir(options.dataDir)
  const log = createEngineLog(join(options.dataDir, 'engine.log'))
  const stops: (() => void | Promise<void>)[] = [unlock]
  try {
    const token = loadToken(options.dataDir)
    const journal = createSqliteJournal(join(options.dataDir, 'journal.db'))
    claimJournal(options.dataDir, journal, options.simulation == null ? 'process' : 'simulated')
    const uploadsFolder = join(options.dataDir, 'uploads')
    // Whoever sent them is not waiting for a build of theirs any more.
    rmSync(uploadsFolder, { recursive: true, force: true })
    const uploads = createUploads(uploadsFolder)
    const git = createGitHost({ dataDir: options.dataDir, log })
    // A simulated platform's time may have run ahead of the machine's.
    const paced = options.simulation == null ? null : createPacedClock(Math.max(Date.now(), journal.readOne(journal.lastSeq())?.at ?? 0))
    if (paced !== null) stops.push(paced.stop)
    const needs: OutsideNeeds = { ...options, git, uploads, log }
    const outside = options.simulation == null || paced === null ? await createRealOutside(needs, { usual: options.usualRuntime ?? 'process', swarmNodes: options.swarmNodes ?? [] }) : await createSimulatedOutside({ ...needs, clock: paced }, options.simulation)
    stops.push(outside.stop)
    const { runtime, builds, edge, traffic, wire, random, containers, redis, caches, mails, postgres } = outside
    const owner = `${userInfo().username}@localhost`
    // The control port's address is part of what the engine tells windows, so it is taken before the engine is made.
    const trust = createTrust({ folder: join(options.dataDir, 'trust'), now: Date.now, log })
    const control = await createControlServer({ git, uploads, secure: trust.secure, token, owner, port: options.port, staticDir: options.staticDir, hasSsh, log })
    stops.push(control.stop)
    const toxiproxy = options.toxiproxyPort == null ? null : await serveToxiproxy({ wire, port: options.toxiproxyPort, log })
    stops.push(async () => {
      await toxiproxy?.stop()
      await wire.stop()
    })
    const machine = createMachine(machineFacts({ dataDir: options.dataDir, controlPort: control.port, routerPort: edge.port, lookAtContainers: containers.look }))
    const shells = options.herokuCliFile === undefined || paced !== null ? {} : {
      shells: createShellHost({
        heroku: { program: process.execPath, isElectron: process.versions['electron'] !== undefined, file: options.herokuCliFile, dataDir: options.dataDir }, env: process.env,
        settings: (env) => Object.fromEntries(cliEnvironment({ url: control.url, caFile: trust.caFile, token, env })),
      }),
    }
    const ports: Ports = {
      clock: paced ?? systemClock, ...(paced === null ? {} : { pace: paced }), random, ids: systemIds, journal, logs: createLogStore(join(options.dataDir, 'logs')),
      drains: createThreadedDrains({ threadFile: options.drainThreadFile, log }), search: createThreadedSearch({ threadFile: options.searchThreadFile, folder: join(options.dataDir, 'kept-logs'), log }), webhooks: createWebhooks(), certificates: createCertificates(join(options.dataDir, 'certificates')),
      ...shells, runtime, builds, git, edge, traffic, machine, containers, redis, caches, mails, partners: createPartnerHttp(), passwords: createKeyring(join(options.dataDir, 'passwords')), intake: createMetricIntake(), ...(postgres === undefined ? {} : { postgres: { ...postgres, backupLink: control.backupLink } }), wire: { ...wire, apiUrl: toxiproxy?.url ?? null }, experiments: createExperimentShelf({ ready: options.experimentsDir, own: join(options.dataDir, 'experiments'), runs: join(options.dataDir, 'experiment-runs') }), samples: loadSamples(options.samplesDir),
    }
    const info = { version: options.version, owner, controlUrl: control.url, token, dataDir: options.dataDir, platform: process.platform }
    const onBug = (error: unknown): void => log(describe(error))
    const engine = await createEngine(ports, { info, uploadPath: uploads.path, onBug, ...(options.priceBookFile === undefined ? {} : { priceBook: readFileSync(options.priceBookFile, 'utf8') }), ...(options.addOnCatalogueFile === undefined ? {} : { addOnCatalogue: readFileSync(options.addOnCatalogueFile, 'utf8') }), ...options.limits })
    control.serve(engine)
    // The control port takes nothing new before the engine is on its way out, but closes only when pushes heard why they end.
    stops.pop()
    stops.push(async () => {
      const closed = control.stop()
      await endInTurn([engine.stop, () => closed])
    })
    stops.push(writeAddress(options.dataDir, { url: control.url, caFile: trust.caFile }))
    return {
      engine, control, token, routerUrl: `http://localhost:${edge.port}`,
      attach: (transport) => serveConnection(engine, transport, owner, onBug),
      stop: () => stopAll(stops),
    }
  } catch (error) {
    await stopAll(stops)
    throw error
  }
}

/** Owners stop in reverse order. */
const stopAll = (stops: (() => void | Promise<void>)[]): Promise<void> => endInTurn(stops.splice(0).reverse())

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function loadSamples(folder: string): Ports['samples'] {
  const list = join(folder, 'samples.json')
  if (!existsSync(list)) return []
  const samples = JSON.parse(readFileSync(list, 'utf8')) as (Omit<Sample, 'badTwinOf'> & { folder: string; badTwinOf?: string })[]
  return samples.map((sample) => ({ ...sample, badTwinOf: sample.badTwinOf ?? null, folder: join(folder, sample.folder) }))
}
