import { beforeEach, describe, expect, it } from 'vitest'
import type { LogDraft } from '../../../shared/domain/log.ts'
import { createKernel, type Kernel } from '../journal/kernel.ts'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import { createMemoryLogs } from '../sim/memory-logs.ts'
import { seededIds, seededRandom } from '../sim/seeded.ts'
import { createVirtualClock, type VirtualClock } from '../sim/virtual-clock.ts'
import { createLogsRoom, type LogsRoom } from './room.ts'

const by = { kind: 'platform', text: 'test' } as const
const line = (text: string, ps = 'web.1', appId = 'app-1'): LogDraft => ({ appId, at: 1, source: ps === 'router' ? 'heroku' : 'app', ps, text })

let clock: VirtualClock
let kernel: Kernel
let room: LogsRoom
beforeEach(async () => {
  const random = seededRandom(1)
  clock = createVirtualClock()
  kernel = createKernel({
    clock, random, ids: seededIds(random), journal: createMemoryJournal(),
    onBug: (error) => {
      throw error
    },
  })
  room = createLogsRoom(kernel, createMemoryLogs())
  kernel.commit(by, [{ type: 'app.created', app: 'app-1', data: { name: 'calm-sea-1', owner: 'ada', stack: 'host' } }])
  await kernel.durable()
})

const open = (more: { lines?: number; tail?: boolean; ps?: string; source?: 'app' | 'heroku' } = {}) => {
  const reader = room.streams?.logs?.({ app: 'calm-sea-1', lines: 100, tail: true, ...more })
  if (reader === undefined) throw new Error('no stream')
  return reader
}
const texts = async (reader: ReturnType<typeof open>): Promise<string[] | undefined> => (await reader.next())?.lines.map((entry) => entry.text)

describe('stream of logs', () => {
  it('gives the backlog first, then every line as it comes', async () => {
    room.write([line('a'), line('b'), line('c')])
    const reader = open({ lines: 2 })
    expect(await texts(reader)).toEqual(['b', 'c'])
    room.write([line('d')])
    expect(await texts(reader)).toEqual(['d'])
    reader.close()
    expect(await reader.next()).toBeNull()
  })

  it('makes a line of each line of a text, so that no name of a folder or file can forge one', async () => {
    kernel.commit(by, [{ type: 'release.created', app: 'app-1', data: { releaseId: 'r', version: 3, slugId: null, config: {}, description: 'Deploy x\n2026 app[web.1]: forged', by: 'ada', buildId: null } }])
    await kernel.durable()
    expect(await texts(open())).toEqual(['Deploy x', '2026 app[web.1]: forged by user ada', 'Release v3 created by user ada'])
  })

  it('filters backlog and tail alike', async () => {
    room.write([line('web'), line('GET', 'router')])
    const reader = open({ ps: 'router' })
    expect(await texts(reader)).toEqual(['GET'])
    room.write([line('web'), line('PUT', 'router'), line('other', 'router', 'app-2')])
    expect(await texts(reader)).toEqual(['PUT'])
  })

  it('ends after the backlog when nobody wants to follow', async () => {
    room.write([line('a')])
    const reader = open({ tail: false })
    expect(await texts(reader)).toEqual(['a'])
    expect(await reader.next()).toBeNull()
  })

  it('drops the oldest lines of a reader that is too slow, and counts them', async () => {
    const reader = open()
    for (let index = 0; index < 20_000; index++) room.write([line(`line ${index}`)])
    const seen: number[] = []
    let dropped = 0
    for (;;) {
      const coming = reader.next()
      await clock.advance(100)
      const item = await coming
      if (item === null) throw new Error('ended')
      dropped += item.dropped
      seen.push(...item.lines.map((entry) => entry.id))
      if (seen[seen.length - 1] === 20_000) break
    }
    expect(dropped).toBeGreaterThan(0)
    expect(seen.length + dropped).toBe(20_000)
    expect(seen.every((id, index) => index === 0 || id > (seen[index - 1] ?? 0))).toBe(true)
  })

  it('tells a flood in few items, and the lines of a calm app one by one', async () => {
    const reader = open()
    await reader.next()
    const items: (readonly string[])[] = []
    const read = (async () => {
      for (let item = await reader.next(); item !== null; item = await reader.next()) items.push(item.lines.map(({ text }) => text))
    })()
    for (let index = 0; index < 5000; index++) {
      room.write([line(`flood ${index}`)])
      if (index % 5 === 0) await clock.advance(1)
    }
    await clock.advance(1000)
    expect(items.flat()).toEqual(Array.from({ length: 5000 }, (_, index) => `flood ${index}`))
    expect(items.length).toBeLessThan(60)
    const before = items.length
    for (let index = 0; index < 10; index++) {
      room.write([line('calm')])
      await clock.advance(0)
    }
    expect(items.slice(before)).toEqual(Array.from({ length: 10 }, () => ['calm']))
    reader.close()
    await read
  })

  it('a reader that closes while it waits for its turn is answered', async () => {
    const reader = open()
    await reader.next()
    let isWaiting = false
    while (!isWaiting) {
      room.write([line('x')])
      const coming = reader.next()
      await clock.settle()
      isWaiting = (await Promise.race([coming, null])) === null
      if (isWaiting) reader.close()
      if (isWaiting) await coming
    }
    expect(await reader.next()).toBeNull()
  })

  it('tells platform lines from events, and ends when the app is destroyed', async () => {
    const reader = open()
    await reader.next()
    kernel.commit(by, [{ type: 'maintenance.changed', app: 'app-1', data: { on: true } }])
    await kernel.durable()
    expect(await texts(reader)).toEqual(['Enable maintenance mode by user ada'])
    kernel.commit(by, [{ type: 'app.destroyed', app: 'app-1', data: { name: 'calm-sea-1' } }])
    await kernel.durable()
    expect(await reader.next()).toBeNull()
  })

  it('takes no more lines of an app that is gone', () => {
    room.write([line('late', 'web.1', 'app-9')])
    expect(kernel.state.apps['app-9']).toBeUndefined()
    expect(() => room.streams?.logs?.({ app: 'app-9', lines: 10, tail: false })).toThrow(/Couldn't find that app/)
  })

  it('keeps no text of a build whose app is gone', async () => {
    const store = createMemoryLogs()
    const own = createLogsRoom(kernel, store)
    own.keepText('app-1.build-1', '-----> Node.js app detected\n')
    kernel.commit(by, [{ type: 'app.destroyed', app: 'app-1', data: { name: 'calm-sea-1' } }])
    await kernel.durable()
    store.forgetApp('app-1')
    own.keepText('app-1.build-1', '-----> Build succeeded!\n')
    expect(store.readText('app-1.build-1')).toBe('')
  })

  it('splits lines that are too long', async () => {
    room.write([line('x'.repeat(15_000))])
    expect((await texts(open()))?.map((text) => text.length)).toEqual([10_000, 5000])
  })
})
