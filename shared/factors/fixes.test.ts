import { describe, expect, it } from 'vitest'
import { fixes } from './fixes.ts'
import { factorLanguage, factorLanguages } from './language.ts'

describe('TH7 each factor says how to keep it, in two or three sentences and an example for each language', () => {
  it.each(Object.entries(fixes))('factor %s', (number, { factor, name, words, examples }) => {
    expect(String(factor)).toBe(number)
    expect(name).toMatch(/^[A-Z]/)
    expect(words.match(/[^.:]{3}\.(?=\s|$)/g)?.length).toBeGreaterThanOrEqual(2)
    expect(words.match(/[^.:]{3}\.(?=\s|$)/g)?.length).toBeLessThanOrEqual(3)
    expect(Object.keys(examples)).toEqual(factorLanguages)
    for (const lines of Object.values(examples)) {
      expect(lines.length).toBeLessThanOrEqual(7)
      for (const line of lines) expect(line).toMatch(/^.{1,140}$/)
    }
  })

  it('languages are known by the names that buildpacks have for them', () => {
    expect(['heroku/nodejs', 'Node.js', 'node', 'heroku/gradle', 'Scala', 'heroku/static', null].map(factorLanguage)).toEqual(['node', 'node', 'node', 'java', 'scala', null, null])
  })
})
