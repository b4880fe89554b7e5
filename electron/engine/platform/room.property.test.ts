import { expect, test } from 'vitest'
import fc from 'fast-check'
import { dynoSizes, maxDynosPerApp } from '../../../shared/domain/dyno-sizes.ts'
import { emptyState, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { fold } from '../../../shared/fold/fold.ts'
import type { CallInput, CallName } from '../../../shared/protocol/calls.ts'
import { parseEvent } from '../../../shared/protocol/events.ts'
import { checkFormation } from './formation-limits.ts'
import { createPlatformBench, type PlatformBench } from '../sim/platform-bench.ts'

type Step =
  | { readonly kind: 'call'; readonly name: CallName; readonly input: unknown }
  | { readonly kind: 'deploy'; readonly app: string; readonly types: readonly string[] }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'snapshot' }

const app = fc.constantFrom('one', 'two', 'three')
const type = fc.constantFrom('web', 'worker', 'clock', 'release')
const quantity = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constantFrom('+1', '-1', '+40', '100', '0'))
const size = fc.constantFrom(...dynoSizes.map(({ label }) => label))
const hostname = fc.constantFrom('www.example.test', '*.example.test', 'api.one.localhost')
const value = fc.option(fc.constantFrom('', '1', '2', 'x'.repeat(20_000)), { nil: null })

const call = <N extends CallName>(name: N, input: fc.Arbitrary<CallInput<N>>): fc.Arbitrary<Step> => input.map((args) => ({ kind: 'call', name, input: args }))

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: call('apps:create', fc.record({ name: app })) },
  { weight: 1, arbitrary: call('apps:rename', fc.record({ app, name: app })) },
  { weight: 1, arbitrary: call('apps:destroy', app.map((name) => ({ app: name, confirm: name }))) },
  { weight: 1, arbitrary: call('era:set', fc.record({ era: fc.constantFrom('classic', 'current') })) },
  { weight: 1, arbitrary: call('preboot:set', fc.record({ app, on: fc.boolean() })) },
  { weight: 1, arbitrary: call('domains:add', fc.record({ app, hostname })) },
  { weight: 1, arbitrary: call('domains:remove', fc.record({ app, hostname })) },
  { weight: 4, arbitrary: call('config:set', fc.record({ app, vars: fc.dictionary(fc.constantFrom('A', 'B', 'C'), value, { maxKeys: 3 }) })) },
  {
    weight: 6,
    arbitrary: call('ps:scale', fc.record({ app, changes: fc.array(fc.record({ type, quantity, size }, { requiredKeys: ['type'] }), { minLength: 1, maxLength: 3 }) })),
  },
  { weight: 2, arbitrary: call('releases:rollback', fc.record({ app, version: fc.integer({ min: 1, max: 8 }) }, { requiredKeys: ['app'] })) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('deploy' as const), app, types: fc.subarray(['web', 'worker', 'clock', 'release']) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 90_000 }) }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'snapshot' }) },
)

/** Two apps to begin with. Release commands take virtual time; every third fails. */
async function benchWithPhases(seed: number): Promise<PlatformBench> {
  const at: PlatformBench = createPlatformBench({
    seed,
    runReleasePhase: ({ version }) => new Promise((resolve) => at.clock.after(30_000, () => resolve({ exitStatus: version % 3 === 0 ? 1 : 0, message: 'status 1' }))),
  })
  await at.call('apps:create', { name: 'one' })
  await at.call('apps:create', { name: 'two' })
  return at
}

async function take(at: PlatformBench, step: Step): Promise<void> {
  switch (step.kind) {
    case 'wait':
      return at.clock.advance(step.ms)
    case 'snapshot':
      await at.kernel.durable()
      return at.kernel.snapshot()
    case 'deploy':
      if (Object.values(at.kernel.state.apps).some(({ name }) => name === step.app)) {
        void at.deploy(step.app, Object.fromEntries(step.types.map((type) => [type, `run ${type}`])))
      }
      return
    case 'call':
      await at.call(step.name, step.input as never).catch((error: unknown) => {
        if (!(error instanceof PlatformError)) throw error
      })
  }
}

function checkState(state: PlatformState): void {
  const names = Object.values(state.apps).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  const hostnames = Object.values(state.apps).flatMap(({ domains }) => domains.map(({ hostname }) => hostname))
  expect(new Set(hostnames).size).toBe(hostnames.length)
  for (const app of Object.values(state.apps)) {
    const releases = state.releases[app.id] ?? []
    expect(releases.map(({ version }) => version)).toEqual(releases.map((_, index) => index + 1))
    expect(app.lastVersion).toBe(releases.length)
    const succeeded = releases.filter(({ status }) => status.kind === 'succeeded').map(({ version }) => version)
    expect(app.currentVersion).toBe(Math.max(...succeeded))
    const firstPending = releases.findIndex(({ status }) => status.kind === 'pending')
    if (firstPending >= 0) expect(releases.slice(firstPending).every(({ status }) => status.kind === 'pending')).toBe(true)
    checkFormation(app.name, app.formation)
    expect(Object.values(app.formation).reduce((sum, entry) => sum + entry.quantity, 0)).toBeLessThanOrEqual(maxDynosPerApp)
    expect(app.formation['release']?.quantity ?? 0).toBe(0)
  }
}

function folded(at: PlatformBench): PlatformState {
  const state = emptyState()
  for (const event of at.events()) fold(state, parseEvent(event))
  return state
}

test('any sequence of calls keeps versions counting (RL1), formations within limits, and the journal telling the whole state', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), fc.nat(), async (steps, seed) => {
      const at = await benchWithPhases(seed)
      for (const one of steps) {
        await take(at, one)
        checkState(at.kernel.state)
      }
      await at.kernel.durable()
      const all = folded(at)
      expect(all).toEqual(at.kernel.state)
      expect(createPlatformBench({ journal: at.journal }).kernel.state).toEqual(all)
    }),
    { numRuns: 150 },
  )
})

test('the same calls with the same seed give the same journal, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), fc.nat(), async (steps, seed) => {
      const journals = [1, 2].map(async () => {
        const at = await benchWithPhases(seed)
        for (const one of steps) await take(at, one)
        await at.clock.advance(3_600_000)
        await at.kernel.durable()
        return at.journal.text()
      })
      const [one, two] = await Promise.all(journals)
      expect(one).toBe(two)
    }),
    { numRuns: 30 },
  )
})
