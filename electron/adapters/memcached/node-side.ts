// The cache inside its thread.

import type { StartThreadNode } from '../parts/node-thread.ts'
import { startCacheServer } from './cache-server.ts'

export type CacheQuestion = { readonly kind: 'stats' } | { readonly kind: 'flush' } | { readonly kind: 'memory'; readonly bytes: number }

export const startCacheNode: StartThreadNode = async (settings) => {
  const server = await startCacheServer(settings as Parameters<typeof startCacheServer>[0])
  return {
    ready: { port: server.port },
    answer: async (given) => {
      const question = given as CacheQuestion
      if (question.kind === 'flush') server.store.flush(0)
      if (question.kind === 'memory') server.store.setMemory(question.bytes)
      return server.stats()
    },
    stop: server.stop,
  }
}
