// A world for tests on real processes.

import { makeSlugWorld, specsFor, type SlugWorld } from '../parts/runtime-world.fixture.ts'
import { makeFolder } from '../parts/test-files.fixture.ts'
import { isPortFree } from './port-pool.ts'
import { createProcessRuntime, type ProcessRuntime, type ProcessRuntimeOptions } from './process-runtime.ts'

export { waitUntil, witness, type Witness } from '../parts/runtime-world.fixture.ts'

export type ProcessWorld = SlugWorld<ProcessRuntime>

export function makeProcessWorld(options: Partial<ProcessRuntimeOptions> = {}): ProcessWorld {
  return makeSlugWorld(options.dataDir ?? makeFolder('runtime'), (dataDir, openSlug) => createProcessRuntime({ dataDir, sessionId: 'session-1', sampleEveryMs: 200, openSlug, ...options }))
}

/** Two neighbours that nobody has, below what dynos of other tests and outgoing connections get. */
export async function freePorts(): Promise<readonly [number, number]> {
  for (;;) {
    const first = 10_000 + 2 * Math.floor(Math.random() * 1000)
    if ((await isPortFree(first)) && (await isPortFree(first + 1))) return [first, first + 1]
  }
}

export const dynoSpec = specsFor('process')
