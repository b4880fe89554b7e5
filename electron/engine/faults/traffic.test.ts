import { describe, expect, it } from 'vitest'
import type { RequestReport } from '../../../shared/domain/route.ts'
import type { FaultTarget } from '../../../shared/domain/fault.ts'
import type { StreamItem } from '../../../shared/protocol/streams.ts'
import { dynosNamed, shop, webOf, type Shop } from './faults.fixture.ts'

type Params = Record<string, string | number>

/** Requests that ended within `seconds` of steady traffic under the fault. */
async function under(kind: string, target: FaultTarget, params: Params = {}, seconds = 20): Promise<{ at: Shop; leaseId: string; requests: RequestReport[] }> {
  const at = await shop()
  const leaseId = await at.start({ kind, target, params, seconds: 3600 })
  return { at, leaseId, requests: await trafficOf(at, seconds) }
}

async function trafficOf(at: Shop, seconds: number): Promise<RequestReport[]> {
  const reader = at.engine.open('flow', { app: 'shop', history: 0, perSecond: 1000 })
  const seen: RequestReport[] = []
  const reading = (async () => {
    for (let item = (await reader.next()) as StreamItem<'flow'> | null; item !== null; item = (await reader.next()) as StreamItem<'flow'> | null) seen.push(...item.requests)
  })()
  await at.call('traffic:start', { app: 'shop', plan: { rate: 20, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds } })
  await at.clock.advance((seconds + 100) * 1000)
  reader.close()
  await reading
  return seen
}

const codes = (requests: readonly RequestReport[]): (string | null)[] => [...new Set(requests.map(({ code }) => code))].sort()
const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

describe('requests under a fault name its lease (FT15)', () => {
  it.each([
    ['refused by every dyno', 'refuse', webOf(), {}, ['H21'], 503],
    ['not answered by any dyno, till the router gives up on all', 'unreachable', webOf(), {}, ['H19', 'H34'], 503],
    ['over a dead line', 'timeout', webOf(), {}, ['H12'], 503],
    ['over a line that is reset', 'reset', webOf(), {}, ['H13'], 503],
    ['over a line that ends early', 'limit-data', webOf(), { bytes: 500 }, ['H18'], 200],
    ['over a line that changes every byte', 'corrupt', webOf(), { perMillion: 1_000_000 }, ['H17'], 503],
    ['answered too late', 'http-delay', webOf(), { delayMs: 31_000 }, ['H12'], 503],
    ['answered by the router', 'http-status', webOf(), { status: 418 }, [null], 418],
    ['cut off', 'http-abort', webOf(), {}, [null], null],
    ['answered in half', 'http-truncate', webOf(), { bytes: 10 }, [null], 200],
    ['while the Eco pool is empty', 'pool-empty', webOf(), {}, ['H82'], 503],
    ['while the platform is degraded', 'degraded', { kind: 'router' }, {}, ['H83'], 503],
    ['with too many connections', 'too-many-connections', webOf(), {}, ['H22'], 503],
    ['while the platform is broken', 'platform-error', webOf(), {}, ['H99'], 503],
  ] as const)('%s', async (_, kind, target, params, expected, status) => {
    const { requests, leaseId, at } = await under(kind, target as FaultTarget, params)
    expect(requests.length).toBeGreaterThan(100)
    const touched = requests.filter(({ faults }) => faults?.includes(leaseId) === true)
    expect(codes(touched)).toEqual(expected)
    expect([...new Set(touched.map((request) => request.status))]).toEqual([status])
    await at.call('faults:stop-all', {})
    await at.clock.advance(10_000)
    const after = await trafficOf(at, 10)
    expect(after.every(({ status: now, faults }) => now === 200 && faults === undefined)).toBe(true)
  })

  it('which come later, and only by their share', async () => {
    const { requests, leaseId } = await under('latency', webOf(), { latencyMs: 1000, percent: 25 })
    const touched = requests.filter(({ faults }) => faults?.includes(leaseId) === true)
    const others = requests.filter(({ faults }) => faults === undefined)
    expect(touched.length / requests.length).toBeGreaterThan(0.15)
    expect(touched.length / requests.length).toBeLessThan(0.35)
    expect(Math.min(...touched.map(({ totalMs }) => totalMs))).toBeGreaterThanOrEqual(1000)
    expect(median(others.map(({ totalMs }) => totalMs))).toBeLessThan(200)
  })

  it('and are served by the other dynos when one refuses', async () => {
    const { requests, leaseId, at } = await under('refuse', dynosNamed('web.1'))
    expect(requests.every(({ status }) => status === 200)).toBe(true)
    expect(requests.some(({ dynoId }) => dynoId === at.named('web.1').id)).toBe(false)
    expect(requests.some(({ faults }) => faults?.includes(leaseId) === true)).toBe(true)
  })
})

describe('a restart of the router', () => {
  it('ends what is under way with H24, and the rest is served (FT15)', async () => {
    const at = await shop()
    await at.start({ kind: 'latency', target: webOf(), params: { latencyMs: 5000 }, seconds: 3600 })
    const asked = at.call('traffic:visit', { app: 'shop', path: '/' })
    await at.clock.advance(1000)
    await at.start({ kind: 'router-restart', target: { kind: 'router' } })
    expect(await asked).toMatchObject({ status: null })
    await at.call('faults:stop-all', {})
    const again = at.call('traffic:visit', { app: 'shop', path: '/' })
    await at.clock.advance(2000)
    expect((await again).status).toBe(200)
  })
})
