// The runtime of containers, on a Docker that may come later than the platform, or never: it is looked for when something needs it,
// and until then nothing of it is touched. What an earlier engine left is ended as soon as Docker is found.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { DynoRuntime, DynoSink, DynoSpec } from '../../engine/ports/dyno-runtime.ts'
import type { DockerRuntime } from './docker-runtime.ts'

export type DockerWhenThere = DynoRuntime & { forgetSlug(slugId: string): Promise<void> }

/** `open` rejects in words while Docker can not be used. Asked again by the next that needs it. */
export function createDockerWhenThere(open: () => Promise<DockerRuntime>): DockerWhenThere {
  /** Asked to start, but nothing is there to start it in yet; a signal that came meanwhile ends it. */
  const waiting = new Set<string>()
  let sink: DynoSink | null = null
  let opening: Promise<DockerRuntime> | null = null
  let found: DockerRuntime | null = null
  let left = 0
  let isOver = false

  function reach(): Promise<DockerRuntime> {
    if (isOver) return Promise.reject(new Error('The platform stops.'))
    opening ??= begin().catch((error: unknown) => {
      opening = null
      throw error
    })
    return opening
  }

  async function begin(): Promise<DockerRuntime> {
    const runtime = await open()
    runtime.connect({ observed: (observation) => sink?.observed(observation), output: (output) => sink?.output(output) })
    left = await runtime.recover()
    found = runtime
    return runtime
  }

  async function start(spec: DynoSpec): Promise<void> {
    waiting.add(spec.id)
    try {
      const runtime = await reach()
      if (waiting.has(spec.id)) return runtime.start(spec)
      sink?.observed({ kind: 'exited', dynoId: spec.id, exitStatus: null, signal: 'SIGTERM', failure: null })
    } catch (error) {
      sink?.observed({ kind: 'exited', dynoId: spec.id, exitStatus: null, signal: null, failure: error instanceof Error ? error.message : String(error) })
    } finally {
      waiting.delete(spec.id)
    }
  }

  return {
    kind: 'docker',
    connect: (given) => void (sink = given),
    ready: async (kind) => {
      if (kind !== 'docker') throw new PlatformError('runtime-unknown', { runtime: kind, why: 'these are containers' })
      await (await reach()).ready(kind)
    },
    /** That there is no Docker is no failure of the platform. */
    recover: () => reach().then(() => left, () => 0),
    start: (spec) => (found === null ? void start(spec) : found.start(spec)),
    signal: (dynoId, signal) => (waiting.delete(dynoId) ? undefined : found?.signal(dynoId, signal)),
    afflict: (dynoId, leaseId, trouble) => found?.afflict(dynoId, leaseId, trouble) ?? Promise.reject(new Error('That dyno does not run any more.')),
    relieve: (dynoId, leaseId) => found?.relieve(dynoId, leaseId) ?? Promise.resolve({ restored: [], residue: [] }),
    write: (dynoId, text) => found?.write(dynoId, text),
    resize: (dynoId, columns, rows) => found?.resize(dynoId, columns, rows),
    forgetSlug: async (slugId) => found?.forgetSlug(slugId),
    stop: async () => {
      isOver = true
      waiting.clear()
      await opening?.catch(() => {})
      await found?.stop()
    },
  }
}
