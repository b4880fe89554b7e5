// The sender inside its thread.

import type { MessagePort } from 'node:worker_threads'
import { createTrafficSender, type TrafficSender } from './traffic-sender.ts'
import type { FromSender, ThreadStart, ToSender } from './thread-messages.ts'

export function runTrafficThread(port: MessagePort, start: ThreadStart): void {
  const say = (message: FromSender): void => port.postMessage(message)
  const sender = createTrafficSender(start.port, {
    second: (appId, second) => say({ kind: 'second', appId, second }),
    over: (appId) => say({ kind: 'over', appId }),
  })
  port.on('message', (message: ToSender) => void obey(sender, message, say, () => port.close()))
}

async function obey(sender: TrafficSender, message: ToSender, say: (message: FromSender) => void, close: () => void): Promise<void> {
  switch (message.kind) {
    case 'start':
      return sender.start(message.order)
    case 'move':
      return sender.move(message.appId, message.host)
    case 'stop':
      sender.stop(message.appId)
      return say({ kind: 'stopped', ask: message.ask })
    case 'visit':
      return say({ kind: 'visited', ask: message.ask, answer: await sender.visit(message.host, message.path, message.more) })
    case 'misbehave':
      return say({ kind: 'visited', ask: message.ask, answer: await sender.misbehave(message.host, message.manner) })
    case 'close':
      sender.close()
      close()
  }
}
