// Entry of the thread of kept logs.

import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadStart } from '../adapters/log-search/thread-messages.ts'
import { runSearchThread } from '../adapters/log-search/thread-side.ts'

if (parentPort === null) throw new Error('kept logs are in a thread')
runSearchThread(parentPort, workerData as ThreadStart)
