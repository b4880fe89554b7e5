import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from './source-files.ts'

const folder = join(repository, 'resources/samples')
const languages = ['node', 'python', 'ruby', 'java', 'go', 'php', 'scala']
const verdicts = JSON.parse(readFileSync(join(folder, 'expected-verdicts.json'), 'utf8')) as Record<string, Record<string, { verdict: string; reason: string }>>
const samples = JSON.parse(readFileSync(join(folder, 'samples.json'), 'utf8')) as { id: string; badTwinOf?: string }[]
const broken = (app: string): string[] => Object.entries(verdicts[app] ?? {}).filter(([, { verdict }]) => verdict === 'fail').map(([factor]) => factor)

describe('TH1 each language has a good and a bad twin, with the verdicts that running them must give', () => {
  it('for each of the twelve factors, with a reason', () => {
    expect(Object.keys(verdicts)).toEqual([...languages, ...languages.map((language) => `${language}-bad-twin`)])
    for (const [app, factors] of Object.entries(verdicts)) {
      expect(Object.keys(factors), app).toEqual(Array.from({ length: 12 }, (_, index) => String(index + 1)))
      for (const { verdict, reason } of Object.values(factors)) {
        expect(['pass', 'warn', 'fail', 'not-applicable', 'unknown']).toContain(verdict)
        expect(reason).toMatch(/^[A-Z].+\.$/)
      }
    }
  })

  it('a good twin keeps all, a bad one breaks some, each other ones', () => {
    for (const language of languages) {
      expect(Object.values(verdicts[language] ?? {}).every(({ verdict }) => verdict === 'pass'), language).toBe(true)
      expect(samples.find(({ id }) => id === `${language}-bad-twin`)?.badTwinOf).toBe(language)
    }
    const sets = languages.map((language) => broken(`${language}-bad-twin`).join(' '))
    expect(new Set(sets).size).toBe(languages.length)
    expect(sets).not.toContain('')
  })
})
