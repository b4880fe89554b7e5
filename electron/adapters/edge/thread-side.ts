// The edge inside its thread. Who builds the thread's entry hands in the decisions of engine/router.

import type { MessagePort } from 'node:worker_threads'
import type { RouterDecisions } from '../../engine/ports/http-edge.ts'
import { createEdgeServer, type EdgeServer } from './edge-server.ts'
import type { FromEdge, ThreadStart, ToEdge } from './thread-messages.ts'

export async function runEdgeThread(port: MessagePort, start: ThreadStart, decisions: RouterDecisions): Promise<void> {
  const say = (message: FromEdge): void => port.postMessage(message)
  // Who starts the thread wants to hear first that it listens; the routes it begins with may have news before.
  let hasBegun = (): void => {}
  const began = new Promise<void>((resolve) => (hasBegun = resolve))
  try {
    const server = await createEdgeServer({
      ...start, decisions,
      // The numbers are given away, not copied.
      report: (reports) => port.postMessage({ kind: 'report', reports } satisfies FromEdge, [reports.numbers.buffer as ArrayBuffer]),
      wake: (appId, requestId) => say({ kind: 'wake', appId, requestId }),
      load: (loads) => say({ kind: 'load', loads }),
      probed: (appId, dynoId, ready, detail) => say({ kind: 'probed', appId, dynoId, ready, detail }),
      drained: (dynoId) => void began.then(() => say({ kind: 'drained', dynoId })),
    })
    port.on('message', (message: ToEdge) => void obey(server, message, say, () => port.close()))
    say({ kind: 'listening', port: server.port })
    hasBegun()
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    say({ kind: 'failed', message, code: code ?? null })
  }
}

async function obey(server: EdgeServer, message: ToEdge, say: (message: FromEdge) => void, close: () => void): Promise<void> {
  switch (message.kind) {
    case 'set':
      return server.setRoute(message.route)
    case 'remove':
      return server.removeRoute(message.appId)
    case 'faults':
      return server.setFaults(message.faults)
    case 'restart':
      await server.restart()
      return say({ kind: 'restarted' })
    case 'taken':
      return server.taken()
    case 'load-taken':
      return server.loadTaken()
    case 'stop':
      await server.stop()
      say({ kind: 'stopped' })
      close()
  }
}
