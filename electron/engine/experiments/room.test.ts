import { describe, expect, it } from 'vitest'
import type { ProbeReading } from '../../../shared/domain/experiment.ts'
import type { StreamItem } from '../../../shared/protocol/streams.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import type { Reader } from '../journal/room.ts'
import { createMemoryShelf } from '../sim/memory-shelf.ts'
import { createLab, type Lab } from './experiments.fixture.ts'

const good = `title: A noop for ten seconds
about: Nothing happens.
steadyState:
  - {name: a dyno is up, probe: dynos-up, atLeast: 1}
method:
  - {do: fault, fault: noop, on: {type: web}, seconds: 10}
blastRadius: {dynos: 1}
`

function follow(lab: Lab, runId: string): { readonly readings: ProbeReading[]; readonly over: Promise<void> } {
  const reader = lab.world.engine.open('experiment', { runId }) as Reader<StreamItem<'experiment'>>
  const readings: ProbeReading[] = []
  const over = (async () => {
    for (let item = await reader.next(); item !== null; item = await reader.next()) readings.push(...item.readings)
  })()
  return { readings, over }
}

describe('experiments', () => {
  it('are listed with their titles, checked, saved under their title and removed; ready ones stay (XP12)', async () => {
    const lab = await createLab({ experiments: createMemoryShelf([{ id: 'a-noop-for-ten-seconds', origin: 'ready', text: good }]) })
    expect(await lab.call('experiments:save', { text: good })).toEqual({ id: 'a-noop-for-ten-seconds-own' })
    expect(await lab.call('experiments:save', { text: good.replace('A noop', '../../Übel, A') })).toEqual({ id: 'u-bel-a-for-ten-seconds' })
    const { experiments } = (await lab.call('experiments:list', {})) as { experiments: unknown[] }
    expect(experiments).toHaveLength(3)
    expect(experiments[0]).toEqual({ id: 'a-noop-for-ten-seconds', origin: 'ready', text: good, title: 'A noop for ten seconds', about: 'Nothing happens.' })
    await lab.call('experiments:remove', { id: 'u-bel-a-for-ten-seconds' })
    await expect(lab.call('experiments:remove', { id: 'a-noop-for-ten-seconds' })).rejects.toMatchObject({ code: 'experiment-ready' })
    await expect(lab.call('experiments:remove', { id: '../x' })).rejects.toMatchObject({ code: 'experiment-not-found' })
    await expect(lab.call('experiments:save', { text: good.replace('A noop for ten seconds', '"***"') })).rejects.toMatchObject({ code: 'experiment-untitled' })
    expect(await lab.call('experiments:check', { text: good })).toEqual({ problems: [], title: 'A noop for ten seconds' })
    expect(await lab.call('experiments:check', { text: 'title: x\nmethod: 1' })).toMatchObject({ title: 'x', problems: expect.arrayContaining([{ line: 2, column: 9, message: 'method has to be a list, and is 1.' }]) as unknown })
  })

  it('that are not right are not run, and the place is told (XP1)', async () => {
    const lab = await createLab()
    await expect(lab.call('experiments:run', { app: 'shop', text: good.replace('noop,', 'noop, seed: 1,') })).rejects.toMatchObject({ code: 'experiment-invalid', params: { line: 6, column: 30 } })
    await expect(lab.call('experiments:run', { app: 'shop', text: good.replace('fault: noop', 'fault: doom') })).rejects.toMatchObject({ code: 'fault-not-found' })
    expect(lab.events('experiment.started')).toEqual([])
  })

  it('that would touch more than they allow are refused before anything is done (XP3)', async () => {
    const lab = await createLab()
    const wide = good.replace('title:', 'setup: [{do: scale, to: 3}]\ntitle:')
    await expect(lab.call('experiments:run', { app: 'shop', text: wide })).rejects.toMatchObject({ code: 'experiment-radius', message: 'The experiment would touch 3 of 3 web dynos of shop (100% of the web dynos); its own limit is 1 dynos.' })
    await expect(lab.call('experiments:run', { app: 'shop', text: good.replace('{dynos: 1}', '{percentOfWeb: 50}') })).rejects.toMatchObject({ code: 'experiment-radius' })
    expect(lab.events('experiment.started')).toEqual([])
    const one = wide.replace('{type: web}', '{dynos: [web.3]}')
    expect(await lab.call('experiments:preview', { app: 'shop', text: one })).toMatchObject({ dynoIds: [], percentOfWeb: 33, sentence: '1 of 3 web dynos of shop.' })
    expect((await lab.run(one)).verdict).toBe('held')
  })

  it('are held to their limit by what is really there, too (XP3)', async () => {
    const lab = await createLab()
    const late = good.replace('method:', 'method:\n  - {do: scale, to: 4}\n  - {do: wait, seconds: 30}')
    expect(await lab.run(late)).toMatchObject({ verdict: 'aborted', reason: expect.stringContaining('would touch 4 dynos') as unknown })
    expect(Object.keys(lab.world.engine.kernel.state.leases)).toEqual([])
  })

  it('run one at a time on an app (XP11)', async () => {
    const lab = await createLab()
    const runId = await lab.start(good)
    await expect(lab.start(good)).rejects.toMatchObject({ code: 'experiment-runs' })
    await expect(lab.report(runId)).rejects.toMatchObject({ code: 'experiment-unfinished' })
    await lab.ended(runId)
    expect((await lab.run(good)).verdict).toBe('held')
  })

  it('tell their readings as they come, and again afterwards', async () => {
    const lab = await createLab()
    const runId = await lab.start(good)
    const early = follow(lab, runId)
    await lab.world.clock.advance(3000)
    const late = follow(lab, runId)
    await lab.ended(runId)
    await Promise.all([early.over, late.over])
    const past = follow(lab, runId)
    await past.over
    expect(early.readings.length).toBeGreaterThan(10)
    expect(late.readings).toEqual(early.readings)
    expect(past.readings.map(({ at, value }) => [at, value])).toEqual(early.readings.map(({ at, value }) => [at, value]))
    expect(new Set(early.readings.map(({ phase }) => phase))).toEqual(new Set(['before', 'method', 'after', 'verify']))
    expect(early.readings[0]).toEqual({ at: expect.any(Number) as unknown, probe: 'a dyno is up', phase: 'before', value: '1 dynos', isWithin: true })
  })

  it('lead from everything that they do back to the command of a person (XP10)', async () => {
    const lab = await createLab()
    const runId = await lab.start(good.replace('title:', 'traffic: {rate: 5}\ntitle:').replace('method:', 'method:\n  - {do: maintenance, on: true}\n  - {do: fault, fault: dyno-kill, on: {dynos: [web.1]}}'))
    await lab.ended(runId)
    const all = lab.world.engine.kernel.journal.read(0, 100_000)
    const root = (event: PlatformEvent): unknown => {
      const before = event.causedBy.kind === 'event' ? all[event.causedBy.seq - 1] : undefined
      return before === undefined ? event.causedBy : root(before)
    }
    for (const type of ['fault.started', 'fault.ended', 'maintenance.changed', 'traffic.started', 'traffic.stopped', 'dyno.crashed', 'experiment.advanced', 'experiment.ended'] as const) {
      const found = lab.events(type)
      expect(found.length, type).toBeGreaterThan(0)
      // A lease that ended by its own time was ended by the clock.
      for (const event of found) if (event.type !== 'fault.ended' || event.data.why !== 'expired') expect(root(event), type).toMatchObject({ kind: 'command', name: 'experiments:run', by: 'ada@localhost' })
    }
  })

  it('look at all that can be looked at', async () => {
    const lab = await createLab({ model: () => ({ serviceMs: () => 30 }) })
    const probes = ['http-status, path: /, is: [200, 204]', 'http-time, path: /, atMost: 50', 'http-body, path: /, matches: "^A simulated answer of web\\\\.1\\\\.$"', 'failed-share, is: 0', 'throughput, within: [15, 25]', 'p95, atMost: 50', 'dynos-up, is: 1', 'held, is: 0', 'memory, within: [70, 90], when: [after]']
    const run = await lab.run(`title: Everything\ntraffic: {rate: 20}\nsteadyState:\n${probes.map((probe, index) => `  - {name: p${index}, probe: ${probe}}\n`).join('')}method:\n  - {do: wait, seconds: 30}\nblastRadius: {dynos: 1}\n`)
    expect(run).toMatchObject({ verdict: 'held' })
    const { readings, over } = follow(lab, run.id)
    await over
    expect(Object.fromEntries(readings.map(({ probe, value }) => [probe, value]))).toEqual({ p0: '200', p1: '30 ms', p2: 'fits', p3: '0 %', p4: expect.stringMatching(/^2\d(\.\d+)? requests\/s$/) as unknown, p5: '42 ms', p6: '1 dynos', p7: '0 requests', p8: '80 MB' })
  })

  it('tell a visit that gets no answer as such (XP8)', async () => {
    const lab = await createLab({ model: () => ({ serviceMs: () => Infinity }) })
    const run = await lab.run('title: Silence\nsteadyState: [{name: it answers, probe: http-status, path: /, is: 200}]\nmethod: [{do: wait, seconds: 1}]\nblastRadius: {dynos: 1}')
    expect(run).toMatchObject({ verdict: 'not-steady' })
    const { readings, over } = follow(lab, run.id)
    await over
    expect(new Set(readings.map(({ value }) => value))).toEqual(new Set(['no answer in 10 s', '503']))
  })
})
