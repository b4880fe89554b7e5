// Servers of add-ons inside their threads. One entry for all; what it becomes is told at its start.

import type { MessagePort } from 'node:worker_threads'

/** A server as its thread runs it. */
export type ThreadNode = {
  /** What it says when it is there: its port. */
  readonly ready: unknown
  answer(question: unknown): Promise<unknown>
  stop(): Promise<void>
}

/** `tell` is for what nobody asked about. */
export type StartThreadNode = (settings: unknown, tell: (news: unknown) => void) => Promise<ThreadNode>

export type ThreadNodeStart = { readonly service: string; readonly settings: unknown; /** Not 0: it stands still. */ readonly pause: Int32Array }

export type ToNode = { readonly kind: 'ask'; readonly ask: number; readonly question: unknown } | { readonly kind: 'freeze' } | { readonly kind: 'stop' }

export type FromNode =
  | { readonly kind: 'ready'; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly ask: number; readonly answer: unknown }
  | { readonly kind: 'refused'; readonly ask: number; readonly message: string }
  | { readonly kind: 'frozen' }
  | { readonly kind: 'told'; readonly news: unknown }

export function runNodeThread(port: MessagePort, start: ThreadNodeStart, services: Readonly<Record<string, () => Promise<StartThreadNode>>>): void {
  const say = (message: FromNode): void => port.postMessage(message)
  const starting = begin()

  async function begin(): Promise<ThreadNode | null> {
    try {
      const service = services[start.service]
      if (service === undefined) throw new Error(`there is no ${start.service}`)
      const node = await (await service())(start.settings, (news) => say({ kind: 'told', news }))
      say({ kind: 'ready', answer: node.ready })
      return node
    } catch (error) {
      say({ kind: 'failed', message: wordsOf(error) })
      port.close()
      return null
    }
  }

  async function answer(ask: number, question: unknown): Promise<void> {
    try {
      say({ kind: 'done', ask, answer: await (await starting)?.answer(question) })
    } catch (error) {
      say({ kind: 'refused', ask, message: wordsOf(error) })
    }
  }

  port.on('message', (message: ToNode) => {
    if (message.kind === 'ask') void answer(message.ask, message.question)
    // Sockets stay open, and nothing of this thread runs: what a frozen process is to its clients.
    else if (message.kind === 'freeze') {
      say({ kind: 'frozen' })
      Atomics.wait(start.pause, 0, 1)
    }
    else void starting.then((node) => node?.stop()).finally(() => port.close())
  })
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
