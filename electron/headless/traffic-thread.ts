// Entry of the traffic generator's thread.

import { parentPort, workerData } from 'node:worker_threads'
import { runTrafficThread } from '../adapters/traffic/thread-side.ts'
import type { ThreadStart } from '../adapters/traffic/thread-messages.ts'

if (parentPort === null) throw new Error('the traffic generator runs in a thread')
runTrafficThread(parentPort, workerData as ThreadStart)
