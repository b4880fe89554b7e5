import { plainRouting, type Route } from '../../../shared/domain/route.ts'
import type { EdgeReport } from '../ports/http-edge.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { trafficSourceContract } from '../ports/traffic-source.contract.ts'
import type { TrafficSource } from '../ports/traffic-source.ts'
import { createRouterDecisions } from '../router/decide.ts'
import { seededIds, seededRandom } from './seeded.ts'
import type { ModelOf } from './simulated-dynos.ts'
import { createSimulatedEdge, type SimulatedEdge } from './simulated-edge.ts'
import { createSimulatedTraffic } from './simulated-traffic.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

let clock: VirtualClock
let edge: SimulatedEdge
let traffic: TrafficSource
let reports: EdgeReport['requests'][number][]
let loads: AppLoad[]
let wakes: string[]

function make(seed: number, model: ModelOf = () => ({})): void {
  clock = createVirtualClock()
  edge = createSimulatedEdge()
  const random = seededRandom(seed)
  traffic = createSimulatedTraffic({ clock, random, ids: seededIds(random), edge, decisions: createRouterDecisions(), model })
  reports = []
  loads = []
  wakes = []
  edge.connect({ report: (report) => reports.push(...report.requests), wake: (appId) => wakes.push(appId), load: (told) => loads.push(...told), probed: () => {}, drained: () => {} })
}

function route(appId: string, dynos: readonly string[] = ['web.1'], more: Partial<Route> = {}): void {
  edge.setRoute({
    appId, appName: appId, hosts: [`${appId}.localhost`], mode: 'serving', webQuantity: Math.max(1, dynos.length), ...plainRouting,
    targets: dynos.map((name, index) => ({ dynoId: `${appId}-${name}`, name, host: '127.0.0.1', port: 1000 + index, state: 'healthy' })), ...more,
  })
}

trafficSourceContract('simulated', async () => {
  const counts = new Map<string, number>()
  make(11, ({ appName }) => ({
    capacity: 1000,
    serviceMs: () => {
      counts.set(appName, (counts.get(appName) ?? 0) + 1)
      return appName === 'hanging' ? Infinity : 5
    },
    status: () => (appName === 'failing' ? 500 : 200),
  }))
  for (const name of ['quick', 'failing', 'hanging']) route(name)
  return {
    source: traffic, hosts: { quick: 'quick.localhost:7080', failing: 'failing.localhost:7080', hanging: 'hanging.localhost:7080' },
    received: (host) => counts.get(host.replace('.localhost:7080', '')) ?? 0,
    release: () => edge.removeRoute('hanging'),
    until: async (holds) => {
      if (!(await clock.runFor(60_000, holds))) throw new Error(`not within a minute: ${holds.toString()}`)
    },
    close: () => Promise.resolve(),
  }
})

