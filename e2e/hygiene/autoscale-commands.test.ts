import { expect, test } from 'vitest'
import { commandText } from '../../electron/engine/journal/command-text'
import { equalCommand } from '../../renderer/console/equal-command'
import type { Call } from '../../renderer/console/plan'
import { readCommand } from '../../renderer/console/read-command'
import { emptyState } from '../../shared/domain/state'
import { calls, type CallInput, type CallName } from '../../shared/protocol/calls'

const state = { ...emptyState(), apps: { 'id-tea': { id: 'id-tea', name: 'tea' } as never } }
const zone = { offsetMinutes: -300, daylight: 'us' } as const

const enabled: readonly CallInput<'ps:autoscale:enable'>[] = [
  { app: 'tea', min: 1, max: 3 }, { app: 'tea', min: 2, max: 9, policy: { kind: 'p95', target: 250 }, anySize: true, downAfterMinutes: 10 },
  { app: 'tea', min: 1, max: 3, policy: { kind: 'cpu', target: 60 } }, { app: 'tea', min: 1, max: 3, policy: { kind: 'queue-time', target: 100 } }, { app: 'tea', min: 1, max: 3, policy: { kind: 'concurrency', target: 2.5 } },
  { app: 'tea', min: 1, max: 9, policy: { kind: 'schedule', zone, entries: [{ days: [1, 2, 3, 4, 5], minute: 480, quantity: 4 }, { days: [6, 0], minute: 0, quantity: 1 }] } },
]
const set: readonly CallInput<'alerts:set'>[] = [
  { app: 'tea', kind: 'p95', setting: { over: 500, sensitivity: 'low', remindMinutes: null } }, { app: 'tea', kind: 'failed', setting: { over: 2.5, sensitivity: 'high', remindMinutes: 60 } }, { app: 'tea', kind: 'p95', setting: null },
]
const all = [...enabled.map((input) => ['ps:autoscale:enable', input] as const), ...set.map((input) => ['alerts:set', input] as const)]

/** What the console sends for a line, with what is so by itself. */
async function sentBy(line: string): Promise<unknown> {
  const plan = readCommand(line, { state, app: null, info: null, now: 0 })
  if (plan.kind !== 'send') throw new Error(`${line}: ${JSON.stringify(plan)}`)
  let sent: unknown = null
  const call: Call = <N extends CallName>(name: N, input: CallInput<N>) => {
    sent = calls[name].input.parse(input)
    return Promise.resolve({ seq: 1 } as never)
  }
  await plan.send(call, () => state)
  return sent
}

test.each(all)('the command that stands for a call does the same when it is typed, in the chain of causes and beside a control: %s %j (AS6)', async (name, input) => {
  const meant = calls[name].input.parse(input)
  expect(await sentBy(commandText(name, meant))).toEqual(meant)
  expect(await sentBy(equalCommand(name, input) ?? '')).toEqual(meant)
})
