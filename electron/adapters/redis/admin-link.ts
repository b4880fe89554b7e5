// Dynarium's own connection to a Redis node: kept open, so that it needs no place when all are taken. Bounded in time and in what it
// takes in.

import { connect, type Socket } from 'node:net'
import type { RedisReply } from '../../engine/ports/redis-host.ts'
import { encodeCommand } from './resp/reply.ts'
import { createReplyReader } from './resp/reply-reader.ts'

export type AdminLink = {
  ask(commands: readonly (readonly string[])[]): Promise<readonly RedisReply[]>
  close(): void
}

const [askMs, mostBytes] = [5000, 8 * 1024 * 1024]

type Waiting = { readonly count: number; readonly replies: RedisReply[]; readonly resolve: (replies: readonly RedisReply[]) => void; readonly reject: (error: Error) => void; readonly late: ReturnType<typeof setTimeout> }

export function createAdminLink(port: number, password: string): AdminLink {
  let socket: Socket | null = null
  let waiting: Waiting[] = []

  function open(): Socket {
    const reader = createReplyReader(mostBytes)
    const opened = connect({ host: '127.0.0.1', port })
    opened.setNoDelay(true)
    opened.on('data', (chunk) => {
      try {
        for (const reply of reader.push(chunk)) take(reply)
      } catch (error) {
        fail(opened, error instanceof Error ? error : new Error(String(error)))
      }
    })
    opened.on('error', (error) => fail(opened, new Error(`Redis can not be reached: ${error.message}.`)))
    opened.on('close', () => fail(opened, new Error('Redis closed the connection.')))
    socket = opened
    void send([['AUTH', 'dynarium', password]]).catch(() => {})
    return opened
  }

  function take(reply: RedisReply): void {
    const [first] = waiting
    if (first === undefined) return
    first.replies.push(reply)
    if (first.replies.length < first.count) return
    waiting.shift()
    clearTimeout(first.late)
    first.resolve(first.replies)
  }

  function fail(failed: Socket, error: Error): void {
    failed.destroy()
    if (socket !== failed) return
    socket = null
    const broken = waiting
    waiting = []
    for (const { reject, late } of broken) {
      clearTimeout(late)
      reject(error)
    }
  }

  function send(commands: readonly (readonly string[])[]): Promise<readonly RedisReply[]> {
    if (commands.length === 0) return Promise.resolve([])
    return new Promise((resolve, reject) => {
      const to = socket ?? open()
      // What comes late would be taken for the answer to the next.
      const late = setTimeout(() => fail(to, new Error(`Redis did not answer within ${askMs / 1000} seconds.`)), askMs)
      waiting.push({ count: commands.length, replies: [], resolve, reject, late })
      to.write(commands.map((words) => encodeCommand(words.map(bytesOf))).join(''), 'latin1')
    })
  }

  return {
    ask: send,
    close: () => {
      if (socket !== null) fail(socket, new Error('Redis was stopped.'))
    },
  }
}

/** Words as people write them, as bytes. */
const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
