import { describe, expect, it } from 'vitest'
import { parseRunRecord } from '../../../shared/experiment/run-record.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import { createMemoryShelf } from '../sim/memory-shelf.ts'
import { createWorld } from '../sim/world.ts'
import { createLab, files, type Lab } from './experiments.fixture.ts'

const steady = '{name: hardly a request fails, probe: failed-share, atMost: 2}'
const up = (count: number, when = '[before, after]'): string => `{name: dynos are up, probe: dynos-up, atLeast: ${count}, when: ${when}}`

function text({ probes = [up(1)], method, more = 'blastRadius: {percentOfWeb: 100}' }: { probes?: string[]; method: string[]; more?: string }): string {
  return `title: A try\nsteadyState:\n${probes.map((probe) => `  - ${probe}\n`).join('')}method:\n${method.map((step) => `  - ${step}\n`).join('')}${more}\n`
}

const kill = '{do: fault, fault: dyno-kill, on: {dynos: [web.1]}}'
const idle = '{do: fault, fault: noop, on: {type: web}, seconds: 600}'
const threeDynos = 'setup: [{do: scale, type: web, to: 3}]\n'
const web = (lab: Lab) => Object.values(lab.world.engine.kernel.state.apps)[0]?.formation['web']?.quantity
const leases = (lab: Lab) => Object.values(lab.world.engine.kernel.state.leases)
const traffic = (lab: Lab) => Object.values(lab.world.engine.kernel.state.traffic)

describe('a run', () => {
  it('that holds: looks, makes its trouble, looks again, and leaves nothing behind (XP2) (XP6)', async () => {
    const lab = await createLab()
    const run = await lab.run(text({ probes: [up(3), steady], method: ['{do: wait, seconds: 5}', kill, '{do: wait, seconds: 20}'], more: `${threeDynos}traffic: {rate: 50}\nblastRadius: {dynos: 1}` }))
    expect(run).toMatchObject({ verdict: 'held', reason: 'All probes stayed within their bounds before, during and after.', by: 'ada@localhost' })
    expect([web(lab), leases(lab), traffic(lab)]).toEqual([1, [], []])
    expect(lab.events('experiment.advanced').map(({ data }) => (data as { phase: string }).phase)).toEqual(['before', 'method', 'method', 'method', 'after', 'rollback', 'verify', 'rollback'])
    expect(lab.world.engine.kernel.state.receipts).toMatchObject([{ kind: 'dyno-kill', experimentId: run.id, residue: [] }])
  })

  it('tells of the faults of others that its app could feel, and not of those at other apps (XP14)', async () => {
    const experiments = createMemoryShelf()
    const lab = await createLab({ experiments })
    await lab.call('apps:create', { name: 'other' })
    const pushed = lab.world.push('other', files)
    const runId = await lab.start(text({ method: ['{do: fault, fault: noop, on: {type: web}, seconds: 60}'] }))
    await lab.world.clock.advance(30_000)
    expect((await pushed).accepted).toBe(true)
    for (const target of [{ kind: 'type', app: 'other', type: 'web' }, { kind: 'type', app: 'shop', type: 'web' }, { kind: 'router' }]) await lab.call('faults:start', { kind: 'noop', target })
    await lab.ended(runId)
    const record = parseRunRecord(experiments.readRun(runId) ?? '')
    expect(record?.faults.map(({ title, target }) => `${title}: ${target}`)).toEqual(['Nothing: all web dynos', 'Nothing (not of this experiment): all web dynos', 'Nothing (not of this experiment): the router'])
  })

  it('does nothing to what is not steady to begin with (XP2)', async () => {
    const lab = await createLab()
    const run = await lab.run(text({ probes: [up(5)], method: [kill] }))
    expect(run).toMatchObject({ verdict: 'not-steady', reason: expect.stringContaining('"dynos are up" was out of bounds (1 dynos)') as unknown })
    expect(lab.events('fault.started')).toEqual([])
    expect(run.endedAt ?? 0).toBeLessThan(run.startedAt + 70_000)
  })

  it('breaks when a probe leaves its bounds while the method runs, and is rolled back all the same (XP4)', async () => {
    const lab = await createLab()
    const run = await lab.run(text({ probes: [up(1), steady], method: ['{do: maintenance, on: true}', '{do: wait, seconds: 20}'], more: 'traffic: {rate: 50}\nblastRadius: {dynos: 1}' }))
    expect(run).toMatchObject({ verdict: 'broke', reason: expect.stringMatching(/^"hardly a request fails" was out of bounds \(\d.* %\), \d s into the method\.$/) as unknown })
    expect(Object.values(lab.world.engine.kernel.state.apps)[0]?.maintenance).toBe(false)
  })

  it('breaks when it is not steady again after the method (XP4)', async () => {
    const lab = await createLab()
    const run = await lab.run(text({ probes: [up(1)], method: ['{do: scale, to: 0}', '{do: wait, seconds: 40}'], more: 'limits: {afterSeconds: 20}\nblastRadius: {dynos: 1}' }))
    expect(run).toMatchObject({ verdict: 'broke', reason: 'After the method it was not steady again within 20 s: "dynos are up" was out of bounds (0 dynos).' })
    expect(web(lab)).toBe(1)
  })

  it('breaks by a check, and by a look at the end of the method (XP4)', async () => {
    const lab = await createLab()
    const scaledDown = ['{do: scale, to: 0}', '{do: wait, seconds: 40}', '{do: check, probe: dynos are up}', '{do: scale, to: 1}', '{do: wait, seconds: 10}']
    expect(await lab.run(text({ method: scaledDown }))).toMatchObject({ verdict: 'broke', reason: '"dynos are up" was out of bounds (0 dynos), when a step looked.' })
    const during = text({ probes: [up(1, '[before, during]')], method: ['{do: scale, to: 0}', '{do: wait, seconds: 40}'] })
    expect(await lab.run(during)).toMatchObject({ verdict: 'broke', reason: '"dynos are up" was out of bounds (0 dynos), at the end of the method.' })
  })

  it('tolerates what a probe tolerates, and no second more (XP8)', async () => {
    const lab = await createLab()
    const gone = (seconds: number): string => text({ probes: [`{name: dynos are up, probe: dynos-up, atLeast: 1, when: [before, continuously, after], tolerateSeconds: ${seconds}}`], method: [kill, '{do: wait, seconds: 20}'] })
    expect((await lab.run(gone(10))).verdict).toBe('held')
    expect(await lab.run(gone(0))).toMatchObject({ verdict: 'broke' })
  })

  it('keeps to its timeline', async () => {
    const lab = await createLab()
    await lab.run(text({ method: ['{do: check, probe: dynos are up, atSeconds: 5}', '{do: check, probe: dynos are up, afterSeconds: 3}', '{do: check, probe: dynos are up, atSeconds: 20}'] }))
    const [first = 0, ...later] = lab.events('experiment.advanced').filter(({ data }) => (data as { phase: string }).phase === 'method').map(({ at }) => at)
    expect(later.map((at) => at - first)).toEqual([3000, 15_000])
  })

  it('restores the traffic that ran before (XP6)', async () => {
    const lab = await createLab()
    const plan = { rate: 3, shape: { kind: 'steady' }, paths: [{ path: '/mine', weight: 1 }], seconds: null }
    await lab.call('traffic:start', { app: 'shop', plan })
    await lab.run(text({ method: ['{do: wait, seconds: 5}'], more: 'traffic: {rate: 20}\nblastRadius: {dynos: 1}' }))
    expect(traffic(lab)).toMatchObject([{ plan }])
  })
})

