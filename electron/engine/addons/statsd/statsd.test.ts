import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AppMetricsNews } from '../../../../shared/protocol/app-metrics.ts'
import type { CallInput, CallName, CallOutput } from '../../../../shared/protocol/calls.ts'
import type { Reader } from '../../journal/room.ts'
import { createMemoryJournal } from '../../sim/memory-journal.ts'
import { createSimulatedIntake, type SimulatedIntake } from '../../sim/simulated-intake.ts'
import { createWorld, type World } from '../../sim/world.ts'
import { createSeriesStore } from './series-store.ts'
import { readDatagram } from './statsd-line.ts'

const addOnCatalogue = readFileSync(join(import.meta.dirname, '../../../../resources/add-ons/catalogue.yaml'), 'utf8')
const sample = { tags: [], kind: 'counter', value: 1, text: '1', isChange: false, weight: 1 }

describe('StatsD\'s lines (AM2)', () => {
  it.each<[string, object[]]>([
    // As hot-shots and node-statsd send them.
    ['page.views:1|c', [{ ...sample, name: 'page.views' }]],
    ['page.views:1|c|@0.1', [{ ...sample, name: 'page.views', weight: 10 }]],
    ['app.latency:12.5|ms|#env:prod,route:/books', [{ ...sample, name: 'app.latency', kind: 'timer', value: 12.5, text: '12.5', tags: ['env:prod', 'route:/books'] }]],
    ['queue:3|g', [{ ...sample, name: 'queue', kind: 'gauge', value: 3, text: '3' }]],
    ['queue:-2|g', [{ ...sample, name: 'queue', kind: 'gauge', value: -2, text: '-2', isChange: true }]],
    ['users:ada|s', [{ ...sample, name: 'users', kind: 'set', value: 0, text: 'ada' }]],
    ['sizes:5|h', [{ ...sample, name: 'sizes', kind: 'timer', value: 5, text: '5' }]],
    ['sizes:5:6|d|#b,a|c:container|T1656581400', [{ ...sample, name: 'sizes', kind: 'timer', value: 5, text: '5', tags: ['a', 'b'] }, { ...sample, name: 'sizes', kind: 'timer', value: 6, text: '6', tags: ['a', 'b'] }]],
    ['a:1|c\nb:2|c\n', [{ ...sample, name: 'a' }, { ...sample, name: 'b', value: 2, text: '2' }]],
    ['_e{5,4}:title|text\n_sc|name|0', []],
  ])('%j', (text, samples) => {
    expect(readDatagram(text)).toEqual({ samples, wrong: 0 })
  })

  it.each(['', ':1|c', 'a|c', 'a:x|c', 'a:1|q', 'a:1', 'a:1|c|@2', 'a:|c', 'a:1|toString', '\u0000:1|c'].map((line) => [line]))('%j is counted as not understood, unless it is nothing', (line) => {
    expect(readDatagram(line)).toEqual({ samples: [], wrong: line === '' ? 0 : 1 })
  })
})

