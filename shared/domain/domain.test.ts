import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appNamePattern, configKeyPattern, hostnamePattern, processTypePattern, reservedConfigKeyPattern } from './app.ts'
import { defaultDynoSize, dynoSizes, findDynoSize } from './dyno-sizes.ts'
import { formatLogLine, matchesLogFilter } from './log.ts'
import { latencyBoundsMs, latencyQuantile } from './metrics.ts'

describe('names', () => {
  it.each(['abc', 'a-b', 'my-app-2', 'a'.repeat(30)])('%s can be an app', (name) => expect(name).toMatch(appNamePattern))
  it.each(['ab', 'Abc', '1abc', 'abc-', '-abc', 'a_b', 'a.b', 'a'.repeat(31), ''])('"%s" can not', (name) => expect(name).not.toMatch(appNamePattern))
  it.each(['FOO', 'foo_1', '_A'])('%s can be a config var', (key) => expect(key).toMatch(configKeyPattern))
  it.each(['1A', 'A-B', '__proto__', '', 'A B', 'Ä'])('"%s" can not', (key) => expect(key).not.toMatch(configKeyPattern))
  it.each(['PORT', 'DYNO', 'HEROKU_APP_ID'])('%s is the platform\'s', (key) => expect(key).toMatch(reservedConfigKeyPattern))
  it.each(['web', 'my-worker', 'a'.repeat(128)])('%s can be a process type', (type) => expect(type).toMatch(processTypePattern))
  it.each(['__proto__', 'a b', '', 'a'.repeat(129)])('"%s" can not', (type) => expect(type).not.toMatch(processTypePattern))
  it.each(['www.example.test', '*.example.test', 'a-b.co'])('%s can be routed', (host) => expect(host).toMatch(hostnamePattern))
  it.each(['example', '-a.test', 'a..test', 'http://a.test', 'a.test/', '*'])('"%s" can not', (host) => expect(host).not.toMatch(hostnamePattern))
})

describe('dyno sizes', () => {
  it('are found without regard to case, and the default one scales out', () => {
    expect(findDynoSize('Standard-1X')?.monthPriceMicros).toBe(25_000_000)
    expect(findDynoSize('nano')).toBeNull()
    expect(findDynoSize(defaultDynoSize)?.maxPerType).toBeGreaterThan(1)
  })

  it('have the quotas in bytes that Heroku documents', () => {
    const bytes = Object.fromEntries(dynoSizes.map((size) => [size.name, size.memoryBytes]))
    expect(bytes).toMatchObject({ 'standard-1x': 536_870_912, 'standard-2x': 1_073_741_824, 'performance-m': 2_684_354_560, 'performance-l': 15_032_385_536 })
  })
})

describe('log lines', () => {
  const line = { id: 1, at: 1_767_225_600_000, source: 'heroku', ps: 'web.1', text: 'State changed from starting to up' } as const
  it('read as heroku logs prints them', () => expect(formatLogLine(line)).toBe('2026-01-01T00:00:00.000000+00:00 heroku[web.1]: State changed from starting to up'))
  it('are filtered by source, dyno or type', () => {
    expect(matchesLogFilter(line, { ps: 'web' })).toBe(true)
    expect(matchesLogFilter(line, { ps: 'web.1', source: 'heroku' })).toBe(true)
    expect(matchesLogFilter(line, { ps: 'we' })).toBe(false)
    expect(matchesLogFilter(line, { source: 'app' })).toBe(false)
  })
})

describe('latency quantiles', () => {
  it('are never under the true value, nor more than a bucket above it', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 59_999 }), { minLength: 1, maxLength: 300 }), fc.constantFrom(0.5, 0.95, 0.99), (times, fraction) => {
      const counts = Array.from({ length: latencyBoundsMs.length + 1 }, () => 0)
      for (const time of times) counts[latencyBoundsMs.findIndex((bound) => time <= bound)]! += 1
      const exact = [...times].sort((a, b) => a - b)[Math.ceil(times.length * fraction) - 1] ?? 0
      const shown = latencyQuantile(counts, fraction) ?? 0
      expect(shown).toBeGreaterThanOrEqual(exact)
      const below = latencyBoundsMs[latencyBoundsMs.indexOf(shown) - 1] ?? 0
      expect(exact).toBeGreaterThan(below)
    }))
  })

  it('are unknown without requests', () => expect(latencyQuantile([0, 0], 0.5)).toBeNull())
})
