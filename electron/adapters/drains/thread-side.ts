// The drains inside their thread.

import type { MessagePort } from 'node:worker_threads'
import { unpackLines } from '../parts/packed-lines.ts'
import { createDrainBoard } from './drain-board.ts'
import type { FromDrains, ToDrains } from './thread-messages.ts'

export function runDrainThread(port: MessagePort): void {
  const board = createDrainBoard()
  const say = (message: FromDrains): void => port.postMessage(message)
  board.connect({ fared: (readings) => say({ kind: 'fared', readings }) })

  const asked: ToDrains[] = []
  port.on('message', (message: ToDrains) => {
    if (asked.push(message) === 1) setImmediate(next)
  })

  /** One at a time: between two, sockets get their turn. A queue of messages would be taken in one go. */
  function next(): void {
    const message = asked[0]
    if (message !== undefined) take(message)
    asked.shift()
    if (asked.length > 0) setImmediate(next)
  }

  function take(message: ToDrains): void {
    switch (message.kind) {
      case 'open':
        return board.open(message.drain)
      case 'close':
        return board.close(message.id)
      case 'lines':
        board.send(message.ids, unpackLines(message.lines), message.lost)
        return say({ kind: 'took', lines: message.lines.at.length })
      case 'stop':
        return void board.stop().then(() => {
          say({ kind: 'stopped' })
          port.close()
        })
    }
  }
}
