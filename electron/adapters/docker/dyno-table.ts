// Dynos that run, and programs beside them, by their ids.

import type { DynoRuntime, DynoSpec } from '../../engine/ports/dyno-runtime.ts'
import type { DockerExec } from './docker-exec.ts'
import { createDockerSampler, type Sample } from './docker-sampler.ts'
import type { LiveDyno } from './dyno-life.ts'

export type DynoTable = Pick<DynoRuntime, 'start' | 'exec' | 'signal' | 'afflict' | 'relieve' | 'write' | 'resize'> & {
  /** The kernel ended a process of that dyno for its memory. */
  ranOut(dynoId: string): void
  /** Kills all of them. Resolves when all have ended. */
  end(): Promise<void>
}

const defaultSampleEveryMs = 2000

export function createDynoTable(run: (spec: DynoSpec) => LiveDyno, sampled: (sample: Sample) => void, sampleEveryMs = defaultSampleEveryMs): DynoTable {
  const dynos = new Map<string, LiveDyno>()
  const execs = new Map<string, DockerExec>()
  const sampler = createDockerSampler({
    everyMs: sampleEveryMs,
    running: () => [...dynos].flatMap(([dynoId, dyno]) => {
      const container = dyno.container()
      return container === null ? [] : [[dynoId, container] as const]
    }),
    observed: (sample) => {
      if (dynos.get(sample.dynoId)?.container() != null) sampled(sample)
    },
  })

  return {
    start: (spec) => {
      if (dynos.has(spec.id)) throw new Error(`dyno ${spec.id} was started already`)
      const dyno = run(spec)
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
    ranOut: (dynoId) => dynos.get(dynoId)?.ranOut(),
    end: async () => {
      sampler.stop()
      for (const dyno of dynos.values()) dyno.signal('SIGKILL')
      await Promise.all([...dynos.values(), ...execs.values()].map(({ ended }) => ended))
    },
  }
}
