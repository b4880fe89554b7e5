import { expect, test } from 'vitest'
import fc from 'fast-check'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallInput, CallName } from '../../../shared/protocol/calls.ts'
import { shop, type Shop } from './faults.fixture.ts'
import { orderedFaults } from './kinds/index.ts'

type Step =
  | { readonly kind: 'call'; readonly name: CallName; readonly input: unknown }
  /** Starts a fault and does not wait for it. */
  | { readonly kind: 'begin'; readonly input: CallInput<'faults:start'> }
  | { readonly kind: 'stop'; readonly which: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'kill' }

const target = fc.oneof(
  fc.record({ kind: fc.constant('type' as const), app: fc.constant('shop'), type: fc.constantFrom('web', 'worker') }),
  fc.record({ kind: fc.constant('dynos' as const), app: fc.constant('shop'), dynos: fc.subarray(['web.1', 'web.2', 'web.3', 'worker.1'], { minLength: 1 }) }),
  fc.record({ kind: fc.constant('host' as const), host: fc.constantFrom('a1', 'b1') }),
  fc.record({ kind: fc.constant('zone' as const), zone: fc.constantFrom('a', 'b') }),
  fc.constant({ kind: 'router' as const }),
)
const order = fc.record(
  { kind: fc.constantFrom(...orderedFaults.map(({ facts }) => facts.kind)), target, seconds: fc.constantFrom(1, 5, 60, 600), heartbeatMs: fc.constantFrom(500, 5000) },
  { requiredKeys: ['kind', 'target', 'seconds'] },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: order.map((input) => ({ kind: 'call' as const, name: 'faults:start' as const, input })) },
  { weight: 4, arbitrary: order.map((input) => ({ kind: 'begin' as const, input })) },
  { weight: 3, arbitrary: fc.nat(20).map((which) => ({ kind: 'stop' as const, which })) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'call', name: 'faults:stop-all', input: {} }) },
  { weight: 5, arbitrary: fc.constantFrom(0, 1, 30, 500, 3000, 20_000, 90_000).map((ms) => ({ kind: 'wait' as const, ms })) },
  { weight: 1, arbitrary: fc.constantFrom<Step>(
    { kind: 'call', name: 'ps:restart', input: { app: 'shop' } },
    { kind: 'call', name: 'ps:scale', input: { app: 'shop', changes: [{ type: 'web', quantity: 2 }] } },
    { kind: 'call', name: 'config:set', input: { app: 'shop', vars: { A: 'b' } } },
    { kind: 'call', name: 'releases:rollback', input: { app: 'shop' } },
  ) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'kill' }) },
)

const refused = (error: unknown): void => {
  if (!(error instanceof PlatformError)) throw error
}

async function take(at: Shop, one: Step): Promise<Shop> {
  switch (one.kind) {
    case 'kill':
      return at.killed()
    case 'wait':
      await at.clock.advance(one.ms)
      return at
    case 'begin':
      void at.call('faults:start', one.input).catch(refused)
      return at
    case 'stop': {
      const lease = at.leases()[one.which % Math.max(1, at.leases().length)]
      if (lease !== undefined) await at.call('faults:stop', { leaseId: lease.id })
      return at
    }
    case 'call':
      await at.call(one.name, one.input as never).catch(refused)
      return at
  }
}

function checkNothingLeft(at: Shop): void {
  expect(at.leases()).toEqual([])
  expect(at.edge.faults).toEqual([])
  for (const id of Object.keys(at.engine.kernel.state.dynos)) expect(at.runtime.conditionOf(id)).toBeNull()
  const begun = at.events().flatMap((event) => (event.type === 'fault.started' ? [event.data.leaseId] : []))
  const ended = at.events().flatMap((event) => (event.type === 'fault.ended' ? [event.data.leaseId] : []))
  expect([...ended].sort()).toEqual([...begun].sort())
  expect(at.engine.kernel.state.receipts.flatMap(({ residue }) => residue)).toEqual([])
}

test('whatever faults begin, end, expire or are cut short by kill -9: stop-all leaves no lease, no fault at the edge and no trouble in a dyno (FT2)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25, size: 'max' }), async (steps) => {
      let at = await shop()
      for (const one of steps) {
        at = await take(at, one)
        await at.clock.settle()
        const known = at.leases().map(({ id }) => id)
        expect(at.edge.faults.filter(({ leaseId }) => !known.includes(leaseId))).toEqual([])
      }
      await at.call('faults:stop-all', {})
      await at.clock.settle()
      checkNothingLeft(at)
      await at.call('ps:restart', { app: 'shop' })
      await at.clock.advance(1000)
      expect(at.web().map(({ name }) => at.started(name).launch)).toEqual(at.web().map(() => undefined))
    }),
    { numRuns: 60 },
  )
})

test('an engine that was killed at any point is in steady state again soon after its start, with residue 0 (FT10)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20, size: 'max' }), async (steps) => {
      let at = await shop()
      for (const one of steps) at = await take(at, one)
      const next = await at.killed()
      checkNothingLeft(next)
      const [app] = Object.values(next.engine.kernel.state.apps)
      await next.clock.runFor(10_000, () => next.web().length === app?.formation['web']?.quantity && next.web().every(({ state }) => state.kind === 'up'))
      expect(next.web().map(({ state }) => state.kind)).toEqual(Array.from({ length: app?.formation['web']?.quantity ?? 0 }, () => 'up'))
      expect(next.web().map(({ name }) => next.started(name).launch)).toEqual(next.web().map(() => undefined))
      checkNothingLeft(next)
    }),
    { numRuns: 60 },
  )
})
