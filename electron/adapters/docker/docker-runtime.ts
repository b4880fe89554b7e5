// The DynoRuntime whose dynos are containers: one each, made from the stack's image and the slug. Nothing of this machine is in them:
// no folder, no socket, no right. What it made it knows by its labels, and it touches nothing else.

import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type Docker from 'dockerode'
import type { DynoRuntime, DynoSink } from '../../engine/ports/dyno-runtime.ts'
import { createAppNetworks } from './app-networks.ts'
import { runDockerDyno, type DockerHouse } from './docker-dyno.ts'
import { answersFor } from './answers-for.ts'
import { createDynoTable } from './dyno-table.ts'
import { createImageSlugs } from './images/image-slug.ts'
import { createKeptImages } from './images/kept-images.ts'
import { createOomWatch } from './oom-watch.ts'
import { createPortNumbers } from './port-numbers.ts'
import { createReadyWatch } from './ready-watch.ts'
import { createServiceDoors } from './service-doors.ts'
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
  const imageSlugs = createImageSlugs(join(data, 'container-slugs'), options.openSlug)
  const kept = createKeptImages(docker, data)
  const doors = createServiceDoors()
  const networks = createAppNetworks(docker, owner, createHash('sha256').update(data).digest('hex').slice(0, 8), { left: doors.close })
  const undertaker = createUndertaker(docker, data)
  let sink: DynoSink | null = null
  let isStopping = false

  const house: DockerHouse = {
    docker, owner, slugs, imageSlugs, networks, isDirect, undertaker, doors, lostAfterMs: () => (isStopping ? lostWhileStoppingMs : lostAfterMs), ports: createPortNumbers(), ready: createReadyWatch(isDirect ? 0 : staysOpenMs), image: options.image,
    sink: { observed: (observation) => sink?.observed(observation), output: (output) => sink?.output(output) },
  }
  const { ranOut, end, ...table } = createDynoTable((spec) => runDockerDyno(spec, house), house.sink.observed, options.sampleEveryMs)
  const oom = createOomWatch(docker, data, ranOut)

  return {
    kind: 'docker',
    ready: (kind) => answersFor(kind, docker),
    forgetSlug: async (slugId) => void (await Promise.all([slugs.drop(slugId), kept.forget(slugId)])),
    connect: (given) => (sink = given),
    recover: async () => {
      const found = await undertaker.all()
      await networks.clear().catch(() => {})
      await slugs.clear()
      return found
    },
    ...table,
    stop: async () => {
      isStopping = true
      kept.stop()
      oom.stop()
      await end()
      undertaker.stop()
      await doors.stop()
      // With Docker away there is nothing to be done: the next start will.
      await undertaker.settled().catch(() => {})
      await networks.clear().catch(() => {})
      await slugs.clear()
    },
  }
}
