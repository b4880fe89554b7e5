// The kept logs inside their thread.

import { constants, setPriority } from 'node:os'
import type { MessagePort } from 'node:worker_threads'
import { unpackLines } from '../parts/packed-lines.ts'
import { createSearchBoard } from './search-board.ts'
import type { FromSearch, Question, ThreadStart, ToSearch } from './thread-messages.ts'

export function runSearchThread(port: MessagePort, { folder }: ThreadStart): void {
  yieldToRouter()
  const board = createSearchBoard(folder)
  const say = (message: FromSearch): void => port.postMessage(message)
  let taken = 0
  board.connect({
    watched: (news) => say({ kind: 'watched', news }),
    written: () => {
      if (taken > 0) say({ kind: 'took', lines: taken })
      taken = 0
    },
  })

  function answer(question: Question): unknown {
    switch (question.call) {
      case 'search':
        return board.search(question.id, question.order)
      case 'facts':
        return board.facts(question.id)
      case 'archives':
        return board.archives(question.id)
      case 'archive':
        return board.archive(question.id, question.name)
      case 'remove':
        return board.remove(question.id)
      case 'stop':
        return board.stop()
    }
  }

  async function tell(ask: number, question: Question): Promise<void> {
    try {
      say({ kind: 'answer', ask, answer: await answer(question) })
    } catch (error) {
      say({ kind: 'failed', ask, why: error instanceof Error ? error.message : String(error) })
    }
    if (question.call === 'stop') port.close()
  }

  port.on('message', (message: ToSearch) => {
    switch (message.kind) {
      case 'open':
        return board.open(message.log)
      case 'lines':
        board.take(message.id, unpackLines(message.lines))
        taken += message.lines.at.length
        return
      case 'watch':
        return board.watch(message.id, message.watch)
      case 'unwatch':
        return board.unwatch(message.watchId)
      case 'ask':
        return void tell(message.ask, message.question)
    }
  })
}

/** Where threads have priorities of their own, this one is behind the others: the router's above all. Elsewhere it would be the whole process's. */
function yieldToRouter(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It works as well without.
  }
}