describe('the end of a run before its time (XP5)', () => {
  it('comes by a probe that is out of bounds for long enough', async () => {
    const lab = await createLab()
    const run = await lab.run(text({ method: ['{do: scale, to: 0}', idle], more: 'abort: {probes: [{probe: dynos are up, forSeconds: 7}]}\nblastRadius: {dynos: 1}' }))
    expect(run).toMatchObject({ verdict: 'aborted', reason: expect.stringContaining('"dynos are up" was out of bounds (0 dynos), for 7 s: a condition to abort.') as unknown })
    expect([web(lab), leases(lab)]).toEqual([1, []])
  })

  it('comes by too many failed requests', async () => {
    const lab = await createLab()
    const run = await lab.run(text({ method: ['{do: maintenance, on: true}', '{do: wait, seconds: 300}'], more: 'traffic: {rate: 50}\nabort: {failedRequests: 100}\nblastRadius: {dynos: 1}' }))
    expect(run).toMatchObject({ verdict: 'aborted', reason: expect.stringContaining('More than 100 requests had failed.') as unknown })
    expect((run.endedAt ?? 0) - run.startedAt).toBeLessThan(60_000)
  })

  it('comes by its time limit', async () => {
    const lab = await createLab()
    const run = await lab.run(text({ method: [idle], more: 'abort: {seconds: 30}\nblastRadius: {percentOfWeb: 100}' }))
    expect(run).toMatchObject({ verdict: 'aborted', reason: 'Its time limit of 30 s was up.' })
    expect(lab.world.engine.kernel.state.receipts).toMatchObject([{ why: 'experiment-over' }])
  })

  it('comes by a person, whose command is then the cause of the rollback (XP10)', async () => {
    const lab = await createLab()
    const runId = await lab.start(text({ method: [idle] }))
    await lab.world.clock.runFor(60_000, () => leases(lab).length > 0)
    await lab.call('experiments:stop', { runId })
    expect(await lab.ended(runId)).toMatchObject({ verdict: 'aborted', reason: 'ada@localhost stopped it.' })
    const rollback = lab.events('experiment.advanced').find(({ data }) => (data as { phase: string }).phase === 'rollback')
    expect(rollback?.causedBy).toMatchObject({ kind: 'command', name: 'experiments:stop' })
    await expect(lab.call('experiments:stop', { runId })).rejects.toMatchObject({ code: 'experiment-not-running' })
  })

  it('comes by the key that stops all faults', async () => {
    const lab = await createLab()
    const runId = await lab.start(text({ method: [idle] }))
    await lab.world.clock.runFor(60_000, () => leases(lab).length > 0)
    await lab.call('faults:stop-all', {})
    expect(await lab.ended(runId)).toMatchObject({ verdict: 'aborted', reason: 'All faults were stopped.' })
  })

  it('comes by a step that can not be done, and what was done before it is undone (XP6)', async () => {
    const lab = await createLab()
    const run = await lab.run(text({ method: ['{do: maintenance, on: true}', '{do: scale, type: nothing, to: 1}'] }))
    expect(run).toMatchObject({ verdict: 'aborted', reason: expect.stringMatching(/^It could not go on\. .*nothing/) as unknown })
    expect(Object.values(lab.world.engine.kernel.state.apps)[0]?.maintenance).toBe(false)
  })

  it('comes with the end of its app', async () => {
    const lab = await createLab()
    const runId = await lab.start(text({ method: [idle] }))
    await lab.world.clock.runFor(60_000, () => leases(lab).length > 0)
    await lab.call('apps:destroy', { app: 'shop', confirm: 'shop' })
    expect(await lab.ended(runId)).toMatchObject({ verdict: 'aborted', reason: 'The app was destroyed.' })
  })
})

