import { describe, expect, test } from 'vitest'
import { exampleRequest } from '../scene/request.fixture.ts'
import { emptyFlow, paceOf, takeFlow, type Flow, type FlowBatch } from './flow-batch.ts'

const batch = (ids: readonly string[], change: Partial<FlowBatch> = {}): FlowBatch => ({ requests: ids.map((requestId) => exampleRequest({ requestId })), ended: ids.length, loads: [], now: 1000, ...change })
const after = (...batches: readonly FlowBatch[]): Flow => batches.reduce(takeFlow, emptyFlow('a1'))
const load = (held: number) => ({ appId: 'a1', inFlight: held + 1, held, byDyno: {} })

describe('the flow as a window keeps it', () => {
  test('the newest requests are kept, in order, within a bound', () => {
    const many = Array.from({ length: 40 }, (_, part) => batch(Array.from({ length: 10 }, (_, index) => `q${part * 10 + index}`)))
    const { requests } = after(...many)
    expect(requests).toHaveLength(200)
    expect(requests.at(-1)?.requestId).toBe('q399')
  })

  test('a history that comes again after a lost line is not doubled', () => {
    expect(after(batch(['a', 'b']), batch(['a', 'b', 'c'], { ended: 0 })).requests.map(({ requestId }) => requestId)).toEqual(['a', 'b', 'c'])
  })

  test('loads stay until they change', () => {
    expect(after(batch([], { loads: [load(3)] }), batch(['a'])).loads.a1?.held).toBe(3)
    expect(after(batch([], { loads: [load(3)] }), batch([], { loads: [load(0)] })).loads.a1?.held).toBe(0)
  })

  test('the pace of an app is over the last seconds, and falls when nothing comes', () => {
    const flow = after(batch(['a', 'b', 'c', 'd', 'e']), batch(['f', 'g', 'h', 'i', 'j'], { now: 3000 }))
    expect(paceOf(flow, 'a1', 3000)).toEqual({ rate: 2, failed: 0, isEstimate: false })
    expect(paceOf(flow, 'a1', 7000).rate).toBe(1)
    expect(paceOf(flow, 'a1', 9000).rate).toBe(0)
    expect(paceOf(flow, 'a2', 3000).rate).toBe(0)
  })

  test('of a sample it is an estimate of all, and says so', () => {
    const failed = exampleRequest({ requestId: 'x', code: 'H12', status: 503 })
    const flow = after(batch([], { requests: [exampleRequest({ requestId: 'y' }), failed], ended: 100 }))
    expect(paceOf(flow, 'a1', 1000)).toEqual({ rate: 20, failed: 10, isEstimate: true })
  })
})