describe('simulated traffic', () => {
  beforeEach(() => make(5))
  const steady = (rate: number, seconds: number) => ({ rate, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds }) as const

  it('shares requests out among the dynos, tells loads that add up, and comes back to nothing', async () => {
    route('tea', ['web.1', 'web.2', 'web.3'])
    traffic.start({ appId: 'tea', host: 'tea.localhost', plan: steady(200, 5) })
    await clock.advance(10_000)
    expect(reports).toHaveLength(1000)
    const byDyno = ['web.1', 'web.2', 'web.3'].map((name) => reports.filter(({ dyno }) => dyno === name).length)
    expect(byDyno.every((count) => count > 250)).toBe(true)
    expect(reports.every(({ status, code, serviceMs, totalMs }) => status === 200 && code === null && (serviceMs ?? 0) <= totalMs)).toBe(true)
    expect(loads.length).toBeGreaterThan(10)
    for (const { inFlight, held, byDyno: at } of loads) expect(Object.values(at).reduce((sum, count) => sum + count, 0) + held).toBe(inFlight)
    expect(loads[loads.length - 1]).toEqual({ appId: 'tea', inFlight: 0, held: 0, byDyno: {} })
  })

  it('lets a queue grow at a dyno that is too slow, until the router gives up on requests, and turns new ones away (H12, H11)', async () => {
    make(5, () => ({ capacity: 2, serviceMs: () => 1000 }))
    route('tea')
    traffic.start({ appId: 'tea', host: 'tea.localhost', plan: steady(10, 60) })
    await clock.advance(100_000)
    const codes = (code: string | null): number => reports.filter((report) => report.code === code).length
    expect(codes(null)).toBeGreaterThan(50)
    expect(codes('H12')).toBeGreaterThan(100)
    expect(codes('H11')).toBeGreaterThan(50)
    expect(codes(null) + codes('H12') + codes('H11')).toBe(600)
    expect(Math.max(...loads.map(({ inFlight }) => inFlight))).toBe(200)
    expect(reports.filter(({ code }) => code === 'H12').every(({ serviceMs }) => serviceMs === 30_000)).toBe(true)
  })

  it('holds requests while an app starts or sleeps, wakes it, and says how long they were held', async () => {
    route('tea', [], { mode: 'asleep' })
    traffic.start({ appId: 'tea', host: 'tea.localhost', plan: steady(10, 2) })
    await clock.advance(1500)
    expect(wakes.length).toBeGreaterThan(0)
    expect(wakes.length).toBeLessThanOrEqual(2)
    expect(loads[loads.length - 1]?.held).toBeGreaterThan(10)
    route('tea', [], { mode: 'starting' })
    await clock.advance(500)
    route('tea')
    await clock.advance(5000)
    expect(reports).toHaveLength(20)
    expect(Math.max(...reports.map(({ heldMs }) => heldMs ?? 0))).toBe(2000)
    expect(loads[loads.length - 1]?.inFlight).toBe(0)
  })

  it('cuts off what a dyno had when it is gone (H13), and answers for an app that can not serve', async () => {
    make(5, () => ({ serviceMs: () => 10_000 }))
    route('tea', ['web.1', 'web.2'])
    traffic.start({ appId: 'tea', host: 'tea.localhost', plan: steady(10, 1) })
    await clock.advance(1000)
    route('tea', ['web.2'])
    await clock.advance(20_000)
    const cut = reports.filter(({ code }) => code === 'H13')
    expect(cut.length).toBeGreaterThan(0)
    expect(cut.every(({ dyno, status }) => dyno === 'web.1' && status === 503)).toBe(true)
    expect(reports).toHaveLength(10)
    edge.removeRoute('tea')
    const answers: unknown[] = []
    void traffic.visit('tea.localhost', '/').then((answer) => answers.push(answer))
    route('off', [], { mode: 'maintenance' })
    void traffic.visit('off.localhost', '/').then((answer) => answers.push(answer))
    await clock.advance(200)
    expect(answers).toMatchObject([{ status: 404 }, { status: 503 }])
    expect(reports.slice(10).map(({ appId, code }) => [appId, code])).toEqual([[null, null], ['off', 'H80']])
  })

  it('picks by the app\'s strategy, and by another one from the moment it is switched (RT71)', async () => {
    make(5, (_, { name }) => ({ serviceMs: () => (name === 'web.2' ? 400 : 20) }))
    const two = ['web.1', 'web.2', 'web.3']
    const shareOfSlow = (from: number): number => reports.slice(from).filter(({ dyno }) => dyno === 'web.2').length / (reports.length - from)
    route('tea', two, { strategy: 'random' })
    traffic.start({ appId: 'tea', host: 'tea.localhost', plan: steady(100, 20) })
    await clock.advance(10_000)
    const before = reports.length
    expect(shareOfSlow(0)).toBeGreaterThan(0.25)
    route('tea', two, { strategy: 'least-connections', rules: 'current' })
    await clock.advance(20_000)
    expect(reports.length).toBe(2000)
    expect(shareOfSlow(before + 200)).toBeLessThan(0.1)
    expect(reports[reports.length - 1]?.rules).toBe('current')
  })

  it('asks dynos whether they are ready, tells what is news, and sends nothing to one that is not (RT68)', async () => {
    let isWarm = false
    make(5, (_, { name }) => ({ status: (path) => (path === '/ready' && name === 'web.1' && !isWarm ? 503 : 200) }))
    const told: unknown[] = []
    edge.connect({ report: (report) => reports.push(...report.requests), wake: () => {}, load: () => {}, probed: (...news) => told.push(news), drained: () => {} })
    const targets = (...unready: string[]) => ['web.1', 'web.2'].map((name) => ({ dynoId: `tea-${name}`, name, host: '127.0.0.1', port: 1, state: 'healthy' as const, ...(unready.includes(name) ? { unready: true as const } : {}) }))
    route('tea', [], { targets: targets('web.1', 'web.2'), mode: 'starting', readinessPath: '/ready' })
    await clock.advance(5000)
    expect(told).toHaveLength(2)
    expect(told).toContainEqual(['tea', 'tea-web.1', false, 'GET /ready answered 503'])
    expect(told).toContainEqual(['tea', 'tea-web.2', true, 'GET /ready answered 200'])
    route('tea', [], { targets: targets('web.1'), readinessPath: '/ready' })
    traffic.start({ appId: 'tea', host: 'tea.localhost', plan: steady(50, 2) })
    await clock.advance(5000)
    expect(reports).toHaveLength(100)
    expect(new Set(reports.map(({ dyno, path }) => `${dyno} ${path}`))).toEqual(new Set(['web.2 /']))
    isWarm = true
    await clock.advance(2000)
    expect(told.slice(2)).toEqual([['tea', 'tea-web.1', true, 'GET /ready answered 200']])
    route('tea')
    await clock.advance(60_000)
    expect(clock.waiting()).toBe(0)
  })

  it('gives up on a readiness check after five seconds (RT68)', async () => {
    make(5, () => ({ serviceMs: () => Infinity }))
    const told: unknown[] = []
    edge.connect({ report: () => {}, wake: () => {}, load: () => {}, probed: (...news) => told.push([clock.now(), ...news.slice(2)]), drained: () => {} })
    const from = clock.now()
    route('tea', ['web.1'], { readinessPath: '/ready' })
    await clock.advance(4900)
    expect(told).toEqual([])
    await clock.advance(200)
    expect(told).toEqual([[from + 5000, false, 'GET /ready got no answer']])
  })

  it('gives the same requests for the same seed, and rests when it is over (JL5)', async () => {
    const runs: string[] = []
    for (const seed of [1, 1, 2]) {
      make(seed)
      route('tea', ['web.1', 'web.2'])
      traffic.start({ appId: 'tea', host: 'tea.localhost', plan: { ...steady(50, 3), shape: { kind: 'bursts', to: 300, seconds: 1 } } })
      await clock.advance(40_000)
      expect(clock.waiting()).toBe(0)
      runs.push(JSON.stringify(reports))
    }
    expect(runs[0]).toBe(runs[1])
    expect(runs[0]).not.toBe(runs[2])
  })
})
