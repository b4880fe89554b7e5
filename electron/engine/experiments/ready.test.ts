// Every ready experiment, on the simulated world.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultRouting } from '../../../shared/domain/app.ts'
import type { FaultFacts } from '../../../shared/domain/fault.ts'
import { importChaosToolkit } from '../../../shared/experiment/import-chaos.ts'
import { readExperiment } from '../../../shared/experiment/read-experiment.ts'
import { parseRunRecord } from '../../../shared/experiment/run-record.ts'
import { createMemoryShelf } from '../sim/memory-shelf.ts'
import { createLab } from './experiments.fixture.ts'
import { promises } from './ready.fixture.ts'

const folder = join(import.meta.dirname, '../../../resources/experiments')
const ids = readdirSync(folder).filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -'.yaml'.length))
const textOf = (id: string): string => readFileSync(join(folder, `${id}.yaml`), 'utf8')

describe('ready experiments', () => {
  it('are these', () => {
    expect(ids).toEqual(Object.keys(promises))
  })

  describe.each(ids)('%s', (id) => {
    it('reads without a problem, by a title and words of its own', () => {
      const { experiment, problems } = readExperiment(textOf(id))
      expect(problems).toEqual([])
      expect(experiment?.about.length).toBeGreaterThan(100)
    })

    it.each([7, 21])('gives the verdict that it promises, explains every request that failed, and leaves nothing behind: seed %i (XP15)', async (seed) => {
      const experiments = createMemoryShelf()
      const lab = await createLab({ experiments, seed })
      const before = structuredClone(Object.values(lab.world.engine.kernel.state.apps)[0])
      const run = await lab.run(textOf(id))
      const [verdict, codes] = promises[id] ?? []
      expect(run, run.reason ?? '').toMatchObject({ verdict })
      const record = parseRunRecord(experiments.readRun(run.id) ?? '')
      expect(record?.failures.filter(({ kind }) => kind === 'unknown')).toEqual([])
      expect(record?.failures.flatMap(({ code }) => (codes?.includes(code) === true ? [] : [code]))).toEqual([])
      const failed = record?.seconds.reduce((sum, [, , count]) => sum + count, 0)
      expect(record?.failures.reduce((sum, { count }) => sum + count, 0)).toBe(failed)
      expect(record?.unreported).toBe(0)
      expect(record?.faults.map(({ residue, endedAt }) => [residue, endedAt === null])).toEqual([[[], false]])
      expect(record?.undo).toEqual([])
      if (id === 'a-zone-is-lost') expect(record?.radius).toBe('2 of 4 web dynos of shop.')
      const { leases, traffic, apps } = lab.world.engine.kernel.state
      expect([leases, traffic]).toEqual([{}, {}])
      const after = Object.values(apps)[0]
      expect(after).toMatchObject({ formation: before?.formation, maintenance: false })
      expect(after?.routing ?? defaultRouting).toEqual(defaultRouting)
    })
  })

  it('show what is in the docs', () => {
    const page = readFileSync(join(folder, '../../docs/experiments.md'), 'utf8')
    const examples = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text = '']) => text)
    expect(examples.length).toBeGreaterThan(0)
    for (const text of examples) expect(readExperiment(text).problems).toEqual([])
  })
})

describe('faults that an import names (XP13)', () => {
  it('are in the catalogue, with these parameters, for a link', async () => {
    const lab = await createLab()
    const { faults } = (await lab.call('faults:list', {})) as { faults: FaultFacts[] }
    const toxics = ['latency -a latency=5 -a jitter=1', 'bandwidth -a rate=5', 'slow_close -a delay=5', 'timeout -a timeout=5', 'reset_peer -a timeout=5', 'slicer -a average_size=5 -a size_variation=1 -a delay=9', 'limit_data -a bytes=5']
    const method = [...toxics.map((toxic) => ({ name: toxic, type: 'action', provider: { type: 'process', path: 'toxiproxy-cli', arguments: `toxic add -t ${toxic} --toxicity 0.5 redis` } })), { name: 'down', type: 'action', provider: { type: 'python', module: 'chaostoxi.proxy.actions', func: 'disable_proxy', arguments: { proxy_name: 'redis' } } }]
    const { text } = importChaosToolkit(JSON.stringify({ title: 't', 'steady-state-hypothesis': { probes: [{ name: 'p', type: 'probe', tolerance: 200, provider: { type: 'http', url: 'http://shop.localhost/' } }] }, method }))
    const steps = readExperiment(text ?? '').experiment?.method ?? []
    expect(steps).toHaveLength(8)
    for (const step of steps) {
      if (step.do !== 'fault') throw new Error('only faults')
      const facts = faults.find(({ kind }) => kind === step.fault)
      expect(facts?.targets, step.fault).toContain('proxy')
      expect(facts?.params.map(({ name }) => name), step.fault).toEqual(expect.arrayContaining(Object.keys(step.params)))
    }
  })
})
