import { describe, expect, test } from 'vitest'
import { exampleProxy } from './fault.fixture.ts'
import { byteRate, countedLinks, notHandedOn } from './links.ts'

const passed = (bytesToUpstream: number, bytesToClient: number) => exampleProxy({ bytesToUpstream, bytesToClient })

describe('links', () => {
  test('say how fast bytes pass each way between two looks, and nothing before the second', () => {
    const first = countedLinks([], [passed(100, 1000)], 5000)
    expect(first).toMatchObject([{ name: 'redis', perSecondToService: null, perSecondToDyno: null }])
    expect(countedLinks(first, [passed(300, 6000)], 7000)).toMatchObject([{ perSecondToService: 100, perSecondToDyno: 2500 }])
  })

  test('are counted anew when their counters began anew, or when they are others', () => {
    const first = countedLinks([], [passed(100, 1000)], 5000)
    expect(countedLinks(first, [passed(0, 0)], 6000)).toMatchObject([{ perSecondToService: null, perSecondToDyno: null }])
    expect(countedLinks(first, [exampleProxy({ name: 'postgres', bytesToUpstream: 500 })], 6000)).toMatchObject([{ perSecondToService: null }])
  })

  test('none stay the same none', () => {
    const none = countedLinks([], [], 1)
    expect(countedLinks(none, [], 2)).toBe(none)
  })

  test('say what was read and not handed on, and no rate that was not measured', () => {
    expect(notHandedOn(exampleProxy({ bytesFromClient: 50, bytesToUpstream: 20, bytesFromUpstream: 7, bytesToClient: 7 }))).toEqual({ toService: 30, toDyno: 0 })
    expect([byteRate(null), byteRate(0), byteRate(1536.2)]).toEqual(['not measured', '0 B/s', '1.5 KB/s'])
  })
})
