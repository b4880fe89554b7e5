import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { duesIn, nextDue, scheduleFrom, scheduleWords, shortSchedule, type Schedule, type SchedulerJob } from '../../../../shared/domain/scheduler.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { CallInput, CallName, CallOutput } from '../../../../shared/protocol/calls.ts'
import type { EventOf, EventType } from '../../../../shared/protocol/events.ts'
import { createKernel } from '../../journal/kernel.ts'
import type { CallHandler } from '../../journal/room.ts'
import { createMemoryJournal, type MemoryJournal } from '../../sim/memory-journal.ts'
import { seededIds, seededRandom } from '../../sim/seeded.ts'
import { virtualEpoch } from '../../sim/virtual-clock.ts'
import { createWorld, type World, type WorldOptions } from '../../sim/world.ts'
import { createScheduler } from './service.ts'

const addOnCatalogue = readFileSync(join(import.meta.dirname, '../../../../resources/add-ons/catalogue.yaml'), 'utf8')
const files = { 'package.json': '{}', 'package-lock.json': '{}', 'server.js': '', Procfile: 'web: node server.js\n' }
const minute = 60_000
const hour = 60 * minute
const every = (text: string): Schedule => scheduleFrom(text) ?? { kind: 'tenMinutes' }

const call = <N extends CallName>(world: World, name: N, input: CallInput<N>): Promise<CallOutput<N>> => world.engine.call(name, input, 'ada@localhost') as Promise<CallOutput<N>>
const events = <T extends EventType>(world: World, type: T): EventOf<T>[] => world.journal.read(0, 1_000_000).filter((event): event is EventOf<T> => event.type === type)
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: unknown) => (error instanceof PlatformError ? error.code : String(error)))

async function deployed(options: Partial<WorldOptions> = {}): Promise<World> {
  const world = await createWorld({ seed: 3, addOns: { addOnCatalogue }, ...options })
  await call(world, 'apps:create', { name: 'tea' })
  await call(world, 'addons:create', { app: 'tea', service: 'scheduler' })
  const push = world.push('tea', files)
  await world.clock.advance(minute)
  expect((await push).accepted).toBe(true)
  return world
}

/** Ends what it was given after so long. */
const ending = (ms: number, status = 0): WorldOptions['behave'] => ({ type }) => (type === 'scheduler' ? { exitAfterMs: ms, exitStatus: status } : {})

async function nextEngine(world: World, behave?: WorldOptions['behave']): Promise<World> {
  const journal: MemoryJournal = createMemoryJournal()
  journal.append(world.journal.read(0, 1_000_000))
  return createWorld({ seed: 4, addOns: { addOnCatalogue }, journal, ...(behave === undefined ? {} : { behave }) })
}

describe('when a job is due', () => {
  it.each([
    ['10m', 'every 10 minutes', '2026-01-01T00:10:00.000Z', '2026-01-01T00:20:00.000Z'],
    [':05', 'every hour at :05', '2026-01-01T00:05:00.000Z', '2026-01-01T01:05:00.000Z'],
    ['04:30', 'every day at 04:30 UTC', '2026-01-01T04:30:00.000Z', '2026-01-02T04:30:00.000Z'],
    ['00:00', 'every day at 00:00 UTC', '2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z'],
  ])('%s is %s (SJ1)', (text, words, first, second) => {
    const schedule = every(text)
    expect([shortSchedule(schedule), scheduleWords(schedule)]).toEqual([text, words])
    const at = nextDue(schedule, virtualEpoch)
    expect([at, nextDue(schedule, at)].map((ms) => new Date(ms).toISOString())).toEqual([first, second])
    expect(duesIn(schedule, virtualEpoch, at - 1)).toBeNull()
    expect(duesIn(schedule, virtualEpoch, nextDue(schedule, at))).toEqual({ count: 2, first: at, last: nextDue(schedule, at) })
  })

  it('refuses what is no time', () => {
    expect(['', '5m', ':60', '24:00', '4:30', 'noon'].map(scheduleFrom)).toEqual([null, null, null, null, null, null])
  })
})

