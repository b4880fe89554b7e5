// One runtime for the engine out of two: each dyno runs where its spec says, and what is said of it later goes there, too.

import type { RealRuntime, RuntimeKind } from '../../shared/domain/runtime.ts'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { DynoRuntime, DynoSink } from '../engine/ports/dyno-runtime.ts'

/** `usual` is where apps run that say nothing. */
export function createRealRuntime(usual: RealRuntime, of: Readonly<Record<RealRuntime, DynoRuntime>>): DynoRuntime {
  const all = Object.values(of)
  const homes = new Map<string, DynoRuntime>()

  function runtimeFor(kind: RuntimeKind): DynoRuntime {
    if (kind === 'simulated') throw new PlatformError('runtime-unknown', { runtime: kind, why: 'a platform is simulated as a whole or not at all' })
    return of[kind]
  }

  const watched = (sink: DynoSink): DynoSink => ({
    output: sink.output,
    observed: (observation) => {
      if (observation.kind === 'exited') homes.delete(observation.dynoId)
      sink.observed(observation)
    },
  })

  return {
    kind: usual,
    connect: (sink) => all.forEach((runtime) => runtime.connect(watched(sink))),
    ready: async (kind) => runtimeFor(kind).ready(kind),
    recover: async () => (await Promise.all(all.map((runtime) => runtime.recover()))).reduce((sum, found) => sum + found, 0),
    start: (spec) => {
      const runtime = runtimeFor(spec.runtime)
      homes.set(spec.id, runtime)
      runtime.start(spec)
    },
    exec: async (spec) => {
      const runtime = homes.get(spec.dynoId)
      if (runtime === undefined) throw new Error('That dyno does not run any more.')
      homes.set(spec.execId, runtime)
      await runtime.exec(spec).catch((error: unknown) => {
        homes.delete(spec.execId)
        throw error
      })
    },
    signal: (dynoId, signal) => homes.get(dynoId)?.signal(dynoId, signal),
    afflict: (dynoId, leaseId, trouble) => homes.get(dynoId)?.afflict(dynoId, leaseId, trouble) ?? Promise.reject(new Error('That dyno does not run any more.')),
    relieve: (dynoId, leaseId) => homes.get(dynoId)?.relieve(dynoId, leaseId) ?? Promise.resolve({ restored: [], residue: [] }),
    write: (dynoId, text) => homes.get(dynoId)?.write(dynoId, text),
    hold: (dynoId, isHeld) => homes.get(dynoId)?.hold(dynoId, isHeld),
    resize: (dynoId, columns, rows) => homes.get(dynoId)?.resize(dynoId, columns, rows),
    stop: async () => void (await Promise.all(all.map((runtime) => runtime.stop()))),
  }
}
