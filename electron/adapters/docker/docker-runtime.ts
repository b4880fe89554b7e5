// The DynoRuntime whose dynos are containers: one each, made from the stack's image and the slug. Nothing of this machine is in them:
// no folder, no socket, no right. What it made it knows by its labels, and it touches nothing else.

import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type Docker from 'dockerode'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { DynoRuntime, DynoSink } from '../../engine/ports/dyno-runtime.ts'
import { createAppNetworks } from './app-networks.ts'
import { runDockerDyno, type DockerDyno, type DockerHouse } from './docker-dyno.ts'
import type { DockerExec } from './docker-exec.ts'
import { createDockerSampler } from './docker-sampler.ts'
import { asSentence, wordsOf } from './docker-error.ts'
import { createOomWatch } from './oom-watch.ts'
import { createPortNumbers } from './port-numbers.ts'
import { createReadyWatch } from './ready-watch.ts'
import { createSlugTars, type OpenSlug } from './slug-tars.ts'
import { createUndertaker } from './undertaker.ts'

export type DockerRuntimeOptions = {
  readonly docker: Docker
  readonly dataDir: string
  /** Of this run of the engine. */
  readonly sessionId: string
  /** Unpacks a slug into an empty folder. */
  readonly openSlug: OpenSlug
  /** A stack's image; rejects in words when there is none. */
  image(stack: string): Promise<string>
  /** Containers are reached at their own addresses. */
  readonly isDirect: boolean
  readonly sampleEveryMs?: number
}

const defaultSampleEveryMs = 2000
const lostAfterMs = 30_000
const lostWhileStoppingMs = 2000
/** Docker's proxy needs that long, and a busy machine more, to find that nobody listens behind a published port. */
const staysOpenMs = 150

export type DockerRuntime = DynoRuntime & { forgetSlug(slugId: string): Promise<void> }

export function createDockerRuntime(options: DockerRuntimeOptions): DockerRuntime {
  const { docker, isDirect } = options
  mkdirSync(options.dataDir, { recursive: true })
  const data = realpathSync(options.dataDir)
  const owner = { data, session: options.sessionId }
  const slugs = createSlugTars(join(data, 'container-slugs'), options.openSlug)
  const networks = createAppNetworks(docker, owner, createHash('sha256').update(data).digest('hex').slice(0, 8))
  const dynos = new Map<string, DockerDyno>()
  const undertaker = createUndertaker(docker, data)
  const execs = new Map<string, DockerExec>()
  let sink: DynoSink | null = null
  let isStopping = false

  const house: DockerHouse = {
    docker, owner, slugs, networks, isDirect, undertaker, lostAfterMs: () => (isStopping ? lostWhileStoppingMs : lostAfterMs), ports: createPortNumbers(), ready: createReadyWatch(isDirect ? 0 : staysOpenMs), image: options.image,
    sink: { observed: (observation) => sink?.observed(observation), output: (output) => sink?.output(output) },
  }
  const sampler = createDockerSampler({
    everyMs: options.sampleEveryMs ?? defaultSampleEveryMs,
    running: () => [...dynos].flatMap(([dynoId, dyno]) => {
      const container = dyno.container()
      return container === null ? [] : [[dynoId, container] as const]
    }),
    observed: (sample) => {
      if (dynos.get(sample.dynoId)?.container() != null) house.sink.observed(sample)
    },
  })

  const oom = createOomWatch(docker, data, (dynoId) => dynos.get(dynoId)?.ranOut())

  return {
    kind: 'docker',
    ready: async (kind) => {
      if (kind !== 'docker') throw new PlatformError('runtime-unknown', { runtime: kind, why: 'these are containers' })
      await docker.ping().catch((error: unknown) => {
        throw new PlatformError('docker-unavailable', { happened: `Docker does not answer: ${asSentence(wordsOf(error))}`, fix: 'Start it, then try again.' })
      })
    },
    forgetSlug: slugs.drop,
    connect: (given) => (sink = given),
    recover: async () => {
      const found = await undertaker.all()
      await networks.clear().catch(() => {})
      await slugs.clear()
      return found
    },
    start: (spec) => {
      if (dynos.has(spec.id)) throw new Error(`dyno ${spec.id} was started already`)
      const dyno = runDockerDyno(spec, house)
      dynos.set(spec.id, dyno)
      void dyno.ended.then(() => dynos.delete(spec.id))
    },
    exec: async (spec) => {
      const exec = await (dynos.get(spec.dynoId)?.exec(spec) ?? Promise.reject(new Error('That dyno does not run any more.')))
      execs.set(spec.execId, exec)
      void exec.ended.then(() => execs.delete(spec.execId))
    },
    signal: (id, signal) => (execs.get(id) ?? dynos.get(id))?.signal(signal),
    afflict: (dynoId, leaseId, trouble) => dynos.get(dynoId)?.afflict(leaseId, trouble) ?? Promise.reject(new Error('That dyno does not run any more.')),
    relieve: (dynoId, leaseId) => dynos.get(dynoId)?.relieve(leaseId) ?? Promise.resolve({ restored: [], residue: [] }),
    write: (id, text) => (execs.get(id) ?? dynos.get(id))?.write(text),
    resize: (id, columns, rows) => (execs.get(id) ?? dynos.get(id))?.resize(columns, rows),
    stop: async () => {
      isStopping = true
      sampler.stop()
      oom.stop()
      for (const dyno of dynos.values()) dyno.signal('SIGKILL')
      await Promise.all([...dynos.values(), ...execs.values()].map(({ ended }) => ended))
      undertaker.stop()
      // With Docker away there is nothing to be done: the next start will.
      await undertaker.settled().catch(() => {})
      await networks.clear().catch(() => {})
      await slugs.clear()
    },
  }
}
