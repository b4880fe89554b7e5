// Damaged requests by the thousand. `npm test` runs the kept seeds and one new seed, which a failure names; with
// DYNARIUM_FUZZ_BYTES=10000000 it goes on with new seeds until so many bytes were sent, and says what became of them.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../edge.fixture.ts'
import { openAttackStage } from './attack-stage.fixture.ts'
import { fuzzCase } from './fuzz-bytes.fixture.ts'
import { fuzzRound, noFigures, type FuzzFigures } from './fuzz-round.fixture.ts'
import seeds from './fuzz-seeds.json'
import { openSecondOpinion, type SecondOpinion } from './recording-dyno.fixture.ts'

const asked = Number(process.env['DYNARIUM_FUZZ_BYTES'] ?? 0)
const clientsAtOnce = 4
/** One seed's share of the time that `npm test` gives to this. */
const seedMs = 3000
const roundsOfSeed = 400
/** For finding the smallest case that fails. */
const smallestMs = 10_000
const longMs = 3_600_000
/** More than the runtime's own coming and going. */
const mostGrowth = 32 * 2 ** 20

let opinion: SecondOpinion
beforeAll(async () => {
  opinion = await openSecondOpinion()
})
afterAll(() => opinion.close())

/** Throws with the seed and the smallest damage that still does it. */
async function fuzz(seed: number, limitMs: number, figures: FuzzFigures): Promise<void> {
  const before = sockets()
  let stage = await openAttackStage()
  let end = performance.now() + limitMs
  let found = false
  const property = fc.asyncProperty(fc.array(fuzzCase, { minLength: 1, maxLength: clientsAtOnce }), async (cases) => {
    if (performance.now() > end) return
    try {
      await fuzzRound(stage, opinion, cases, figures)
    } catch (error) {
      // What went wrong must not spoil the search for the smallest.
      if (!found) end = performance.now() + smallestMs
      found = true
      await stage.close()
      stage = await openAttackStage()
      throw error
    }
  })
  try {
    await fc.assert(property, { seed, numRuns: roundsOfSeed })
    await stage.edge.stop()
    await until(() => stage.dyno.open() === 0)
  } finally {
    await stage.close()
  }
  await until(() => sockets() <= before)
}

const sockets = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap' || kind === 'TCPServerWrap').length

function heapBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

describe.skipIf(asked > 0)('fuzzing (RT85)', () => {
  it.each([...seeds, Date.now() % 2 ** 31].map((seed) => [seed]))('seed %i: no crash, no wait without an end, nothing ambiguous, no answer for somebody else, no socket left', { timeout: 60_000 }, async (seed) => {
    const figures = noFigures()
    await fuzz(seed, seedMs, figures)
    expect(figures.rounds).toBeGreaterThan(0)
  })
})

describe.runIf(asked > 0)('fuzzing at length (RT85)', () => {
  it(`${asked} bytes`, { timeout: longMs }, async () => {
    const figures = noFigures()
    const since = performance.now()
    let seed = Date.now() % 2 ** 31
    const first = seed
    await fuzz(seed++, longMs, figures)
    const heap = heapBytes()
    while (figures.bytes < asked) await fuzz(seed++, longMs, figures)
    const grown = heapBytes() - heap
    console.log(`fuzzed: ${JSON.stringify({ ...figures, seeds: `${first} to ${seed - 1}`, seconds: Math.round((performance.now() - since) / 1000), heapGrowthMiB: Math.round((grown / 2 ** 20) * 10) / 10 })}`)
    expect(grown).toBeLessThan(mostGrowth)
  })
})