describe('the scheduler (SJ1)', () => {
  it('runs each job at its time in a one-off dyno called scheduler.N, and tells how it ended', async () => {
    const world = await deployed({ behave: ending(5000, 7) })
    await call(world, 'scheduler:add', { app: 'tea', command: 'rake reports', schedule: every('10m'), size: 'performance-m' })
    await call(world, 'scheduler:add', { app: 'tea', command: 'rake nightly', schedule: every('00:25') })
    await world.clock.advance(28 * minute)
    const ran = events(world, 'scheduler.jobRan')
    expect(ran.map(({ data }) => [data.command, (data.dueAt ?? 0) - virtualEpoch])).toEqual([['rake reports', 10 * minute], ['rake reports', 20 * minute], ['rake nightly', 25 * minute]])
    expect(ran.map(({ at, data }) => at - (data.dueAt ?? 0))).toEqual([0, 0, 0])
    const dynos = events(world, 'dyno.created').filter(({ data }) => data.kind === 'run')
    expect(dynos.map(({ data }) => [/^scheduler\.\d{4}$/.test(data.name), data.type, data.size, data.command])).toEqual([[true, 'scheduler', 'performance-m', 'rake reports'], [true, 'scheduler', 'performance-m', 'rake reports'], [true, 'scheduler', 'standard-1x', 'rake nightly']])
    expect(events(world, 'scheduler.jobEnded').map(({ data }) => data.exitStatus)).toEqual([7, 7, 7])
    const { jobs } = await call(world, 'scheduler:jobs', { app: 'tea' })
    expect(jobs).toMatchObject([{ number: 1, runs: 2, missed: 0, running: [], lastRun: { exitStatus: 7 }, nextAt: virtualEpoch + 30 * minute }, { number: 2, runs: 1, nextAt: virtualEpoch + 24 * hour + 25 * minute }])
  })

  it('SJ2 stops a run that goes on when its job is due again, or leaves the new one out and tells it as missed', async () => {
    const world = await deployed({ behave: ending(15 * minute) })
    await call(world, 'scheduler:add', { app: 'tea', command: 'one', schedule: every('10m') })
    await call(world, 'scheduler:add', { app: 'tea', command: 'two', schedule: every('10m'), ifRunning: 'skip' })
    await world.clock.advance(31 * minute)
    const of = (command: string): number => events(world, 'scheduler.jobRan').filter(({ data }) => data.command === command).length
    expect([of('one'), of('two')]).toEqual([3, 2])
    expect(events(world, 'scheduler.jobMissed').map(({ data }) => [data.command, data.why, data.count, data.firstDueAt - virtualEpoch])).toEqual([['two', 'still-running', 1, 20 * minute]])
    const first = events(world, 'scheduler.jobRan').find(({ data }) => data.command === 'one')
    expect(events(world, 'dyno.stopping').filter(({ data }) => data.dynoId === first?.data.dynoId)).toHaveLength(1)
    expect(Object.values(world.engine.kernel.state.schedulerJobs).map((job) => job.running.length)).toEqual([1, 1])
  })

  it('SJ3 the next engine runs nothing again that ran, and takes what goes on for ended', async () => {
    const world = await deployed({ behave: ending(15 * minute) })
    await call(world, 'scheduler:add', { app: 'tea', command: 'rake', schedule: every('10m') })
    await world.clock.advance(12 * minute)
    // The next engine's clock begins anew: what it takes for now is before all that is on the journal.
    const next = await nextEngine(world)
    expect(events(next, 'scheduler.jobEnded').map(({ data }) => data.exitStatus)).toEqual([null])
    await next.clock.advance(21 * minute)
    expect(events(next, 'scheduler.jobRan')).toHaveLength(2)
    const late = await nextEngine(next)
    await late.clock.advance(19 * minute)
    expect(events(late, 'scheduler.jobMissed')).toEqual([])
    expect(events(late, 'scheduler.jobRan')).toHaveLength(2)
  })

  it('SJ3 tells a run that can not begin, with why', async () => {
    const world = await createWorld({ seed: 3, addOns: { addOnCatalogue } })
    await call(world, 'apps:create', { name: 'tea' })
    await call(world, 'addons:create', { app: 'tea', service: 'scheduler' })
    await world.clock.settle()
    await call(world, 'scheduler:add', { app: 'tea', command: 'rake', schedule: every('10m') })
    await world.clock.advance(21 * minute)
    expect(events(world, 'scheduler.jobMissed').map(({ data }) => [data.why, data.count])).toEqual([['refused', 1], ['refused', 1]])
    expect(await refusal(call(world, 'scheduler:run', { app: 'tea', job: 1 }))).toBe('nothing-to-run')
    expect((await call(world, 'scheduler:jobs', { app: 'tea' })).jobs).toMatchObject([{ runs: 0, missed: 2 }])
  })

  it('changes, runs by hand and removes jobs; they go with the add-on', async () => {
    const world = await deployed({ behave: ending(1000) })
    expect(await refusal(call(world, 'scheduler:jobs', { app: 'none' }))).toBe('app-not-found')
    const { job } = await call(world, 'scheduler:add', { app: 'tea', command: 'rake', schedule: every(':30') })
    await call(world, 'scheduler:update', { app: 'tea', job, schedule: every(':40'), size: 'basic' })
    await call(world, 'scheduler:run', { app: 'tea', job })
    await world.clock.advance(45 * minute)
    expect(events(world, 'scheduler.jobRan').map(({ data }) => data.dueAt === null ? null : data.dueAt - virtualEpoch)).toEqual([null, 40 * minute])
    expect(await refusal(call(world, 'scheduler:remove', { app: 'tea', job: 9 }))).toBe('scheduler-job-unknown')
    await call(world, 'scheduler:add', { app: 'tea', command: 'rake', schedule: every('10m') })
    await call(world, 'scheduler:remove', { app: 'tea', job })
    const [addOn] = Object.values(world.engine.kernel.state.addOns)
    await call(world, 'addons:destroy', { addOn: addOn?.name ?? '', confirm: 'tea' })
    await world.clock.advance(hour)
    expect(events(world, 'scheduler.jobRan')).toHaveLength(2)
    expect(world.engine.kernel.state.schedulerJobs).toEqual({})
    expect(world.clock.waiting()).toBeLessThan(20)
    expect(await refusal(call(world, 'scheduler:add', { app: 'tea', command: 'rake', schedule: every('10m') }))).toBe('scheduler-missing')
  })
})

