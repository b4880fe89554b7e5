import { describe, expect, test } from 'vitest'
import { readExperiment } from '../../shared/experiment/read-experiment.ts'
import { firstExperiment } from '../text/first-experiment.ts'
import { codesShown } from './code-list.ts'
import { planOf } from './experiment-plan.ts'
import { phaseSpans, probeBox, probeLines } from './probe-lines.ts'

const read = (text: string) => {
  const { experiment, problems } = readExperiment(text)
  if (experiment === null) throw new Error(JSON.stringify(problems))
  return experiment
}

describe('the plan of an experiment', () => {
  test('a new one begins as one that can be run', () => {
    expect(readExperiment(firstExperiment).problems).toEqual([])
  })

  test('steps stand on a line of time: at their second, after the one before, and after a wait', () => {
    const plan = planOf(read(`title: T
steadyState: [{ name: up, probe: dynos-up, within: [1, 3] }]
method:
  - { do: wait, seconds: 5 }
  - { do: fault, fault: dyno-kill, on: { dynos: [web.1] }, seconds: 20 }
  - { do: scale, to: 4, afterSeconds: 2 }
  - { do: maintenance, on: true, atSeconds: 30 }
blastRadius: { dynos: 1 }
`))
    expect(plan.steps.map(({ words, from, to }) => [words, from, to])).toEqual([
      ['wait 5 s', 0, 5], ['dyno-kill on web.1 for 20 s', 5, 25], ['scale web to 4', 7, 8], ['maintenance mode on', 30, 31],
    ])
    expect(plan.seconds).toBe(31)
    expect(plan.probes).toEqual([{ name: 'up', words: 'web dynos that are up: 1 to 3 dynos', bounds: { least: 1, most: 3 } }])
  })
})

describe('probes as lines', () => {
  const reading = (at: number, value: string, isWithin = true, phase: 'before' | 'method' = 'before') => ({ at, probe: 'p95', phase, value, isWithin })

  test('numbers become a line, what is no number leaves a gap, and what is out of bounds is marked where it was', () => {
    const [line] = probeLines([reading(0, '10 ms'), reading(500, 'nothing to measure', false), reading(1000, '40 ms', false)], new Map([['p95', { least: null, most: 20 }]]), 0, 1000)
    expect(line).toMatchObject({ count: 3, outside: 2, latest: { value: '40 ms' } })
    expect(line?.path.match(/M/g)).toHaveLength(2)
    expect(line?.outsideAt.map(({ x }) => x)).toEqual([probeBox.width / 2, probeBox.width])
    // At most 20 of a top of 50: the band is the lower two fifths.
    expect(line?.band?.height).toBeCloseTo(probeBox.height * 0.4, 0)
  })

  test('phases share the width by their time', () => {
    const spans = phaseSpans([reading(0, '1'), reading(400, '1', true, 'method'), reading(900, '1', true, 'method')], 0, 1000)
    expect(spans.map(({ phase, x, width }) => [phase, x, width])).toEqual([['before', 0, 40], ['method', 40, 60]])
  })
})

test('codes are found by group, number and word, in the order of their numbers', () => {
  const page = (code: string, meaning = '') => ({ code, title: code, group: code[0] as 'H', meaning, trigger: '', status: null, line: '', fix: '', cause: null })
  const all = [page('R14', 'memory'), page('H12', 'timeout'), page('H9'), page('L10')]
  expect(codesShown(all, 'all', '').map(({ code }) => code)).toEqual(['H9', 'H12', 'L10', 'R14'])
  expect(codesShown(all, 'H', 'time').map(({ code }) => code)).toEqual(['H12'])
  expect(codesShown(all, 'R', 'timeout')).toEqual([])
})
