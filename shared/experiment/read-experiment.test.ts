import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readExperiment, titleIn } from './read-experiment.ts'
import { writeExperiment } from './write-experiment.ts'

const least = `title: One dyno dies
steadyState:
  - {name: few fail, probe: failed-share, atMost: 1}
method:
  - {do: fault, fault: dyno-kill, on: {dynos: [web.1]}}
blastRadius: {dynos: 1}
`
const problems = (text: string) => readExperiment(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
const changed = (from: string | RegExp, to: string): string[] => problems(least.replace(from, to))

describe('an experiment file', () => {
  it('needs little: the rest has defaults', () => {
    const { experiment } = readExperiment(least)
    expect(experiment).toMatchObject({
      title: 'One dyno dies', about: '', setup: [], abort: { probes: [], seconds: 600 }, limits: { beforeSeconds: 60, afterSeconds: 60, verifySeconds: 60 },
      steadyState: [{ overSeconds: 10, tolerateSeconds: 0, when: ['before', 'continuously', 'after'] }], method: [{ do: 'fault', seconds: 30, params: {} }],
    })
    expect(titleIn(least)).toBe('One dyno dies')
  })

  it.each([
    ['a key that is missing', /title.*\n/, '', '1:1 title is missing.'],
    ['a key that is unknown', 'blastRadius:', 'colour: red\nblastRadius:', '6:1 The file: "colour" is not known here.'],
    ['an unknown key within', 'atMost: 1', 'atMots: 1', '3:43 steadyState[1]: "atMots" is not known here.'],
    ['a value of another kind', 'atMost: 1', 'atMost: much', '3:51 steadyState[1].atMost has to be a number, and is "much".'],
    ['an unknown probe', 'failed-share', 'luck', '3:29 steadyState[1].probe has to be one of http-status, http-time, http-body, failed-share, throughput, p95, dynos-up, held, memory, and is "luck".'],
    ['an unknown step', 'do: fault', 'do: explode', '5:10 method[1].do has to be one of fault, scale, restart, maintenance, config, routing, roll-back, wait, check, and is "explode".'],
    ['a step without its kind', 'do: fault, ', '', '5:5 method[1].do has to be one of fault, scale, restart, maintenance, config, routing, roll-back, wait, check; it is missing.'],
    ['a target of no kind', '{dynos: [web.1]}', '{planet: mars}', '5:39 method[1].on: it has to be one of: {type: web}, {dynos: [web.1]}, {host: a1}, {zone: a}, {proxy: name}, {router: true}.'],
    ['no bounds', ', atMost: 1', '', '3:5 "few fail" needs exactly one of is, atLeast, atMost and within; it has none.'],
    ['two bounds', 'atMost: 1', 'atMost: 1, is: 0', '3:5 "few fail" needs exactly one of is, atLeast, atMost and within; it has is and atMost.'],
    ['bounds that are upside down', 'atMost: 1', 'within: [5, 1]', '3:51 within goes from the smaller number to the larger one.'],
    ['no radius', '{dynos: 1}', '{}', '6:14 blastRadius needs dynos, percentOfWeb or both: the most that may be touched.'],
    ['a lease of a day', '[web.1]}', '[web.1]}, seconds: 86400', '5:66 method[1].seconds has to be at most 3600.'],
    ['a check of no probe', 'blastRadius', '  - {do: check, probe: luck}\nblastRadius', '6:24 No probe of steadyState is named "luck"; there are: few fail.'],
    ['a timeline that goes back', 'blastRadius', '  - {do: wait, seconds: 20}\n  - {do: wait, seconds: 1, atSeconds: 5}\nblastRadius', '7:39 The step before it is at 20 seconds already. Steps stand in the order of time.'],
    ['a step at two times', 'blastRadius', '  - {do: wait, seconds: 1, atSeconds: 5, afterSeconds: 2}\nblastRadius', '6:5 A step has atSeconds or afterSeconds, not both.'],
    ['two probes of a name', 'method:', '  - {name: few fail, probe: held, atMost: 1}\nmethod:', '4:12 Two probes are named "few fail". Give each its own name.'],
    ['a pattern that could take for ever', 'probe: failed-share, atMost: 1', 'probe: http-body, path: /, matches: "(a+)+b"', '3:58 steadyState[1].matches: it repeats a group, which can take too long.'],
  ])('tells %s with its place, in words (XP1)', (_, from, to, problem) => {
    expect(changed(from, to)).toEqual([problem])
  })

  it('tells all that is wrong at once, in the order of the file (XP1)', () => {
    expect(changed('blastRadius: {dynos: 1}', 'blastRadius: {dynos: none, percentOfWeb: 101}').length).toBe(2)
    expect(problems(least.replace('atMost: 1', 'atMost: x').replace('dynos: [web.1]', 'dynos: []')).map((problem) => problem.split(' ')[0])).toEqual(['3:51', '5:47'])
  })

  it('tells where it is not YAML any more (XP1)', () => {
    expect(problems('title: "no end')[0]).toMatch(/^1:\d+ This is not YAML: Missing closing "quote\.$/)
    expect(problems('a: 1\na: 2\n')[0]).toMatch(/^2:1 This is not YAML: Map keys must be unique/)
    expect(problems('')[0]).toBe('1:1 The file is empty.')
  })

  it.each([
    ['a million laughs', `a: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n`, /stands for another place/],
    ['an anchor that stands for itself', 'title: &t [*t]\n', /stands for another place/],
    ['brackets without end', '['.repeat(50_000), /more than 300 brackets/],
    ['braces in the value', `title: ${'{a: '.repeat(20_000)}`, /more than 300 brackets/],
    ['dashes on one line', '- '.repeat(30_000), /indented by more than 80/],
    ['question marks', `a ${'? '.repeat(30_000)}`, /more than 60 dashes/],
    ['ever deeper lines', Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), /indented by more than 80/],
    ['a book', 'x'.repeat(100_001), /has 100001 characters/],
  ])('refuses %s at once (XP1)', (_, text, message) => {
    const from = performance.now()
    expect(problems(text)[0]).toMatch(message)
    expect(performance.now() - from).toBeLessThan(5000)
  })

  it('takes as deep as the bounds allow without harm (XP1)', () => {
    const dashes = '- '.repeat(39)
    for (const text of ['['.repeat(299), `${'['.repeat(150)}${']'.repeat(150)}`, `${dashes}x`, `a:\n ${'- '.repeat(38)}${'['.repeat(290)}`]) expect(problems(text).length).toBeGreaterThan(0)
  })

  it('never throws, whatever it is given (XP1)', () => {
    const part = fc.constantFrom('title: x\n', 'steadyState:\n', '  - {name: a, probe: p95, atMost: 1}\n', 'method:\n', '  - do: wait\n    seconds: 5\n', 'blastRadius:\n  dynos: 1\n', '? ', '- ', '[', '}', '&a ', '*a ', '!!x ', '|\n', '"', '\t', '#', ': ', '%YAML 1.1\n', '---\n', '<<: ', '\u0000', '\ud800')
    fc.assert(fc.property(fc.array(fc.oneof(part, fc.string({ maxLength: 8 })), { maxLength: 30 }), (parts) => {
      for (const { line, column, message } of readExperiment(parts.join('')).problems) {
        expect(line).toBeGreaterThan(0)
        expect(column).toBeGreaterThan(0)
        expect(message).toMatch(/\.$/)
      }
    }), { numRuns: 500 })
  })
})

describe('writing an experiment', () => {
  it('gives a file that reads as the same experiment', () => {
    const { experiment } = readExperiment(least)
    if (experiment === null) throw new Error('it is good')
    const text = writeExperiment(experiment, ['written again'])
    expect(readExperiment(text).experiment).toEqual(experiment)
    expect(text).toMatch(/^# written again\n/)
  })

  it('writes short lists and targets on one line', () => {
    expect(writeExperiment({ title: 't', steadyState: [{ name: 'a', probe: 'held', within: [0, 5] }], method: [{ do: 'fault', fault: 'noop', on: { type: 'web' } }], blastRadius: { dynos: 1 } })).toBe(
      'title: t\nsteadyState:\n  - name: a\n    probe: held\n    within: [0, 5]\nmethod:\n  - do: fault\n    fault: noop\n    on: {type: web}\nblastRadius: {dynos: 1}\n')
  })
})
