import { describe, expect, it } from 'vitest'
import { dynamicChecks } from './dynamic-checks.ts'
import { factors } from './factor.ts'
import { fixFor } from './fix-for.ts'
import { written } from './formats.ts'
import { exampleCard } from './scorecard.fixture.ts'
import { isBad, scorecard, tally } from './scorecard.ts'

const languages = ['Node.js', 'Python', 'Ruby', 'Java', 'Go', 'PHP', 'Scala']

describe('the twelve factors', () => {
  it('are numbered, and each has a check that runs the app and a fix in every language', () => {
    expect(factors.map(({ number }) => number)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
    for (const { number } of factors) {
      expect(dynamicChecks.some(({ id }) => id.startsWith(`${number}.d`)), `factor ${number}`).toBe(true)
      for (const language of [...languages, 'Static', null]) expect(fixFor(number, language).words, `${number} ${language}`).not.toBe('')
    }
    expect(new Set(dynamicChecks.map(({ id }) => id)).size).toBe(dynamicChecks.length)
  })
})

describe('a scorecard', () => {
  it('is small enough for an event, and counts its verdicts', () => {
    expect(scorecard.parse(exampleCard())).toEqual(exampleCard())
    expect(tally(exampleCard())).toBe('8 pass, 1 does not apply, 1 unknown, 1 warning, 1 fail')
  })

  it('is bad from the verdict that was asked for', () => {
    const { findings } = exampleCard()
    const mild = findings.filter(({ verdict }) => verdict !== 'fail')
    expect([isBad(findings, 'fail'), isBad(mild, 'fail'), isBad(mild, 'warn')]).toEqual([true, false, true])
    expect(isBad(mild.filter(({ verdict }) => verdict !== 'warn'), 'warn')).toBe(false)
  })
})

describe('a scorecard goes out (FA6)', () => {
  it('FA7 as text: a row for each factor with a sign and a word, details of what is not green, hints apart', () => {
    const text = written(exampleCard(), 'text', '1.0')
    expect(text).toContain('Twelve factors of sample node (Node.js), by running it: 8 pass')
    expect(text.split('\n').filter((line) => /^[✓!✗–?] [IVX]+ /.test(line))).toHaveLength(12)
    expect(text).toContain('✗ III  Config              fail           GET /env shows')
    expect(text).toContain('line of code: a password (config/my file.json:3)')
    expect(text).toContain('not shown: Git history was not looked at.')
    expect(text).toContain('to do: Read everything that differs between deploys')
    expect(text).toContain('} = process.env')
    expect(text.indexOf('Hints, from reading the code')).toBeGreaterThan(text.indexOf('III. Config: fail'))
    expect(text).toContain('2.s2 There is no lock file. (package.json:1)')
  })

  it('as JSON, with the fix of every factor', () => {
    const read = JSON.parse(written(exampleCard(), 'json', '1.0')) as { findings: { factor: number; verdict: string; fix: { words: string } }[]; hints: unknown[] }
    expect(read.findings).toHaveLength(12)
    expect(read.findings[2]).toMatchObject({ factor: 3, verdict: 'fail', name: 'Config', fix: { words: expect.stringContaining('from the environment') as unknown } })
    expect(read.hints).toHaveLength(1)
  })

  it('as SARIF 2.1.0: a level for what fails, none for the rest, hints for review only', () => {
    const { version, runs } = JSON.parse(written(exampleCard(), 'sarif', '1.0')) as { version: string; runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number; kind: string; level: string; locations: unknown[]; message: { text: string } }[] }[] }
    const [run] = runs
    expect(version).toBe('2.1.0')
    expect(run?.tool.driver.rules).toHaveLength(12)
    for (const { ruleId, ruleIndex, kind, level } of run?.results ?? []) {
      expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
      // SARIF 3.27.10: a kind other than "fail" has the level "none".
      expect(kind === 'fail' ? level !== 'none' : level === 'none').toBe(true)
    }
    expect(run?.results.map(({ kind }) => kind)).toEqual(['pass', 'pass', 'fail', 'notApplicable', 'fail', 'pass', 'pass', 'open', 'pass', 'pass', 'pass', 'pass', 'review'])
    expect(run?.results[2]?.locations).toEqual([{ physicalLocation: { artifactLocation: { uri: 'config/my%20file.json' }, region: { startLine: 3 } } }])
    expect(run?.results[2]?.level).toBe('error')
  })

  it('as JUnit XML that parses, with failures, and skips for what was not shown', () => {
    const xml = written(exampleCard(), 'junit', '1.0')
    expect(xml).not.toContain('\u0007')
    expect(xml).toContain('tests="12" failures="1" errors="0" skipped="2" time="12"')
    expect(xml).toContain('<failure message="GET /env shows the &lt;config&gt; to &quot;everybody&quot; &amp; more." type="fail">')
    expect(xml.match(/<testcase /g)).toHaveLength(12)
    expect(xml.match(/<skipped /g)).toHaveLength(2)
    const open = [...xml.matchAll(/<([\w-]+)[^>]*?(\/?)>/g)].filter(([, , closed]) => closed === '').map(([, name]) => name)
    const closed = [...xml.matchAll(/<\/([\w-]+)>/g)].map(([, name]) => name)
    expect([...open].sort()).toEqual([...closed].sort())
  })
})
