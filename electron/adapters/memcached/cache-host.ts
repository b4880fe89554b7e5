// Caches, each in a thread of its own.

import type { CacheHost, CacheSink, CacheStats } from '../../engine/ports/cache-host.ts'
import { createThreadNodes } from '../parts/thread-nodes.ts'
import type { CacheQuestion } from './node-side.ts'

/** Values are outside of a thread's heap; what is around them is in it. */
const heapBytes = 256 * 1024 ** 2

export function createCacheHost(options: { readonly threadFile: string }): CacheHost {
  let sink: CacheSink | null = null
  const threads = createThreadNodes({ threadFile: options.threadFile, service: 'memcached', ended: (id, how) => sink?.ended(id, how), told: () => {} })
  const ask = async (id: string, question: CacheQuestion): Promise<CacheStats> => (await threads.ask(id, question)) as CacheStats
  return {
    connect: (connected) => void (sink = connected),
    start: async ({ id, ...settings }) => (await threads.start(id, settings, heapBytes + settings.memoryBytes)) as { port: number },
    stats: (id) => ask(id, { kind: 'stats' }),
    flush: (id) => ask(id, { kind: 'flush' }),
    setMemory: (id, bytes) => ask(id, { kind: 'memory', bytes }),
    kill: threads.kill,
    freeze: threads.freeze,
    thaw: async (id) => threads.thaw(id),
    stop: threads.stop,
    stopAll: threads.stopAll,
  }
}
