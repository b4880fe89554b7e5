import { expect, test } from 'vitest'
import { orderedFaults } from '../../electron/engine/faults/kinds/index'
import { commandText } from '../../electron/engine/journal/command-text'
import { readCommand } from '../../renderer/console/read-command'
import type { Call } from '../../renderer/console/plan'
import type { FaultFacts, FaultParamValue, FaultTarget } from '../../shared/domain/fault'
import { emptyState } from '../../shared/domain/state'
import type { CallInput, CallName } from '../../shared/protocol/calls'

const app = { id: 'id-tea', name: 'tea' } as never
const state = { ...emptyState(), apps: { 'id-tea': app } }
const targets: Readonly<Record<FaultTarget['kind'], FaultTarget>> = {
  type: { kind: 'type', app: 'tea', type: 'web' }, dynos: { kind: 'dynos', app: 'tea', dynos: ['web.1', 'web.2'] }, host: { kind: 'host', host: 'a1' }, zone: { kind: 'zone', zone: 'a' },
  router: { kind: 'router' }, proxy: { kind: 'proxy', proxy: 'my "redis"' }, addon: { kind: 'addon', addOn: 'postgresql-quiet-48213', server: 'standby' },
}
/** Words that a shell would tear apart, take for a flag, or lose. */
const odd = ['', '/a b', '--seconds', "it's", 'back\\slash']

const started = orderedFaults.flatMap(({ facts }) => facts.targets.map((kind) => ({ kind: facts.kind, target: targets[kind], params: Object.fromEntries(facts.params.map((param) => [param.name, param.value])) })))
const oddly = orderedFaults.flatMap(({ facts }) => facts.params.filter(({ kind }) => kind === 'text').flatMap(({ name }) => odd.map((value) => ({ kind: facts.kind, target: targets.router, params: { [name]: value } as Record<string, FaultParamValue> }))))

/** What the console sends for a line. */
async function sentBy(line: string): Promise<unknown> {
  const plan = readCommand(line, { state, app: null, info: null, now: 0 })
  if (plan.kind !== 'send') throw new Error(`${line}: ${JSON.stringify(plan)}`)
  let sent: unknown = null
  const call: Call = <N extends CallName>(name: N, input: CallInput<N>) => {
    if (name === 'faults:start') sent = input
    return Promise.resolve({ faults: orderedFaults.map(({ facts }): FaultFacts => facts), leaseId: 'l' } as never)
  }
  await plan.send(call, () => state)
  return sent
}

test.each([...started, ...oddly].map((input) => [commandText('faults:start', { ...input, seconds: 90 }), input] as const))('the command in a chain of causes does the same when it is typed (FT17): %s', async (line, input) => {
  expect(await sentBy(line)).toEqual({ ...input, seconds: 90 })
})

test('what a command does by itself is not written into a chain of causes', () => {
  expect(commandText('faults:start', { kind: 'latency', target: targets.dynos, params: { latencyMs: 250 }, seconds: 60 })).toBe('faults:start latency --dyno web.1,web.2 --latencyMs 250 -a tea')
})
