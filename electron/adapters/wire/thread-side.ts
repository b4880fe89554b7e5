// The proxies inside their thread.

import type { MessagePort } from 'node:worker_threads'
import { WireRefusal } from '../../../shared/wire/wire-refusal.ts'
import { createSwitchboard, type Switchboard } from './switchboard.ts'
import type { FromWire, KeptProxy, ThreadStart, ToWire } from './thread-messages.ts'

export function runWireThread(port: MessagePort, { kept }: ThreadStart): void {
  const board = createSwitchboard()
  const say = (message: FromWire): void => port.postMessage(message)
  const restored = restore(board, kept, (text) => say({ kind: 'trouble', text }))

  async function answer({ call, args, ask }: ToWire): Promise<void> {
    await restored
    try {
      const done = await (board[call] as (...given: readonly unknown[]) => Promise<unknown>)(...args)
      say({ kind: 'done', ask, answer: done, kept: await keep(board) })
    } catch (error) {
      const trouble = error instanceof WireRefusal ? error.trouble : null
      say({ kind: 'refused', ask, trouble, message: error instanceof Error ? error.message : String(error), kept: await keep(board) })
    }
    if (call === 'stop') port.close()
  }

  port.on('message', (message: ToWire) => void answer(message))
}

async function restore(board: Switchboard, kept: readonly KeptProxy[], trouble: (text: string) => void): Promise<void> {
  for (const { toxics, ...proxy } of kept) {
    try {
      await board.create(proxy)
      for (const toxic of toxics) await board.addToxic(proxy.name, toxic)
    } catch (error) {
      trouble(`the proxy ${proxy.name} is gone: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

async function keep(board: Switchboard): Promise<readonly KeptProxy[]> {
  return (await board.list()).map(({ name, listen, upstream, enabled, toxics }) => ({ name, listen, upstream, enabled, toxics }))
}
