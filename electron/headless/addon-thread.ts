// Entry of the threads that servers of add-ons run in. Each loads only what it becomes.

import { parentPort, workerData } from 'node:worker_threads'
import { runNodeThread, type ThreadNodeStart } from '../adapters/parts/node-thread.ts'

if (parentPort === null) throw new Error('servers of add-ons run in a thread')
runNodeThread(parentPort, workerData as ThreadNodeStart, {
  redis: async () => (await import('../adapters/redis/node-side.ts')).startRedisNode,
  memcached: async () => (await import('../adapters/memcached/node-side.ts')).startCacheNode,
  mail: async () => (await import('../adapters/mail/node-side.ts')).startMailNode,
})