describe('a machine that slept (SJ3)', () => {
  type Timer = { readonly at: number; readonly fire: () => void }

  /** A kernel on a clock that jumps, with a scheduler whose runs are only written down. */
  async function sleepy() {
    let now = virtualEpoch + 1000
    let timers: Timer[] = []
    const ran: unknown[] = []
    const random = seededRandom(1)
    const kernel = createKernel({
      clock: { now: () => now, after: (ms, fire) => { const timer = { at: now + ms, fire }; timers.push(timer); return () => { timers = timers.filter((one) => one !== timer) } } },
      random, ids: seededIds(random), journal: createMemoryJournal(), onBug: (error) => { throw error },
    })
    const command = <N extends CallName>(_: N, input: unknown): Promise<CallOutput<N>> => {
      ran.push(input)
      return Promise.resolve({ seq: 1, dynoId: `d${ran.length}`, name: 'scheduler.1' } as CallOutput<N>)
    }
    const { room } = createScheduler({ command })({ kernel, onTrouble: (error) => { throw error }, find: () => { throw new Error('not asked for') }, planOf: () => { throw new Error('not asked for') }, configure: () => undefined })
    kernel.commit({ kind: 'platform', text: 'a test' }, [
      { type: 'app.created', app: 'a1', data: { name: 'tea', owner: 'ada', stack: 'heroku-24' } },
      { type: 'addon.created', app: 'a1', data: { addOnId: 'o', name: 's', service: 'scheduler', plan: 'standard', options: {}, by: 'ada' } },
      { type: 'addon.provisioned', app: 'a1', data: { addOnId: 'o', config: {}, message: null } },
    ])
    const jump = async (ms: number): Promise<void> => {
      now += ms
      const due = timers.filter(({ at }) => at <= now)
      timers = timers.filter(({ at }) => at > now)
      for (const { fire } of due) fire()
      await kernel.durable()
    }
    const add = room?.calls?.['scheduler:add'] as CallHandler<'scheduler:add'>
    await add({ app: 'tea', command: 'rake', schedule: { kind: 'tenMinutes' } }, { by: 'ada', cause: { kind: 'platform', text: 'a test' } })
    return { kernel, ran, jump, room, job: (): SchedulerJob | undefined => Object.values(kernel.state.schedulerJobs)[0] }
  }

  it('misses what is over, and runs what is due within the minute', async () => {
    const { ran, jump, job } = await sleepy()
    await jump(35 * minute)
    expect([ran.length, job()?.missed, job()?.lastMiss?.why]).toEqual([0, 3, 'late'])
    await jump(15 * minute)
    expect([ran.length, job()?.missed]).toEqual([1, 4])
    await jump(10 * minute)
    expect([ran.length, job()?.missed]).toEqual([2, 4])
  })

  it('at the start of an engine tells all that was due since', async () => {
    const { ran, jump, job, room } = await sleepy()
    await room?.stop?.()
    await jump(25 * minute)
    room?.start?.()
    expect([ran.length, job()?.missed, job()?.lastMiss?.why, job()?.lastMiss?.message]).toEqual([0, 2, 'off', 'no engine ran'])
  })
})
