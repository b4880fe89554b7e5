// Dynos and builds in containers, on a Docker that may come later than the platform, or never: it is looked for when something needs
// it, and until then nothing of it is touched. What an earlier engine left is ended as soon as Docker is found.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { BuildHost } from '../../engine/ports/build-host.ts'
import type { DynoSink, DynoSpec } from '../../engine/ports/dyno-runtime.ts'
import type { DockerRuntime } from './docker-runtime.ts'

export type DockerSide = { readonly runtime: DockerRuntime; readonly builds: Pick<BuildHost, 'open' | 'openImages' | 'purgeCache' | 'forgetApp' | 'stop'> }

/** `open` rejects in words while Docker can not be used. Asked again by the next that needs it. */
export function createDockerWhenThere(open: () => Promise<DockerSide>): DockerSide {
  /** Asked to start, but nothing is there to start it in yet; a signal that came meanwhile ends it. */
  const waiting = new Set<string>()
  let sink: DynoSink | null = null
  let opening: Promise<DockerSide> | null = null
  let found: DockerSide | null = null
  let left = 0
  let isOver = false

  function reach(): Promise<DockerSide> {
    if (isOver) return Promise.reject(new Error('The platform stops.'))
    opening ??= begin().catch((error: unknown) => {
      opening = null
      throw error
    })
    return opening
  }

  async function begin(): Promise<DockerSide> {
    const side = await open()
    side.runtime.connect({ observed: (observation) => sink?.observed(observation), output: (output) => sink?.output(output) })
    left = await side.runtime.recover()
    found = side
    return side
  }

  async function start(spec: DynoSpec): Promise<void> {
    waiting.add(spec.id)
    try {
      const { runtime } = await reach()
      if (waiting.has(spec.id)) return runtime.start(spec)
      sink?.observed({ kind: 'exited', dynoId: spec.id, exitStatus: null, signal: 'SIGTERM', failure: null })
    } catch (error) {
      sink?.observed({ kind: 'exited', dynoId: spec.id, exitStatus: null, signal: null, failure: error instanceof Error ? error.message : String(error) })
    } finally {
      waiting.delete(spec.id)
    }
  }

  const runtime: DockerRuntime = {
    kind: 'docker',
    connect: (given) => void (sink = given),
    ready: async (kind) => {
      if (kind !== 'docker') throw new PlatformError('runtime-unknown', { runtime: kind, why: 'these are containers' })
      await (await reach()).runtime.ready(kind)
    },
    /** That there is no Docker is no failure of the platform. */
    recover: () => reach().then(() => left, () => 0),
    start: (spec) => (found === null ? void start(spec) : found.runtime.start(spec)),
    exec: (spec) => found?.runtime.exec(spec) ?? Promise.reject(new Error('That dyno does not run any more.')),
    signal: (dynoId, signal) => (waiting.delete(dynoId) ? undefined : found?.runtime.signal(dynoId, signal)),
    afflict: (dynoId, leaseId, trouble) => found?.runtime.afflict(dynoId, leaseId, trouble) ?? Promise.reject(new Error('That dyno does not run any more.')),
    relieve: (dynoId, leaseId) => found?.runtime.relieve(dynoId, leaseId) ?? Promise.resolve({ restored: [], residue: [] }),
    write: (dynoId, text) => found?.runtime.write(dynoId, text),
    hold: (dynoId, isHeld) => found?.runtime.hold(dynoId, isHeld),
    resize: (dynoId, columns, rows) => found?.runtime.resize(dynoId, columns, rows),
    forgetSlug: async (slugId) => found?.runtime.forgetSlug(slugId),
    stop: async () => {
      isOver = true
      waiting.clear()
      await opening?.catch(() => {})
      await found?.runtime.stop()
    },
  }

  /** What is kept in a Docker that is not there now is of no use to anybody. */
  const ifThere = async (work: (side: DockerSide) => Promise<void>): Promise<void> => {
    const side = await reach().catch(() => null)
    if (side !== null) await work(side)
  }

  return {
    runtime,
    builds: {
      open: async (request, output) => (await reach()).builds.open(request, output),
      openImages: async (request, output) => (await reach()).builds.openImages(request, output),
      purgeCache: (appId) => ifThere(({ builds }) => builds.purgeCache(appId)),
      forgetApp: (appId) => ifThere(({ builds }) => builds.forgetApp(appId)),
      stop: async () => found?.builds.stop(),
    },
  }
}
