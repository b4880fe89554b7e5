import { afterEach, expect, it } from 'vitest'
import { createPacedClock, type PacedClock } from './paced-clock.ts'

let clock: PacedClock | null = null
afterEach(() => clock?.stop())

const start = 1_800_000_000_000
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((passed) => setTimeout(passed, 2))
}

it('goes with the machine until it is told to go faster, and never back', async () => {
  let ms = 0
  clock = createPacedClock(start, () => ms)
  expect(clock.now()).toBe(start)
  ms = 500
  expect(clock.now()).toBe(start + 500)
  clock.setPace(3600)
  expect(clock.now()).toBe(start + 500)
  ms = 1500
  expect(clock.now()).toBe(start + 500 + 3_600_000)
  clock.setPace(1)
  ms = 1600
  expect(clock.now()).toBe(start + 600 + 3_600_000)
})

it('runs timers in the order of their time, at their time, with what they promise settled in between', async () => {
  let ms = 0
  clock = createPacedClock(start, () => ms)
  const seen: [string, number][] = []
  const say = (word: string) => (): void => void seen.push([word, clock?.now() ?? 0])
  clock.setPace(3600)
  clock.after(60_000, () => {
    say('first')()
    // Set from within: it comes before one that was set earlier for later.
    void Promise.resolve().then(() => clock?.after(1000, say('from within')))
  })
  clock.after(3_600_000, say('last'))
  clock.after(120_000, say('second'))
  clock.after(90_000, say('cancelled'))()
  ms = 1500
  await until(() => seen.length === 4)
  expect(seen).toEqual([['first', start + 60_000], ['from within', start + 61_000], ['second', start + 120_000], ['last', start + 3_600_000]])
})

it('goes slower than asked when the machine can not follow, and skips nothing', async () => {
  clock = createPacedClock(start)
  clock.setPace(1_000_000)
  const seen: number[] = []
  const tick = (): void => {
    seen.push(clock?.now() ?? 0)
    for (const end = performance.now() + 1; performance.now() < end;);
    if (seen.length < 200) clock?.after(1000, tick)
  }
  clock.after(1000, tick)
  await until(() => seen.length === 200)
  expect(seen.map((at, index) => at - (seen[0] ?? 0) - index * 1000)).toEqual(seen.map(() => 0))
})
