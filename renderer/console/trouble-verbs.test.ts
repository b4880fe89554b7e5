import { describe, expect, test } from 'vitest'
import type { CallInput, CallName } from '../../shared/protocol/calls.ts'
import { exampleFault, exampleLease, exampleReceipt } from '../scene/fault.fixture.ts'
import { completions } from './completions.ts'
import { now, teaState, teaWorld, typed } from './console-world.fixture.ts'
import { equalCommand } from './equal-command.ts'
import type { Call } from './plan.ts'
import { readCommand } from './read-command.ts'

const faults = [exampleFault(), exampleFault({ kind: 'dyno-kill', params: [], isMomentary: true })]
const experiments = [{ id: 'one-dyno-dies', title: 'One dyno dies', about: '', origin: 'ready', text: 'title: One dyno dies' }]

/** Carries a line out against an engine that knows two faults and one experiment; answers with the last call that changes something. */
async function sentBy(line: string): Promise<{ name: string; input: unknown } | null> {
  const plan = readCommand(line, teaWorld())
  if (plan.kind !== 'send') throw new Error(JSON.stringify(plan))
  let last: { name: string; input: unknown } | null = null
  const call: Call = <N extends CallName>(name: N, input: CallInput<N>) => {
    if (!name.endsWith(':list')) last = { name, input }
    return Promise.resolve({ faults, experiments, codes: [], leaseId: 'l9', runId: 'x9', stopped: 2, steps: ['asked'], line: 'at=error', seconds: 3, isFixed: true, found: 'it answers' } as never)
  }
  await plan.send(call, teaState)
  return last
}

describe('verbs of our own', () => {
  test.each<[string, string, object]>([
    ['heroku faults:start latency --type web --latencyMs 250 --seconds 30', 'faults:start', { kind: 'latency', target: { kind: 'type', app: 'tea', type: 'web' }, params: { latencyMs: 250 }, seconds: 30 }],
    ['faults:start latency -d web.1,web.2 --distribution=pareto', 'faults:start', { kind: 'latency', target: { kind: 'dynos', app: 'tea', dynos: ['web.1', 'web.2'] }, params: { distribution: 'pareto' } }],
    ['faults:start dyno-kill --dyno web.1 -a coffee', 'faults:start', { kind: 'dyno-kill', target: { kind: 'dynos', app: 'coffee', dynos: ['web.1'] }, params: {} }],
    ['faults:start latency --router', 'faults:start', { kind: 'latency', target: { kind: 'router' }, params: {} }],
    ['faults:start latency --zone a', 'faults:start', { kind: 'latency', target: { kind: 'zone', zone: 'a' }, params: {} }],
    ['faults:stop l1', 'faults:stop', { leaseId: 'l1' }],
    ['faults:stop-all', 'faults:stop-all', {}],
    ['experiments:run one-dyno-dies', 'experiments:run', { app: 'tea', text: 'title: One dyno dies' }],
    ['experiments:run "One dyno dies"', 'experiments:run', { app: 'tea', text: 'title: One dyno dies' }],
    ['codes:cause h12', 'codes:cause', { code: 'H12' }],
    ['codes:fix H12', 'codes:fix', { code: 'H12' }],
    ['factors:check', 'factors:check', { subject: { kind: 'app', app: 'tea' } }],
    ['factors:check -a coffee', 'factors:check', { subject: { kind: 'app', app: 'coffee' } }],
    ['factors:check --sample node', 'factors:check', { subject: { kind: 'sample', sample: 'node' } }],
    ['factors:check --folder /a/b', 'factors:check', { subject: { kind: 'folder', path: '/a/b' } }],
  ])('%s', async (line, name, input) => {
    expect(await sentBy(line)).toEqual({ name, input })
  })

  test.each([
    ['faults:start', 'Missing the fault.'],
    ['faults:start latency', 'Missing the target.'],
    ['faults:start latency --type web --seconds soon', 'soon is not a number of seconds.'],
    ['faults:stop', 'Missing the id of the fault.'],
    ['experiments:run', 'Missing the experiment.'],
    ['experiments:stop', 'No experiment is running.'],
    ['codes:cause', 'Missing the code.'],
    ['factors:stop', 'No check is under way.'],
    ['factors --format xml', 'There is no format xml.'],
    ['factors', 'Nothing was checked yet.'],
  ])('%s is refused: %s', async (line, message) => {
    expect((await typed(line)).lines[0]).toBe(message)
  })

  test('a fault or an experiment that there is not is named', async () => {
    await expect(sentBy('faults:start latncy --type web')).rejects.toThrow('There is no fault named latncy.')
    await expect(sentBy('experiments:run tea-time')).rejects.toThrow('tea-time')
  })

  test('faults in force and receipts are listed with what they hit and how they ended', async () => {
    const state = { ...teaState(), leases: { l1: exampleLease({ expiresAt: now + 42_000, target: { kind: 'host', host: 'a1' } }) }, receipts: [exampleReceipt({ target: { kind: 'router' } })] }
    expect((await typed('faults', {}, teaWorld({ state }))).lines).toContain('l1  Latency  host a1  42 s left')
    expect((await typed('faults:receipts', {}, teaWorld({ state }))).lines).toContain('Latency on the router: ended as somebody ended it, residue 0')
    expect((await typed('faults')).lines[0]).toBe('No fault is in force.')
    expect(completions('faults:stop ', teaWorld({ state })).options).toEqual(['l1'])
    expect(completions('faults:start latency --host ', teaWorld()).options).toEqual(['a1', 'a2', 'b1', 'b2'])
  })
})

describe('what was clicked, typed', () => {
  test.each<[CallName, object]>([
    ['faults:start', { kind: 'latency', target: { kind: 'type', app: 'tea', type: 'web' }, params: { latencyMs: 250 }, seconds: 30 }],
    ['faults:start', { kind: 'latency', target: { kind: 'dynos', app: 'tea', dynos: ['web.1', 'web.2'] }, params: {}, seconds: 60 }],
    ['faults:start', { kind: 'latency', target: { kind: 'router' }, params: { distribution: 'pareto' }, seconds: 60 }],
    ['faults:stop', { leaseId: 'l1' }],
    ['faults:stop-all', {}],
    ['experiments:run', { app: 'tea', text: 'title: One dyno dies' }],
    ['codes:cause', { code: 'H12' }],
  ])('%s does the same: %j', async (name, input) => {
    expect(await sentBy(equalCommand(name, input) ?? '')).toEqual({ name, input })
  })
})
