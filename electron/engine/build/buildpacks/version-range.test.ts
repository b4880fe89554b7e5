import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsRange } from './version-range.ts'

describe('version ranges', () => {
  it.each([
    ['20.20.2', '18.x', false], ['20.20.2', '>=18', true], ['20.20.2', '18 || 20', true], ['20.20.2', '>=18 <20', false],
    ['20.20.2', '^20.1.0', true], ['20.0.9', '^20.1.0', false], ['0.3.1', '^0.2.0', false], ['0.2.9', '^0.2.3', true], ['0.0.4', '^0.0.3', false],
    ['1.2.9', '~1.2.3', true], ['1.3.0', '~1.2.3', false], ['1.9.0', '~1', true], ['2.0.0', '~1', false],
    ['20.20.2', '*', true], ['20.20.2', '', true], ['20.20.2', '20', true], ['20.20.2', 'v20.20.2', true], ['20.20.2', '=20.20.2', true],
    ['20.20.2', '18 - 20', true], ['21.0.0', '18 - 20', false], ['20.20.2', '> 20', false], ['21.0.0', '>20', true], ['20.20.2', '<= 20.20', true], ['20.20.2', '>= 18.0.0 < 21', true],
    ['17.0.21.1', '>=17', true], ['3.13.0rc1', '3.13', true],
  ])('%s in %s: %s', (version, range, fits) => {
    expect(fitsRange(version, range)).toBe(fits)
  })

  it.each(['latest', 'lts/*', '>=', '18 - x y', 'node'])('%s can not be read', (range) => {
    expect(fitsRange('20.20.2', range)).toBeNull()
  })

  it('a range that can be read decides even beside one that can not', () => {
    expect(fitsRange('20.1.0', 'lts/* || 20')).toBe(true)
    expect(fitsRange('20.1.0', 'lts/* || 18')).toBeNull()
  })

  const number = fc.nat(30)
  const version = fc.tuple(number, number, number)

  it('every version is in its own caret and tilde range, and not below itself', () => {
    fc.assert(fc.property(version, ([a, b, c]) => {
      const text = `${a}.${b}.${c}`
      for (const range of [`^${text}`, `~${text}`, `>=${text}`, `<=${text}`, `${a}.${b}`, `${a}.x`, `${text} - ${text}`]) expect(fitsRange(text, range)).toBe(true)
      expect(fitsRange(text, `<${text}`)).toBe(false)
      expect(fitsRange(text, `>${text}`)).toBe(false)
    }))
  })

  it('below and from-on share out all versions', () => {
    fc.assert(fc.property(version, version, (one, two) => {
      const [a, b] = [one.join('.'), two.join('.')]
      expect(fitsRange(a, `<${b}`)).toBe(!fitsRange(a, `>=${b}`))
      expect(fitsRange(a, `<=${b}`)).toBe(!fitsRange(a, `>${b}`))
    }))
  })
})
