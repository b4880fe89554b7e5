import { describe, expect, it } from 'vitest'
import { now, typed } from './console-world.fixture.ts'
import { equalCommand } from './equal-command.ts'

const sent = async (line: string): Promise<unknown> => (await typed(line)).sent
const daily = { kind: 'daily', hour: 4, minute: 30 } as const

describe('the verbs of the scheduler (SJ1)', () => {
  it.each<[string, string, object]>([
    ['scheduler:add "rake reports" --every 04:30', 'scheduler:add', { app: 'tea', command: 'rake reports', schedule: daily }],
    ['scheduler:add rake reports -e 10m -s basic --if-running skip -a coffee', 'scheduler:add', { app: 'coffee', command: 'rake reports', schedule: { kind: 'tenMinutes' }, size: 'basic', ifRunning: 'skip' }],
    ['scheduler:update 2 --every :05', 'scheduler:update', { app: 'tea', job: 2, schedule: { kind: 'hourly', minute: 5 } }],
    ['scheduler:update 2 "rake other"', 'scheduler:update', { app: 'tea', job: 2, command: 'rake other' }],
    ['scheduler:remove 1', 'scheduler:remove', { app: 'tea', job: 1 }],
    ['scheduler:run 1', 'scheduler:run', { app: 'tea', job: 1 }],
  ])('%s', async (line, name, input) => {
    expect(await sent(line)).toEqual([{ name, input }])
  })

  it.each([
    ['scheduler:add', 'Missing the command.'], ['scheduler:add rake', 'Missing required flag: every'], ['scheduler:add rake -e noon', 'noon is no time of the scheduler.'], ['scheduler:add rake -e 10m --if-running wait', 'wait is not a choice.'],
    ['scheduler:update', 'Missing the number of the job.'], ['scheduler:update 1', 'Nothing to change.'], ['scheduler:run one', 'Missing the number of the job.'],
  ])('"%s" is refused with what to try', async (line, message) => {
    expect((await typed(line)).lines[0]).toContain(message)
  })

  it('lists jobs with what is next and how it went', async () => {
    const job = { number: 1, command: 'rake', schedule: daily, nextAt: now, missed: 2, lastRun: { at: now, dueAt: now, dynoId: 'd', name: 'scheduler.1', exitStatus: 0 } }
    const { lines } = await typed('scheduler', { jobs: [job] })
    expect(lines[0]).toBe('=== tea Scheduler')
    expect(lines[3]).toMatch(/^1 +rake +every day at 04:30 UTC +2026-01-02 12:00 +2026-01-02 12:00 ended with 0, 2 missed$/)
    expect((await typed('scheduler', { jobs: [] })).lines[0]).toBe('tea has no jobs.')
  })

  it('says the command that equals a call', () => {
    expect(equalCommand('scheduler:add', { app: 'tea', command: 'rake reports', schedule: daily, size: 'basic' })).toBe('heroku scheduler:add "rake reports" --every 04:30 --size basic -a tea')
    expect(equalCommand('scheduler:run', { app: 'tea', job: 3 })).toBe('heroku scheduler:run 3 -a tea')
  })
})
