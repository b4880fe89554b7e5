import { describe, expect, it } from 'vitest'
import { createClient, streamCredit } from '../../shared/protocol/client.ts'
import type { Transport } from '../../shared/protocol/envelope.ts'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import { createChannel, type Channel } from '../engine/journal/channel.ts'
import { maxCallsUnderWay, maxStreams, serveConnection } from './connection.ts'

type Side = Transport & { readonly received: unknown[]; isClosed: boolean }

type OpenSide = Side & { readonly hear: ((message: unknown) => void)[]; readonly ends: (() => void)[] }

/** Two ends that hear each other at once, in order. */
function wire(): [Side, Side] {
  const [a, b] = [newSide(), newSide()]
  for (const [from, to] of [[a, b], [b, a]] as const) {
    from.send = (message) => {
      to.received.push(message)
      for (const hear of to.hear) hear(message)
    }
    from.close = () => {
      if (a.isClosed) return
      a.isClosed = b.isClosed = true
      for (const end of [...a.ends, ...b.ends]) end()
    }
  }
  return [a, b]
}

function newSide(): OpenSide {
  return {
    hear: [], ends: [], received: [], isClosed: false, send: () => {}, close: () => {},
    onMessage(handler) { this.hear.push(handler) },
    onClose(handler) { this.ends.push(handler) },
  }
}

/** Answers with how long the question was, and fails in the two ways there are. */
function call(name: string, input: unknown, by: string): Promise<unknown> {
  if (name === 'ps:stop') return Promise.reject(new PlatformError('dyno-not-found', { dyno: 'web.1', app: 'a' }))
  if (name === 'ps:restart') return Promise.reject(new TypeError('undefined is not a dyno'))
  return Promise.resolve({ seq: `${by} ${JSON.stringify(input)}`.length })
}

const settle = () => new Promise((resolve) => setImmediate(resolve))
const numbers = (): Channel<number> => createChannel<number>({ bound: 1000 })

describe('calls', () => {
  it('carry who asked, and come back as answer, refusal or bug', async () => {
    const [near, engineEnd] = wire()
    const bugs: unknown[] = []
    serveConnection({ call, open: () => numbers().reader }, engineEnd, 'me@localhost', (bug) => bugs.push(bug))
    const client = createClient(near)
    expect(await client.call('apps:rename', { app: 'a', name: 'b' })).toEqual({ seq: 'me@localhost {"app":"a","name":"b"}'.length })
    await expect(client.call('ps:stop', { app: 'a', dyno: 'web.1' })).rejects.toMatchObject({ code: 'dyno-not-found' })
    await expect(client.call('ps:restart', { app: 'a' })).rejects.toMatchObject({ code: 'bug', isDefinite: false })
    expect(bugs).toEqual([new TypeError('undefined is not a dyno')])
    expect(JSON.stringify(near.received)).not.toContain('undefined is not a dyno')
  })

  it('beyond the bound are refused, and the others go on', async () => {
    const [near, engineEnd] = wire()
    const waiting: (() => void)[] = []
    serveConnection({ call: () => new Promise((resolve) => waiting.push(() => resolve({ seq: 1 }))), open: () => numbers().reader }, engineEnd, 'me')
    const client = createClient(near)
    const under = Array.from({ length: maxCallsUnderWay }, () => client.call('apps:rename', { app: 'a', name: 'b' }))
    await expect(client.call('apps:rename', { app: 'a', name: 'b' })).rejects.toMatchObject({ code: 'rate-limited' })
    for (const finish of waiting) finish()
    expect(await Promise.all(under)).toHaveLength(maxCallsUnderWay)
  })
})

describe('streams', () => {
  it('send no more than the reader gave credit for', async () => {
    const [near, engineEnd] = wire()
    const channel = numbers()
    serveConnection({ call: () => Promise.resolve({}), open: () => channel.reader }, engineEnd, 'me')
    near.send({ kind: 'open', id: 1, name: 'build', input: {}, credit: 3 })
    for (let index = 0; index < 10; index++) channel.push(index)
    await settle()
    expect(near.received).toHaveLength(3)
    near.send({ kind: 'more', id: 1, credit: 2 })
    await settle()
    expect(near.received.map((message) => (message as { value: number }).value)).toEqual([0, 1, 2, 3, 4])
  })

  it('end in order for a client that keeps up', async () => {
    const [near, engineEnd] = wire()
    const channel = numbers()
    serveConnection({ call: () => Promise.resolve({}), open: () => channel.reader }, engineEnd, 'me')
    const items: unknown[] = []
    const ended = new Promise((resolve) => createClient(near).open('build', { buildId: 'b' }, (item) => items.push(item), resolve))
    for (let index = 0; index < 5 * streamCredit; index++) channel.push(index)
    channel.end()
    expect(await ended).toBeNull()
    expect(items).toEqual(Array.from({ length: 5 * streamCredit }, (_, index) => index))
  })

  it('that can not be opened end with the reason', async () => {
    const [near, engineEnd] = wire()
    serveConnection({ call: () => Promise.resolve({}), open: () => { throw new PlatformError('build-not-found', { build: 'b' }) } }, engineEnd, 'me')
    const error = await new Promise((resolve) => createClient(near).open('build', { buildId: 'b' }, () => {}, resolve))
    expect(error).toMatchObject({ code: 'build-not-found' })
  })

  it('close their readers with the stream and with the connection, and are bounded', async () => {
    const [near, engineEnd] = wire()
    const closed: number[] = []
    let opened = 0
    const open = () => {
      const number = ++opened
      return createChannel<number>({ bound: 1, onClose: () => closed.push(number) }).reader
    }
    serveConnection({ call: () => Promise.resolve({}), open }, engineEnd, 'me')
    const client = createClient(near)
    const ends: unknown[] = []
    const first = client.open('build', { buildId: 'b' }, () => {}, () => {})
    first()
    expect(closed).toEqual([1])
    for (let index = 0; index <= maxStreams; index++) client.open('build', { buildId: 'b' }, () => {}, (error) => ends.push(error?.code))
    expect(ends).toEqual(['rate-limited'])
    client.close()
    expect(closed).toHaveLength(1 + maxStreams)
  })
})

describe('a client that breaks the protocol', () => {
  it.each([[null], [{ kind: 'call', id: 0, name: 'x', input: {} }], [{ kind: 'open', id: 1, name: 'build', input: {}, credit: 10_000 }]])('%j is hung up on', (message) => {
    const [near, engineEnd] = wire()
    serveConnection({ call: () => Promise.resolve({}), open: () => numbers().reader }, engineEnd, 'me')
    near.send(message)
    expect(near.isClosed).toBe(true)
  })
})
