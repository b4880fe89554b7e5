import { expect, it } from 'vitest'
import { createKernel } from '../journal/kernel.ts'
import type { Clock } from '../ports/clock.ts'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import { seededIds, seededRandom } from '../sim/seeded.ts'
import { createSimulatedRuntime } from '../sim/simulated-runtime.ts'
import { createVirtualClock } from '../sim/virtual-clock.ts'
import { createDynosRoom } from './room.ts'

const test = { kind: 'platform', text: 'the test' } as const
const hour = 3_600_000

it('a crashed dyno starts again when its wait is over, also when the machine\'s clock was set back meanwhile', async () => {
  const virtual = createVirtualClock()
  let back = 0
  const clock: Clock = { now: () => virtual.now() - back, after: virtual.after }
  const random = seededRandom(7)
  const kernel = createKernel({ clock, random, ids: seededIds(random), journal: createMemoryJournal(), onBug: (error) => { throw error } })
  const runtime = createSimulatedRuntime(clock, random, () => ({ exitAfterMs: 100, exitStatus: 1 }))
  const room = createDynosRoom(kernel, { runtime, writeLog: () => {}, sample: () => {}, lastWebRequestAt: () => null })
  runtime.connect({ observed: room.observed, output: room.output })
  kernel.commit(test, [
    { type: 'app.created', app: 'a', data: { name: 'demo', owner: 'me', stack: 'heroku-24' } },
    { type: 'slug.created', app: 'a', data: { slugId: 's', bytes: 1, files: 1, commit: null, stack: 'heroku-24', language: null, processTypes: { worker: 'work' } } },
    { type: 'release.created', app: 'a', data: { releaseId: 'r', version: 1, slugId: 's', config: {}, description: '', by: 'me', buildId: null } },
    { type: 'formation.changed', app: 'a', data: { changes: { worker: { quantity: 1, size: 'standard-1x' } } } },
    { type: 'release.succeeded', app: 'a', data: { version: 1 } },
  ])
  await virtual.advance(10_000)
  const crashes = (): number => Object.values(kernel.state.dynos)[0]?.crashes ?? 0
  expect(crashes()).toBe(2)
  back = 2000
  await virtual.advance(hour)
  expect(crashes()).toBeGreaterThan(2)
})
