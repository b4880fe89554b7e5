// Entry of the threads that servers of add-ons run in.

import { parentPort, workerData } from 'node:worker_threads'
import { runNodeThread, type ThreadNodeStart } from '../adapters/parts/node-thread.ts'
import { startRedisNode } from '../adapters/redis/node-side.ts'

if (parentPort === null) throw new Error('servers of add-ons run in a thread')
runNodeThread(parentPort, workerData as ThreadNodeStart, { redis: startRedisNode })
