import { describe, expect, test } from 'vitest'
import type { RequestReport } from '../../shared/domain/route.ts'
import { choicesOf, noFilter, passes, shownOneIn, sortedBy } from '../scene/access-list.ts'
import { takeItem, type Access } from './access.ts'

const nothing: Access = { appId: 'a1', isKnown: false, requests: [], beats: [] }

function report(requestId: string, change: Partial<RequestReport> = {}): RequestReport {
  return {
    at: 1000, appId: 'a1', method: 'GET', path: '/', host: 'tea.localhost', requestId, fwd: '127.0.0.1', dynoId: 'd', dyno: 'web.1', connectMs: 1, serviceMs: 5, totalMs: 6,
    status: 200, bytes: 10, protocol: 'http', code: null, ...change,
  }
}

describe('access log', () => {
  test('a stream that is opened again brings no request twice, and two with one id are two', () => {
    const first = takeItem(nothing, { requests: [report('a'), report('a', { at: 2000 })], ended: 0, loads: [] }, 0)
    const again = takeItem(first, { requests: [report('a'), report('b')], ended: 0, loads: [] }, 0)
    expect(again.requests.map(({ requestId, at }) => [requestId, at])).toEqual([['a', 1000], ['a', 2000], ['b', 1000]])
    expect(again.isKnown).toBe(true)
  })

  test('is bounded, the oldest go', () => {
    const many = Array.from({ length: 3000 }, (_, index) => report(String(index)))
    const { requests } = takeItem(nothing, { requests: many, ended: 3000, loads: [] }, 0)
    expect(requests).toHaveLength(2000)
    expect(requests.at(-1)?.requestId).toBe('2999')
  })

  test('the share that is shown is of the last seconds, and the history does not count', () => {
    let access = takeItem(nothing, { requests: [report('old')], ended: 0, loads: [] }, 0)
    access = takeItem(access, { requests: [report('a')], ended: 1, loads: [] }, 1000)
    access = takeItem(access, { requests: [report('b')], ended: 8, loads: [] }, 9000)
    expect([shownOneIn(access.beats, 6000), shownOneIn(access.beats, 0), shownOneIn([], 0)]).toEqual([8, 5, 1])
  })

  test('filters go together', () => {
    const list = [report('a'), report('b', { status: 503, code: 'H12', path: '/Slow?x' }), report('c', { status: 503, code: 'H14', dyno: null, dynoId: null }), report('d', { status: null, code: 'H27' })]
    const ids = (change: Partial<typeof noFilter>): string[] => list.filter((entry) => passes(entry, { ...noFilter, ...change })).map(({ requestId }) => requestId)
    expect([ids({ status: '5' }), ids({ code: 'H12' }), ids({ status: '5', dyno: 'web.1' }), ids({ path: '/slow' }), ids({ status: '4' })]).toEqual([['b', 'c'], ['b'], ['b'], ['b'], []])
    expect([choicesOf(list, ({ code }) => code), choicesOf(list, ({ dyno }) => dyno)]).toEqual([['H12', 'H14', 'H27'], ['web.1']])
  })

  test('sorting puts the greatest first, what has no value last, and of equals the newest first', () => {
    const list = [report('a', { serviceMs: null }), report('b', { serviceMs: 5 }), report('c', { serviceMs: 5, at: 2000 }), report('d', { serviceMs: 9 })]
    expect(sortedBy(list, 'serviceMs').map(({ requestId }) => requestId)).toEqual(['d', 'c', 'b', 'a'])
  })
})
