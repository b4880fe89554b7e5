import { describe, expect, it } from 'vitest'
import { probeForm } from './experiment-form.ts'
import { judge, probeInWords } from './probe-words.ts'
import { patternFits, unsafePattern } from './safe-pattern.ts'

function within(bounds: object, number: number | null) {
  const probe = probeForm.parse({ name: 'x', probe: 'p95', ...bounds })
  if (probe.probe !== 'p95') throw new Error('another probe')
  return judge(probe, number)
}

describe('bounds of a probe', () => {
  it('include their ends', () => {
    expect([within({ is: 5 }, 5), within({ is: [5, 7] }, 7), within({ atLeast: 5 }, 5), within({ atMost: 5 }, 5), within({ within: [5, 7] }, 5), within({ within: [5, 7] }, 7)].every(({ isWithin }) => isWithin)).toBe(true)
    expect([within({ is: 5 }, 6), within({ is: [5, 7] }, 6), within({ atLeast: 5 }, 4), within({ atMost: 5 }, 6), within({ within: [5, 7] }, 8)].some(({ isWithin }) => isWithin)).toBe(false)
  })

  it('are not kept by what could not be measured (XP8)', () => {
    expect(within({ atMost: 5 }, null)).toEqual({ number: null, value: 'nothing to measure', isWithin: false })
  })

  it('are told with their unit', () => {
    expect(within({ atMost: 5 }, 4.567)).toEqual({ number: 4.57, value: '4.57 ms', isWithin: true })
    expect(probeInWords(probeForm.parse({ name: 'x', probe: 'failed-share', atMost: 1 }))).toBe('requests that failed, of the last 10 s: at most 1 %')
    expect(probeInWords(probeForm.parse({ name: 'x', probe: 'http-status', path: '/a', is: [200, 304] }))).toBe('status of /a: one of 200, 304')
  })
})

describe('patterns', () => {
  it.each(['^OK', 'version: \\d+', '[a-z]+', '"status":"(up|ok)"', 'a?b', '\\(x\\)+'])('takes %s', (pattern) => {
    expect(unsafePattern(pattern)).toBeNull()
  })

  it.each(['(a+)+', '(a|a)*b', '(a*){2,9}', '.*.*.*x', 'a?a?a?a?a?a?a?a', '(a)\\1', '(?=a*)b', '(', 'a{1000,}b+c+'])('refuses %s', (pattern) => {
    expect(unsafePattern(pattern)).not.toBeNull()
  })

  it('are tried on the beginning of a long text in good time', () => {
    const from = performance.now()
    expect(patternFits('a*a*b', 'a'.repeat(4000))).toBe(false)
    expect(performance.now() - from).toBeLessThan(5000)
  })
})
