import { beforeEach, describe, expect, it } from 'vitest'
import type { RequestReport } from '../../../shared/domain/route.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { createKernel, type Kernel } from '../journal/kernel.ts'
import type { Reader } from '../journal/room.ts'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import { seededIds, seededRandom } from '../sim/seeded.ts'
import { createVirtualClock, type VirtualClock } from '../sim/virtual-clock.ts'
import { createFlowRoom, type FlowRoom } from './room.ts'
import type { FlowItem } from './watcher.ts'

let clock: VirtualClock
let kernel: Kernel
let room: FlowRoom
let readers: Reader<FlowItem>[]
beforeEach(async () => {
  clock = createVirtualClock()
  const random = seededRandom(7)
  kernel = createKernel({ clock, random, ids: seededIds(random), journal: createMemoryJournal(), onBug: (error) => { throw error } })
  room = createFlowRoom(kernel)
  readers = []
  await commit(created('a'), created('b'))
})

const created = (app: string): EventDraft => ({ type: 'app.created', app, data: { name: `name-${app}`, owner: 'ada', stack: 'host' } })

async function commit(...drafts: EventDraft[]): Promise<void> {
  kernel.commit({ kind: 'platform', text: 'test' }, drafts)
  await kernel.durable()
}

function report(requestId: string, more: Partial<RequestReport> = {}): RequestReport {
  return {
    at: clock.now(), appId: 'a', method: 'GET', path: '/', host: 'h', requestId, fwd: 'f', dynoId: 'd', dyno: 'web.1',
    connectMs: 1, serviceMs: 2, totalMs: 3, status: 200, bytes: 4, protocol: 'http', code: null, ...more,
  }
}

const reports = (from: number, count: number): RequestReport[] => Array.from({ length: count }, (_, index) => report(`r${from + index}`, { at: clock.now() + index / count }))

function open(input: { app?: string; history?: number; perSecond?: number } = {}): Reader<FlowItem> {
  const reader = room.streams?.flow?.({ history: 0, perSecond: 200, ...input })
  if (reader === undefined) throw new Error('no stream')
  readers.push(reader)
  return reader
}

/** What a reader that keeps up gets from now on. */
function follow(reader: Reader<FlowItem>): FlowItem[] {
  const items: FlowItem[] = []
  void (async () => {
    for (let item = await reader.next(); item !== null; item = await reader.next()) items.push(item)
  })()
  return items
}

const ids = (items: readonly FlowItem[]): string[] => items.flatMap((item) => item.requests.map((request) => request.requestId))
const ended = (items: readonly FlowItem[]): number => items.reduce((sum, item) => sum + item.ended, 0)

