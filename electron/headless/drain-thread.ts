// Entry of the thread of the log drains.

import { parentPort } from 'node:worker_threads'
import { runDrainThread } from '../adapters/drains/thread-side.ts'

if (parentPort === null) throw new Error('the drains run in a thread')
runDrainThread(parentPort)
