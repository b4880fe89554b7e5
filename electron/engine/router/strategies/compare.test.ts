import { beforeAll, describe, expect, it } from 'vitest'
import { routingStrategies, type RoutingStrategy } from '../../../../shared/domain/app.ts'
import { plainRouting, type RequestReport } from '../../../../shared/domain/route.ts'
import { seededIds, seededRandom } from '../../sim/seeded.ts'
import type { DynoModel } from '../../sim/simulated-dynos.ts'
import { createSimulatedEdge } from '../../sim/simulated-edge.ts'
import { createSimulatedTraffic } from '../../sim/simulated-traffic.ts'
import { createVirtualClock } from '../../sim/virtual-clock.ts'
import { createRouterDecisions } from '../decide.ts'

// The lesson that the strategies are there for: three dynos with four workers each, of which one works ten times as slowly.

const slowName = 'web.2'
const quickMs = 40
const requestsPerSecond = 60
const seconds = 60

const model = (name: string): Partial<DynoModel> => ({
  capacity: 4, serviceMs: (_, random) => -(name === slowName ? 10 : 1) * quickMs * Math.log(1 - random.next()),
})

type Outcome = { readonly slowShare: number; readonly meanMs: number; readonly p95Ms: number }

async function serve(strategy: RoutingStrategy, seed: number): Promise<Outcome> {
  const clock = createVirtualClock()
  const random = seededRandom(seed)
  const edge = createSimulatedEdge()
  const reports: RequestReport[] = []
  edge.connect({ report: ({ requests }) => reports.push(...requests), wake: () => {}, load: () => {}, probed: () => {}, drained: () => {} })
  const traffic = createSimulatedTraffic({ clock, random, ids: seededIds(random), edge, decisions: createRouterDecisions(), model: (_, { name }) => model(name) })
  edge.setRoute({
    appId: 'tea', appName: 'tea', hosts: ['tea.localhost'], mode: 'serving', webQuantity: 3, ...plainRouting, strategy,
    targets: ['web.1', 'web.2', 'web.3'].map((name) => ({ dynoId: name, name, host: '127.0.0.1', port: 1, state: 'healthy' })),
  })
  traffic.start({ appId: 'tea', host: 'tea.localhost', plan: { rate: requestsPerSecond, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds } })
  await clock.advance((seconds + 60) * 1000)
  expect(reports).toHaveLength(requestsPerSecond * seconds)
  const times = reports.map(({ totalMs }) => totalMs).sort((a, b) => a - b)
  return {
    slowShare: reports.filter(({ dyno }) => dyno === slowName).length / reports.length,
    meanMs: times.reduce((sum, ms) => sum + ms, 0) / times.length,
    p95Ms: times[Math.floor(times.length * 0.95)] ?? NaN,
  }
}

describe.each([1, 2])('with one slow dyno of three (RT60), seed %i', (seed) => {
  const outcomes = new Map<RoutingStrategy, Outcome>()
  const of = (strategy: RoutingStrategy): Outcome => outcomes.get(strategy) as Outcome
  beforeAll(async () => {
    for (const strategy of routingStrategies) outcomes.set(strategy, await serve(strategy, seed))
  })

  it('random and round robin give it its third, more than it can do, and every third visitor waits for it', () => {
    for (const name of ['random', 'round-robin'] as const) {
      expect(of(name).slowShare).toBeGreaterThan(0.3)
      expect(of(name).slowShare).toBeLessThan(0.37)
      expect(of(name).p95Ms).toBeGreaterThan(10_000)
    }
    expect(Math.max(of('random').meanMs, of('round-robin').meanMs) / Math.min(of('random').meanMs, of('round-robin').meanMs)).toBeLessThan(1.3)
  })

  it('two choices see it fill up, least connections a little better; peak-EWMA sees that it is slow, and nearly leaves it alone', () => {
    const [random, two, least, ewma] = (['random', 'power-of-two', 'least-connections', 'peak-ewma'] as const).map(of) as [Outcome, Outcome, Outcome, Outcome]
    expect(random.meanMs).toBeGreaterThan(two.meanMs * 20)
    expect(two.meanMs).toBeGreaterThan(least.meanMs)
    expect(least.meanMs).toBeGreaterThan(ewma.meanMs * 1.2)
    expect(random.slowShare).toBeGreaterThan(two.slowShare * 3)
    expect(two.slowShare).toBeGreaterThan(least.slowShare)
    expect(least.slowShare).toBeGreaterThan(ewma.slowShare * 2)
  })

  it('peak-EWMA still tries it now and then, so that it would notice when it is quick again', () => {
    expect(of('peak-ewma').slowShare).toBeGreaterThan(0.002)
  })
})
