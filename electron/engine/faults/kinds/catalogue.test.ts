import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FaultTarget } from '../../../../shared/domain/fault.ts'
import { dynosNamed, shop, webOf, type Shop } from '../faults.fixture.ts'
import { checkedParams } from '../params.ts'
import { orderedFaults } from './index.ts'

type Case = {
  readonly target: FaultTarget
  readonly params?: Record<string, string | number>
  /** What is different while it is in force. */
  readonly inForce: (at: Shop) => unknown
  readonly seen: unknown
  readonly waitMs?: number
}

const web1 = dynosNamed('web.1')
const dyno = (at: Shop, name: string) => Object.values(at.engine.kernel.state.dynos).filter((one) => one.name === name).map(({ state }) => state.kind)
const condition = (at: Shop): unknown => at.runtime.conditionOf(at.named('web.1').id)
const effect = (at: Shop): unknown => at.edge.faults[0]?.effect
const errors = (at: Shop): unknown => at.events().filter(({ type }) => type === 'dyno.erred').map(({ data }) => (data as { code: string }).code)
const toxic = (settings: object): unknown => expect.objectContaining({ kind: 'toxic', toxic: expect.objectContaining({ settings: expect.objectContaining(settings) }) })

const cases: Readonly<Record<string, Case>> = {
  noop: { target: webOf(), inForce: (at) => at.leases().length, seen: 1 },
  'dyno-kill': { target: web1, inForce: (at) => dyno(at, 'web.1'), seen: ['starting'], waitMs: 500 },
  'dyno-term': { target: web1, inForce: (at) => dyno(at, 'web.1'), seen: ['starting'], waitMs: 500 },
  'dyno-freeze': { target: web1, inForce: condition, seen: expect.objectContaining({ isFrozen: true }) },
  'crash-loop': { target: web1, inForce: (at) => dyno(at, 'web.1'), seen: ['crashed'], waitMs: 60_000 },
  'slow-boot': { target: web1, inForce: (at) => dyno(at, 'web.1'), seen: ['starting'], waitMs: 25_000 },
  'never-binds': { target: web1, inForce: errors, seen: ['R10'], waitMs: 62_000 },
  'ignores-sigterm': { target: web1, inForce: async (at) => (await at.call('ps:restart', { app: 'shop', dyno: 'web.1' }), await at.clock.advance(32_000), errors(at)), seen: ['R12'], waitMs: 10_000 },
  'memory-leak': { target: web1, inForce: (at) => (errors(at) as string[])[0], seen: 'R14', waitMs: 60_000 },
  'cpu-hog': { target: web1, inForce: condition, seen: expect.objectContaining({ isFrozen: false }) },
  'cpu-limit': { target: web1, inForce: condition, seen: expect.objectContaining({ slowness: 5 }) },
  'disk-full': { target: web1, inForce: condition, seen: expect.objectContaining({ isFrozen: false }) },
  'network-cut': { target: web1, inForce: condition, seen: expect.objectContaining({ isCut: true }) },
  'host-loss': { target: { kind: 'host', host: 'a1' }, inForce: (at) => Object.values(at.engine.kernel.state.dynos).filter(({ host }) => host === 'a1').length, seen: 0, waitMs: 10_000 },
  'zone-loss': { target: { kind: 'zone', zone: 'a' }, inForce: (at) => at.web().map(({ host }) => host?.charAt(0)), seen: ['b', 'b', 'b'], waitMs: 10_000 },
  latency: { target: webOf(), inForce: effect, seen: toxic({ type: 'latency', latencyMs: 300 }) },
  bandwidth: { target: webOf(), inForce: effect, seen: toxic({ rateKBps: 10 }) },
  loss: { target: webOf(), inForce: effect, seen: toxic({ percent: 10, retransmitMs: 200 }) },
  timeout: { target: webOf(), inForce: effect, seen: toxic({ type: 'timeout' }) },
  reset: { target: webOf(), inForce: effect, seen: toxic({ type: 'reset_peer' }) },
  refuse: { target: web1, inForce: (at) => at.edge.faults, seen: [expect.objectContaining({ dynoIds: [expect.any(String)], effect: { kind: 'refuse' } })] },
  unreachable: { target: webOf(), inForce: effect, seen: { kind: 'unreachable' } },
  slicer: { target: webOf(), inForce: effect, seen: toxic({ averageSize: 16 }) },
  'limit-data': { target: webOf(), inForce: effect, seen: toxic({ bytes: 1000 }) },
  'slow-close': { target: webOf(), inForce: effect, seen: toxic({ type: 'slow_close' }) },
  corrupt: { target: webOf(), inForce: effect, seen: toxic({ perMillion: 1000 }) },
  partition: { target: webOf(), inForce: (at) => at.edge.faults[0]?.dynoIds?.length, seen: 2 },
  'http-status': { target: webOf(), inForce: effect, seen: { kind: 'http-status', status: 503, path: '/' } },
  'http-abort': { target: webOf(), inForce: effect, seen: { kind: 'http-abort', path: '/' } },
  'http-delay': { target: webOf(), inForce: effect, seen: { kind: 'http-delay', delayMs: 2000, path: '/' } },
  'http-truncate': { target: webOf(), inForce: effect, seen: { kind: 'http-truncate', bytes: 100, path: '/' } },
  'slow-client': { target: { kind: 'router' }, inForce: effect, seen: { kind: 'slow-client', bytesPerSecond: 100 } },
  'bad-release': { target: webOf(), inForce: (at) => at.web().map(({ state }) => state.kind), seen: ['crashed', 'crashed', 'crashed'], waitMs: 60_000 },
  'missing-config-var': { target: web1, params: { name: 'GREETING' }, inForce: (at) => at.started('web.1').env['GREETING'], seen: undefined, waitMs: 10_000 },
  'router-restart': { target: { kind: 'router' }, inForce: (at) => at.edge.faults, seen: [] },
  'pool-empty': { target: webOf(), inForce: effect, seen: { kind: 'answer', code: 'H82' } },
  degraded: { target: webOf(), inForce: effect, seen: { kind: 'answer', code: 'H83' } },
  'too-many-connections': { target: webOf(), inForce: effect, seen: { kind: 'answer', code: 'H22' } },
  'platform-error': { target: webOf(), inForce: effect, seen: { kind: 'answer', code: 'H99' } },
}