describe('series (AM3)', () => {
  const pointsOf = (store: ReturnType<typeof createSeriesStore>, id: string, now: number) => store.read(0, now, null).series.find((one) => one.id === id)?.points

  it('are aggregated by the second: sums by rate, last values and changes, means and 95th percentiles, members', () => {
    const store = createSeriesStore(10)
    store.take(['c:1|c\nc:2|c|@0.5', 'g:5|g\ng:+2|g', 't:10|ms:bad', ...Array.from({ length: 20 }, (_, at) => `t:${at + 1}|ms`), 'u:ada|s\nu:bob|s\nu:ada|s'], 2, 1500)
    expect(pointsOf(store, 'c', 1999)).toEqual([])
    expect(pointsOf(store, 'c', 2000)).toEqual([{ at: 1000, value: 5, samples: 2, min: 1, max: 2, p95: null }])
    expect(pointsOf(store, 'g|gauge', 2000)).toEqual([{ at: 1000, value: 7, samples: 2, min: 5, max: 7, p95: null }])
    expect(pointsOf(store, 't|timer', 2000)).toEqual([{ at: 1000, value: 10.5, samples: 20, min: 1, max: 20, p95: 19 }])
    expect(pointsOf(store, 'u|set', 2000)).toEqual([{ at: 1000, value: 2, samples: 3, min: 2, max: 2, p95: null }])
    expect(store.losses()).toEqual({ datagrams: 2, lines: 1, samples: 0 })
    store.take(['g:-1|g'], 0, 9000)
    expect(pointsOf(store, 'g|gauge', 10_000)?.at(-1)).toMatchObject({ at: 9000, value: 6 })
  })

  it('are so many at most, and an hour long', () => {
    const store = createSeriesStore(2)
    store.take(['a:1|c\nb:1|c\nc:1|c\nc:1|c'], 0, 0)
    expect(store.read(0, 1000, null).series.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(store.losses().samples).toBe(2)
    for (let at = 1; at <= 4000; at++) store.take(['a:1|c'], 0, at * 1000)
    const points = pointsOf(store, 'a', 4_001_000)
    expect([points?.length, points?.[0]?.at]).toEqual([3600, 401_000])
  })

  it('make room by their own oldest above all points, and are read in bounds', () => {
    const store = createSeriesStore(10, 100)
    for (let at = 0; at < 300; at++) store.take(['a:1|c'], 0, at * 1000)
    expect(pointsOf(store, 'a', 300_000)?.length).toBe(100)
    const large = createSeriesStore(100)
    for (let at = 0; at < 1000; at++) large.take(Array.from({ length: 60 }, (_, one) => `s${one}:1|c`), 0, at * 1000)
    const { series, isCut } = large.read(0, 1_000_000, null)
    expect([isCut, series.reduce((sum, { points }) => sum + points.length, 0) <= 50_000, series[0]?.points.at(-1)?.at]).toEqual([true, true, 999_000])
  })
})

describe('the metrics service (AM1)', () => {
  const call = <N extends CallName>(world: World, name: N, input: CallInput<N>): Promise<CallOutput<N>> => world.engine.call(name, input, 'ada@localhost') as Promise<CallOutput<N>>

  async function opened(journal = createMemoryJournal(), seed = 2): Promise<{ world: World; intake: SimulatedIntake; port: () => Promise<number> }> {
    const intake = createSimulatedIntake()
    const world = await createWorld({ seed, journal, intake, addOns: { addOnCatalogue } })
    return { world, intake, port: async () => Number((await call(world, 'config:get', { app: 'tea' }))['METRICS_PORT']) }
  }

  it('takes what an app sends, answers with it, and streams each second when it is over', async () => {
    const { world, intake, port } = await opened()
    await call(world, 'apps:create', { name: 'tea' })
    const { name } = await call(world, 'addons:create', { app: 'tea', service: 'metrics' })
    await world.clock.settle()
    expect(await call(world, 'config:get', { app: 'tea' })).toEqual({ METRICS_HOST: '127.0.0.1', METRICS_PORT: '18125', METRICS_URL: 'statsd://127.0.0.1:18125' })
    const reader = world.engine.open('statsd', { addOn: name }) as Reader<AppMetricsNews>
    expect((await reader.next())?.series).toEqual([])
    intake.send(await port(), 'hits:2|c')
    await world.clock.advance(1000)
    expect((await reader.next())?.series).toMatchObject([{ id: 'hits', points: [{ value: 2 }] }])
    await world.clock.advance(1000)
    expect((await reader.next())?.series).toMatchObject([{ id: 'hits', points: [] }])
    expect(await call(world, 'statsd:read', { addOn: name, seconds: 10, series: ['hits'] })).toMatchObject({ series: [{ name: 'hits', kind: 'counter', points: [{ value: 2, samples: 1 }] }], lost: { datagrams: 0, lines: 0, samples: 0 }, isCut: false })
    const waiting = world.clock.waiting()
    reader.close()
    await world.clock.advance(2000)
    expect(world.clock.waiting()).toBeLessThan(waiting)
    await expect(call(world, 'statsd:read', { addOn: 'none' })).rejects.toMatchObject({ code: 'addon-not-found' })
  })

  it('has the same port with the next engine, or another that the app is told of', async () => {
    const { world, port } = await opened()
    await call(world, 'apps:create', { name: 'tea' })
    await call(world, 'addons:create', { app: 'tea', service: 'metrics' })
    await world.clock.settle()
    const before = await port()
    const journal = createMemoryJournal()
    journal.append(world.journal.read(0, 1000))
    const next = await opened(journal, 3)
    await next.world.clock.settle()
    expect(await next.port()).toBe(before)
    const taken = createSimulatedIntake()
    await taken.open('somebody', before)
    const again = createMemoryJournal()
    again.append(world.journal.read(0, 1000))
    const third = await createWorld({ seed: 4, journal: again, intake: taken, addOns: { addOnCatalogue } })
    await third.clock.settle()
    expect((await call(third, 'config:get', { app: 'tea' }))['METRICS_PORT']).toBe(String(before + 1))
    const [addOn] = Object.values(third.engine.kernel.state.addOns)
    await call(third, 'addons:destroy', { addOn: addOn?.id ?? '', confirm: 'tea' })
    await third.clock.settle()
    expect(await taken.open('other', before + 1)).toBe(before + 1)
  })
})