describe('stream of requests', () => {
  it('begins with the last requests and what is under way, and goes on with each request as it ends', async () => {
    room.requests([report('old'), report('other', { appId: 'b' })], {})
    room.loads([{ appId: 'a', inFlight: 3, held: 1, byDyno: { d: 2 } }])
    const one = follow(open({ app: 'name-a', history: 10 }))
    const all = follow(open({ history: 10 }))
    const none = follow(open())
    await clock.settle()
    expect(one).toEqual([{ requests: [expect.objectContaining({ requestId: 'old' })], ended: 0, loads: [{ appId: 'a', inFlight: 3, held: 1, byDyno: { d: 2 } }] }])
    expect(ids(all)).toEqual(['old', 'other'])
    expect(ids(none)).toEqual([])
    room.requests([report('new'), report('nobody', { appId: null })], {})
    room.loads([{ appId: 'b', inFlight: 1, held: 1, byDyno: {} }])
    await clock.advance(100)
    expect(ids(one.slice(1))).toEqual(['new'])
    expect(one[1]).toMatchObject({ ended: 1, loads: [] })
    expect(ids(all.slice(1))).toEqual(['new', 'nobody'])
    expect(all[1]).toMatchObject({ ended: 2, loads: [{ appId: 'b', held: 1 }] })
  })

  it('keeps the last thousand of each app, oldest first', async () => {
    for (let count = 0; count < 25; count++) {
      room.requests(reports(count * 100, 100), {})
      await clock.advance(10)
    }
    const items = follow(open({ app: 'a', history: 1000 }))
    const few = follow(open({ history: 3 }))
    await clock.settle()
    expect(ids(items)).toEqual(Array.from({ length: 1000 }, (_, index) => `r${1500 + index}`))
    expect(ids(few)).toEqual(['r2497', 'r2498', 'r2499'])
  })

  it('counts every request, and shows a fair sample when there are too many (TF4)', async () => {
    const items = follow(open({ perSecond: 100 }))
    // The first second spends what a quiet moment allows at once.
    for (let count = 0; count < 600; count++) {
      room.requests(reports(count * 40, 40), {})
      await clock.advance(20)
    }
    await clock.advance(1000)
    expect(ended(items)).toBe(600 * 40)
    const shown = ids(items)
    expect(shown.length).toBeLessThanOrEqual(12 * 100 + 100)
    expect(shown.length).toBeGreaterThan(12 * 100)
    expect(new Set(shown).size).toBe(shown.length)
    // Fair: of a report's place in its batch of forty nothing follows for its chance.
    const later = items.slice(10).flatMap((item) => item.requests)
    const inFirstHalf = later.filter((request) => request.at % 1 < 0.5).length
    expect(inFirstHalf / later.length).toBeGreaterThan(0.45)
    expect(inFirstHalf / later.length).toBeLessThan(0.55)
  })

  it('shows all of a few that come at once after a quiet moment', async () => {
    const items = follow(open({ perSecond: 100 }))
    await clock.advance(5000)
    room.requests(reports(0, 100), {})
    await clock.advance(100)
    expect(ids(items)).toHaveLength(100)
    room.requests(reports(100, 100), {})
    await clock.advance(100)
    expect(ids(items)).toHaveLength(110)
    expect(ended(items)).toBe(200)
  })

  it('counts requests whose reports were lost on the way (TF4)', async () => {
    const items = follow(open({ app: 'a' }))
    room.requests([report('one')], { a: 40, b: 2 })
    await clock.advance(100)
    expect(ended(items)).toBe(41)
  })

  it('makes one item for a reader that is behind: sampled, counted, with the last load', async () => {
    const reader = open({ perSecond: 50, history: 5 })
    for (let count = 0; count < 100; count++) {
      room.requests(reports(count * 20, 20), {})
      room.loads([{ appId: 'a', inFlight: count + 1, held: 0, byDyno: {} }])
      await clock.advance(100)
    }
    const [first, second] = [await reader.next(), await reader.next()]
    expect(first).toEqual({ requests: [], ended: 0, loads: [] })
    expect(second?.ended).toBe(2000)
    expect(second?.requests).toHaveLength(50)
    expect(second?.loads).toEqual([{ appId: 'a', inFlight: 100, held: 0, byDyno: {} }])
    const times = second?.requests.map((request) => request.at) ?? []
    expect(times).toEqual([...times].sort((a, b) => a - b))
    // Neither only the oldest nor only the newest.
    const middle = (times[0] ?? 0) + 5000
    expect(times.filter((at) => at > middle).length).toBeGreaterThan(5)
    expect(times.filter((at) => at < middle).length).toBeGreaterThan(5)
  })

  it('keeps no timer while nobody looks or nothing happens', async () => {
    room.requests(reports(0, 10), {})
    room.loads([{ appId: 'a', inFlight: 1, held: 0, byDyno: {} }])
    expect(clock.waiting()).toBe(0)
    follow(open())
    await clock.settle()
    expect(clock.waiting()).toBe(0)
    room.requests(reports(10, 10), {})
    expect(clock.waiting()).toBe(1)
    await clock.advance(100)
    expect(clock.waiting()).toBe(0)
    room.requests(reports(20, 10), {})
    readers[0]?.close()
    expect(clock.waiting()).toBe(0)
  })

  it('sends at most ten items a second, the first of them at once', async () => {
    const items = follow(open())
    await clock.advance(500)
    room.requests(reports(0, 1), {})
    await clock.advance(0)
    expect(items).toHaveLength(2)
    for (let count = 0; count < 100; count++) {
      room.requests(reports(count, 1), {})
      await clock.advance(10)
    }
    expect(items.length).toBeLessThanOrEqual(2 + 10)
    expect(ended(items)).toBeGreaterThan(85)
  })

  it('ends with its app, and goes on by another name', async () => {
    const one = open({ app: 'a' })
    const all = follow(open())
    const items = follow(one)
    room.loads([{ appId: 'a', inFlight: 2, held: 0, byDyno: { d: 2 } }])
    await commit({ type: 'app.renamed', app: 'a', data: { from: 'name-a', to: 'other' } })
    room.requests([report('renamed')], {})
    await clock.advance(100)
    expect(ids(items)).toEqual(['renamed'])
    await commit({ type: 'app.destroyed', app: 'a', data: { name: 'other' } })
    room.requests([report('late')], {})
    room.loads([{ appId: 'a', inFlight: 1, held: 0, byDyno: {} }])
    await clock.advance(100)
    expect(await one.next()).toBeNull()
    expect(ids(all)).toEqual(['renamed'])
    expect(all[all.length - 1]?.loads).toEqual([{ appId: 'a', inFlight: 0, held: 0, byDyno: {} }])
    const again = follow(open({ history: 10 }))
    await clock.settle()
    expect(again).toEqual([{ requests: [], ended: 0, loads: [] }])
  })

  it('refuses an app that is not there, and ends when the engine stops', async () => {
    expect(() => open({ app: 'missing' })).toThrow(/missing/)
    const reader = open()
    await reader.next()
    void room.stop?.()
    expect(await reader.next()).toBeNull()
  })

  it('draws the same for the rest of the world, whether anybody looks or not (JL5)', () => {
    const draws = [false, true].map((looks) => {
      const random = seededRandom(3)
      const other = createKernel({ clock, random, ids: seededIds(random), journal: createMemoryJournal(), onBug: (error) => { throw error } })
      room = createFlowRoom(other)
      if (looks) open({ perSecond: 1 })
      room.requests(reports(0, 0).concat(Array.from({ length: 50 }, (_, index) => report(`n${index}`, { appId: null }))), {})
      return random.next()
    })
    expect(draws[0]).toBe(draws[1])
  })
})
