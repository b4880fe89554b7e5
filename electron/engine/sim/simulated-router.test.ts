import { beforeEach, describe, expect, it } from 'vitest'
import type { RequestReport, Route } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import { createRouterDecisions } from '../router/decide.ts'
import { createSimulatedEdge, type SimulatedEdge } from './simulated-edge.ts'
import { createSimulatedRouter, type SimulatedRouter } from './simulated-router.ts'
import { seededRandom } from './seeded.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

const targets = ['web.1', 'web.2'].map((name, index) => ({ dynoId: `d${index + 1}`, name, host: '127.0.0.1', port: 20_001 + index, state: 'healthy' as const }))
const route: Route = { appId: 'a1', appName: 'tea', hosts: ['tea.localhost', '*.tea.test'], mode: 'serving', targets, webQuantity: 2 }

let clock: VirtualClock
let edge: SimulatedEdge
let router: SimulatedRouter
let reports: RequestReport[]
let loads: AppLoad[]
beforeEach(() => {
  clock = createVirtualClock()
  edge = createSimulatedEdge()
  reports = []
  loads = []
  edge.connect({ report: ({ requests }) => reports.push(...requests), wake: () => {}, load: (news) => loads.push(...news) })
  edge.setRoute(route)
  const random = seededRandom(5)
  router = createSimulatedRouter(clock, random, edge, createRouterDecisions())
})

const send = (host = 'tea.localhost:7080', requestId = 'q'): void => router.send({ host, method: 'GET', path: '/', requestId, fwd: '127.0.0.1' })

describe('requests of the simulated world', () => {
  it('are spread over the dynos, answered and reported, and counted down to zero', async () => {
    for (let sent = 0; sent < 200; sent++) send()
    await clock.advance(2000)
    expect(reports).toHaveLength(200)
    expect(new Set(reports.map(({ dyno }) => dyno))).toEqual(new Set(['web.1', 'web.2']))
    expect(reports.every(({ status, code, serviceMs }) => status === 200 && code === null && (serviceMs ?? 0) > 0)).toBe(true)
    expect(loads.at(-1)).toEqual({ appId: 'a1', inFlight: 0, held: 0, byDyno: {} })
    expect(clock.waiting()).toBe(0)
  })

  it('wait for a dyno while the app starts, and say how long', async () => {
    edge.setRoute({ ...route, mode: 'starting', targets: [] })
    send()
    await clock.advance(150)
    expect([reports, loads.at(-1)]).toEqual([[], { appId: 'a1', inFlight: 1, held: 1, byDyno: {} }])
    edge.setRoute(route)
    await clock.advance(1000)
    expect(reports[0]).toMatchObject({ status: 200, dyno: expect.stringMatching(/^web/) as string })
    expect(reports[0]?.heldMs).toBeGreaterThanOrEqual(150)
  })

  it('get the router’s own answers: no app, no web dynos, and H20 after waiting in vain', async () => {
    send('nobody.localhost')
    edge.setRoute({ ...route, mode: 'no-web', targets: [], webQuantity: 0 })
    send('www.tea.test')
    edge.setRoute({ ...route, mode: 'starting', targets: [] })
    send()
    await clock.advance(80_000)
    expect(reports.map(({ appId, status, code }) => [appId, status, code])).toEqual([[null, 404, null], ['a1', 503, 'H14'], ['a1', 503, 'H20']])
  })

  it('are the same for the same seed', async () => {
    const run = async (): Promise<readonly RequestReport[]> => {
      const time = createVirtualClock()
      const again = createSimulatedEdge()
      const ended: RequestReport[] = []
      again.connect({ report: ({ requests }) => ended.push(...requests), wake: () => {}, load: () => {} })
      again.setRoute(route)
      const own = createSimulatedRouter(time, seededRandom(9), again, createRouterDecisions())
      for (let sent = 0; sent < 20; sent++) own.send({ host: 'tea.localhost', method: 'GET', path: '/', requestId: `q${sent}`, fwd: '127.0.0.1' })
      await time.advance(1000)
      return ended
    }
    expect(await run()).toEqual(await run())
  })

  it('leave nothing behind when the world stops', async () => {
    send()
    router.stop()
    await clock.advance(1000)
    expect([reports, clock.waiting()]).toEqual([[], 0])
  })
})
