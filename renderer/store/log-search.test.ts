import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { appendLines, emptyLog, logBound } from './log-buffer.ts'
import { followSearch, placeOf, searchLog, showNextMatch, showPreviousMatch, useLogSearch } from './log-search.ts'
import { useLogs } from './logs.ts'

const line = (id: number, text: string, ps = 'web.1') => ({ id, at: id, source: 'app', ps, text }) as const
const add = (...texts: string[]) => useLogs.setState((buffer) => appendLines(buffer, texts.map((text, index) => line(buffer.lastId + 1 + index, text)), 0), true)
const search = () => useLogSearch.getState()

let stop: () => void
beforeEach(() => {
  vi.useFakeTimers()
  useLogs.setState(emptyLog, true)
  stop = followSearch()
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

describe('finding in the log', () => {
  test('finds what is there and what comes, in text and writer, whatever the case and colour', () => {
    add('GET /tea', 'POST /', '\u001b[32mget\u001b[0m /cake')
    searchLog('get /')
    vi.runAllTimers()
    expect(search()).toMatchObject({ matches: [0, 2], isSearching: false })
    add('nothing', 'forget /it')
    vi.runAllTimers()
    expect(search().matches).toEqual([0, 2, 4])
    searchLog('web.1')
    vi.runAllTimers()
    expect(search().matches).toEqual([0, 1, 2, 3, 4])
  })

  test('looks through many lines in pieces, and shows what it has so far', () => {
    add(...Array.from({ length: 5000 }, (_, index) => `needle ${index}`))
    searchLog('needle')
    vi.advanceTimersToNextTimer()
    expect(search()).toMatchObject({ isSearching: true })
    expect(search().matches.length).toBeLessThan(5000)
    vi.runAllTimers()
    expect([search().matches.length, search().isSearching]).toEqual([5000, false])
  })

  test('goes to the next and the previous, from what is seen, and round', () => {
    add('x', 'a', 'x', 'a', 'x')
    searchLog('x')
    vi.runAllTimers()
    expect([showNextMatch(1), placeOf(search())]).toEqual([2, 2])
    expect([showNextMatch(0), showNextMatch(0)]).toEqual([4, 0])
    expect([showPreviousMatch(0), placeOf(search())]).toEqual([4, 3])
    searchLog('nowhere')
    vi.runAllTimers()
    expect([showNextMatch(0), showPreviousMatch(0), placeOf(search())]).toEqual([null, null, 0])
  })

  test('matches leave with their lines', () => {
    add('needle')
    searchLog('needle')
    vi.runAllTimers()
    showNextMatch(0)
    add(...Array.from({ length: logBound + 500 }, () => 'hay'))
    vi.runAllTimers()
    expect(search()).toMatchObject({ matches: [], current: null })
  })

  test('an empty query finds nothing, and another log begins anew', () => {
    add('tea')
    searchLog('tea')
    vi.runAllTimers()
    useLogs.setState(emptyLog, true)
    add('cake', 'tea')
    vi.runAllTimers()
    expect(search().matches).toEqual([1])
    searchLog('')
    vi.runAllTimers()
    expect(search().matches).toEqual([])
  })
})
