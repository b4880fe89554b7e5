// Entry of the thread of the TCP proxies.

import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadStart } from '../adapters/wire/thread-messages.ts'
import { runWireThread } from '../adapters/wire/thread-side.ts'

if (parentPort === null) throw new Error('the proxies run in a thread')
runWireThread(parentPort, workerData as ThreadStart)
