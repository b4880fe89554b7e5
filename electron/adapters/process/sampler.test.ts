import { expect, it } from 'vitest'
import { createSampler } from './sampler.ts'

it('looks again after a look that failed, e.g. for want of file handles', async () => {
  let looks = 0
  const seen: number[] = []
  const sampler = createSampler({
    everyMs: 5,
    finder: {
      look: () => {
        looks += 1
        return looks < 3 ? Promise.reject(new Error('EMFILE')) : Promise.resolve([{ pid: 7, parent: 1, group: 7, session: 7, start: 's', cpuMs: 0, residentBytes: 4096, labels: null }])
      },
    },
    table: { memoryOf: (rows) => Promise.resolve(rows.reduce((sum, row) => sum + row.residentBytes, 0)) },
    running: () => [{ dynoId: 'd', owner: { pid: 7, label: { kind: 'dyno', id: 'd' } } }],
    observed: (sample) => seen.push(sample.memoryBytes),
  })
  while (seen.length === 0) await new Promise((soon) => setTimeout(soon, 5))
  sampler.stop()
  expect(seen[0]).toBe(4096)
})
