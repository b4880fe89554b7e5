// Dynos in containers, and programs beside them, by their ids, with what they use.

import type { DynoSpec } from '../../engine/ports/dyno-runtime.ts'
import { createLiveDynos, type LiveDynos } from '../parts/live-dynos.ts'
import { createDockerSampler, type Sample } from './docker-sampler.ts'
import type { LiveDyno } from './dyno-life.ts'

export type DynoTable = LiveDynos<LiveDyno>['answers'] & {
  /** The kernel ended a process of that dyno for its memory. */
  ranOut(dynoId: string): void
  /** Kills all of them. Resolves when all have ended. */
  end(): Promise<void>
}

const defaultSampleEveryMs = 2000

export function createDynoTable(run: (spec: DynoSpec) => LiveDyno, sampled: (sample: Sample) => void, sampleEveryMs = defaultSampleEveryMs): DynoTable {
  const { answers, get, each, end } = createLiveDynos(run)
  const sampler = createDockerSampler({
    everyMs: sampleEveryMs,
    running: () => each((dyno) => dyno.running()),
    observed: (sample) => {
      if (get(sample.dynoId)?.running() != null) sampled(sample)
    },
  })

  return {
    ...answers,
    ranOut: (dynoId) => get(dynoId)?.ranOut(),
    end: () => {
      sampler.stop()
      return end()
    },
  }
}
