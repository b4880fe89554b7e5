import { describe, expect, it } from 'vitest'
import { createChannel } from './channel.ts'

const joined = { bound: 3, merge: (older: string, newer: string) => (older.length + newer.length <= 4 ? older + newer : null) }

describe('a channel', () => {
  it('hands items over in order, to a reader that waits and to one that comes late', async () => {
    const { push, reader } = createChannel<number>({ bound: 10 })
    const waiting = reader.next()
    push(1)
    push(2)
    expect([await waiting, await reader.next()]).toEqual([1, 2])
  })

  it('merges neighbours when the reader is behind', async () => {
    const { push, reader } = createChannel<string>(joined)
    for (const text of ['a', 'b', 'c', 'd', 'e']) push(text)
    expect([await reader.next(), await reader.next()]).toEqual(['abcd', 'e'])
  })

  it('is bounded: the oldest goes, and that is told', async () => {
    const lost: number[] = []
    const { push, reader } = createChannel<number>({ bound: 2, onDrop: (item) => lost.push(item) })
    for (const item of [1, 2, 3, 4]) push(item)
    expect(lost).toEqual([1, 2])
    expect(await reader.next()).toBe(3)
  })

  it('can be read to its end after it has ended, and gives null from then on', async () => {
    const { push, end, reader } = createChannel<number>({ bound: 2 })
    push(1)
    end()
    push(2)
    expect([await reader.next(), await reader.next(), await reader.next()]).toEqual([1, null, null])
  })

  it('ends for a reader that closes, who may be waiting', async () => {
    let closed = 0
    const { reader } = createChannel<number>({ bound: 2, onClose: () => closed++ })
    const waiting = reader.next()
    reader.close()
    expect(await waiting).toBeNull()
    expect(closed).toBe(1)
  })
})
