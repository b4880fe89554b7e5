import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import { createLoadGauge, emptyLoad, type LoadGauge } from './load-gauge.ts'

let sent: (readonly AppLoad[])[]
let gauge: LoadGauge
beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  gauge = createLoadGauge((loads) => sent.push(loads))
})
afterEach(() => void vi.useRealTimers())

describe('load gauge', () => {
  it('tells at most ten times a second, only apps that changed', () => {
    const [first, second] = [emptyLoad('a'), emptyLoad('b')]
    for (let count = 0; count < 200; count++) {
      first.inFlight += 1
      gauge.changed(first)
      if (count === 150) {
        second.held = 1
        gauge.changed(second)
      }
      vi.advanceTimersByTime(10)
      if (sent.length > 0) gauge.taken()
    }
    expect(sent.length).toBeLessThanOrEqual(20)
    expect(sent.filter((loads) => loads.some(({ appId }) => appId === 'b'))).toHaveLength(1)
    expect(sent[sent.length - 1]).toEqual([{ appId: 'a', inFlight: 200, held: 0, byDyno: {} }])
  })

  it('says nothing of what came and went in between', () => {
    const load = emptyLoad('a')
    load.inFlight = 1
    const dyno = { target: { dynoId: 'd' }, inFlight: 1, isCounted: true }
    load.busy.add(dyno)
    gauge.changed(load)
    load.inFlight = 0
    dyno.inFlight = 0
    gauge.changed(load)
    vi.advanceTimersByTime(1000)
    expect(sent).toEqual([])
  })

  it('waits for an engine that is busy, and then tells how it is by then', () => {
    const load = emptyLoad('a')
    for (let count = 0; count < 50; count++) {
      load.inFlight += 1
      gauge.changed(load)
      vi.advanceTimersByTime(100)
    }
    expect(sent.map(([told]) => told?.inFlight)).toEqual([1])
    gauge.taken()
    vi.advanceTimersByTime(100)
    expect(sent.map(([told]) => told?.inFlight)).toEqual([1, 50])
  })

  it('tells the last change when it stops', () => {
    const load = emptyLoad('a')
    load.inFlight = 1
    gauge.changed(load)
    gauge.stop()
    expect(sent).toHaveLength(1)
    vi.advanceTimersByTime(1000)
    expect(sent).toHaveLength(1)
  })
})
