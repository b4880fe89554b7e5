import { expect, test } from 'vitest'
import { dotsAtMost, strip, worldStrip } from './world-strip.ts'
import { exampleDyno } from './world.fixture.ts'

const webs = (count: number) => Array.from({ length: count }, (_, index) => exampleDyno(`web.${index + 1}`))

test('web dynos stand level with the router, the others below them', () => {
  const { web, others, middle } = worldStrip([...webs(3), exampleDyno('worker.1'), exampleDyno('run.1', 'up', { kind: 'run' })])
  expect(web.every(({ y }) => y + strip.dot / 2 === middle)).toBe(true)
  expect(others.map(({ name }) => name)).toEqual(['worker.1', 'run.1'])
  expect(Math.min(...others.map(({ y }) => y))).toBeGreaterThan(Math.max(...web.map(({ y }) => y)))
})

test('however many there are, dots stay inside and apart, and what is left out is counted', () => {
  for (const count of [1, 7, 8, 40, 100]) {
    const shape = worldStrip(webs(count))
    expect(shape.web.length + shape.left).toBe(count)
    expect(shape.web.length).toBeLessThanOrEqual(dotsAtMost)
    expect(shape.web.every(({ x, y }) => x + strip.dot <= strip.width && y >= 0 && y + strip.dot <= shape.height)).toBe(true)
    expect(new Set(shape.web.map(({ x, y }) => `${x},${y}`)).size).toBe(shape.web.length)
  }
})