/** Servers of add-ons are real or not there: what is done to those is tried where they are. */
const faults = orderedFaults.filter(({ facts }) => facts.layer !== 'addon').map((fault) => [fault.facts.kind, fault] as const)

describe('the catalogue', () => {
  it('has a file for each fault, nothing first, and a case here for each', () => {
    const files = readdirSync(import.meta.dirname).map((name) => name.replace(/\.ts$/, ''))
    expect(orderedFaults[0]?.facts.kind).toBe('noop')
    expect(orderedFaults.map(({ facts }) => facts.kind).filter((kind) => !files.includes(kind))).toEqual([])
    expect(Object.keys(cases)).toEqual(faults.map(([kind]) => kind))
  })

  it.each(faults)('%s has defaults that are in their own range, and no parameter twice', (_, { facts }) => {
    const defaults = Object.fromEntries(facts.params.map(({ name, value }) => [name, value]))
    expect(checkedParams(facts, defaults)).toEqual(defaults)
    expect(Object.keys(defaults)).toHaveLength(facts.params.length)
    expect(facts.about.length).toBeGreaterThan(20)
  })
})

describe('each fault', () => {
  it.each(faults)('%s does what it says, and its end leaves a steady state and residue 0 (FT9)', async (kind, { facts }) => {
    const at = await shop()
    await at.call('config:set', { app: 'shop', vars: { GREETING: 'hello' } })
    await at.clock.advance(60_000)
    const { target, params = {}, waitMs = 0, inForce, seen } = cases[kind] as Case
    const leaseId = await at.start({ kind, target, params, seconds: 3600 })
    await at.clock.advance(waitMs)
    expect(await inForce(at)).toEqual(seen)
    expect(at.leases()).toHaveLength(facts.isMomentary ? 0 : 1)
    await at.call('faults:stop-all', {})
    const receipt = at.receipt(leaseId)
    expect(receipt.residue).toEqual([])
    expect(receipt.why).toBe(facts.isMomentary ? 'done' : 'stop-all')
    if (kind !== 'noop') expect(receipt.changed.length).toBeGreaterThan(0)
    if (kind !== 'noop' && !facts.isMomentary) expect(receipt.restored.length).toBeGreaterThan(0)
    await at.clock.advance(60_000)
    expect(at.edge.faults).toEqual([])
    expect(at.web().map(({ name, state }) => [name, state.kind])).toEqual([['web.1', 'up'], ['web.2', 'up'], ['web.3', 'up']])
    expect(at.web().map(({ id }) => at.runtime.conditionOf(id))).toEqual([null, null, null])
    expect(at.web().map(({ name }) => at.started(name).launch)).toEqual([undefined, undefined, undefined])
    expect(at.started('web.1').env['GREETING']).toBe('hello')
  })

  it.each(faults)('%s is gone after the engine was killed while it was in force, and its lease has a receipt (FT10)', async (kind, { facts }) => {
    const at = await shop()
    await at.call('config:set', { app: 'shop', vars: { GREETING: 'hello' } })
    await at.clock.advance(60_000)
    const { target, params = {}, waitMs = 0 } = cases[kind] as Case
    const leaseId = await at.start({ kind, target, params, seconds: 3600 })
    await at.clock.advance(waitMs)
    const next = await at.killed()
    expect(next.leases()).toEqual([])
    expect(next.receipt(leaseId)).toMatchObject({ why: facts.isMomentary ? 'done' : 'engine-restarted', residue: [] })
    await next.clock.advance(10_000)
    expect(next.web().map(({ name, state }) => [name, state.kind])).toEqual([['web.1', 'up'], ['web.2', 'up'], ['web.3', 'up']])
    expect(next.edge.faults).toEqual([])
    expect(next.started('web.1')).toMatchObject({ env: { GREETING: 'hello' } })
    expect(next.started('web.1').launch).toBeUndefined()
  })
})
