// Entry of the data plane's thread: the edge adapter with the router's decisions.

import { parentPort, workerData } from 'node:worker_threads'
import { runEdgeThread } from '../adapters/edge/thread-side.ts'
import type { ThreadStart } from '../adapters/edge/thread-messages.ts'
import { createRouterDecisions } from '../engine/router/decide.ts'

if (parentPort === null) throw new Error('the edge runs in a thread')
void runEdgeThread(parentPort, workerData as ThreadStart, createRouterDecisions())