describe('a rollback that fails (XP7)', () => {
  it('is told as such when it is not steady afterwards, though no probe broke before', async () => {
    let started = 0
    const lab = await createLab({ behave: ({ type }) => (type === 'web' && ++started > 1 ? { listens: false } : {}) })
    const run = await lab.run(text({ probes: [up(1, '[before]')], method: [kill], more: 'limits: {verifySeconds: 30}\nblastRadius: {dynos: 1}' }))
    expect(run).toMatchObject({ verdict: 'not-restored', reason: expect.stringContaining('It was not steady within 30 s after the rollback: "dynos are up" was out of bounds (0 dynos).') as unknown })
  })

  it('is told as such when something can not be put back', async () => {
    const lab = await createLab()
    await lab.call('config:set', { app: 'shop', vars: { LARGE: 'x'.repeat(20_000) } })
    await lab.world.clock.advance(60_000)
    const runId = await lab.start(text({ method: ['{do: config, set: {LARGE: null}}', '{do: wait, seconds: 120}'] }))
    await lab.world.clock.advance(5000)
    await lab.call('config:set', { app: 'shop', vars: { OTHER: 'x'.repeat(20_000) } })
    expect(await lab.ended(runId)).toMatchObject({ verdict: 'not-restored', reason: expect.stringMatching(/The rollback did not bring it back\. .*40/) as unknown })
    expect(await lab.report(runId)).toContain('This could not be undone')
  })
})

describe('an engine that stops in the middle (XP9)', () => {
  it.each(['is killed', 'stops as it was asked to'])('%s: the next one ends the run, undoes what it did, and says so', async (how) => {
    const journal = createMemoryJournal()
    const experiments = createMemoryShelf()
    const before = await createLab({ journal, experiments })
    const runId = await before.start(text({ method: ['{do: maintenance, on: true}', idle], more: `${threeDynos}blastRadius: {percentOfWeb: 100}` }))
    await before.world.clock.runFor(60_000, () => leases(before).length > 0)
    expect(web(before)).toBe(3)
    if (how !== 'is killed') {
      const stopped = before.world.engine.stop()
      await before.world.clock.advance(120_000)
      await stopped
      expect(before.found(runId).phase).toBe('method')
    }
    const disk = createMemoryJournal()
    disk.append(journal.text().trim().split('\n').map((line) => JSON.parse(line) as PlatformEvent))
    const after = await createWorld({ seed: 8, journal: disk, experiments })
    await after.clock.advance(10_000)
    const { experiments: runs, apps, leases: left } = after.engine.kernel.state
    expect(runs[runId]).toMatchObject({ phase: 'ended', verdict: 'aborted', reason: 'The engine stopped while it ran, so it was ended. Maintenance mode was turned off again. web was scaled back to 1.' })
    expect(Object.values(apps)[0]).toMatchObject({ maintenance: false, formation: { web: { quantity: 1 } } })
    expect(left).toEqual({})
    const report = (await after.engine.call('experiments:report', { runId, format: 'markdown' }, 'ada')) as { text: string }
    expect(report.text).toContain('web was scaled back to 1')
  })
})
