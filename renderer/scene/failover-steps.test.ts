import { describe, expect, test } from 'vitest'
import type { Failover, LedgerCounts } from '../../shared/domain/postgres.ts'
import { failoverSteps, stepPlaces, writesAgainAt } from './failover-steps.ts'
import { exampleDyno, exampleRelease } from './world.fixture.ts'

const failover: Failover = { serverId: 's', suspectedAt: 1000, detectedAt: 6000, fencedAt: 6100, promotedAt: 6300, failedOverAt: 6400, standbyReadyAt: null, refused: null }
const count = (at: number, acknowledged: number): LedgerCounts => ({ at, sent: acknowledged + 3, acknowledged, unknown: 0, failed: 0, connected: 4, lastError: null })
const ledger = [count(900, 100), count(1200, 110), count(6200, 110), count(6350, 110), count(6500, 112), count(7000, 200)]

describe('the steps of a failover (AV7)', () => {
  test('stand by their times from the first suspicion on; what is not reached has none', () => {
    const steps = failoverSteps({ failover, ledger, releases: [exampleRelease(3, { createdAt: 10 }), exampleRelease(4, { createdAt: 6450 })], dynos: [exampleDyno('web.1', 'up', { version: 4, state: { kind: 'up', since: 8000 } })] })
    expect(steps.map(({ id, afterMs }) => [id, afterMs])).toEqual([
      ['suspected', 0], ['detected', 5000], ['fenced', 5100], ['promoted', 5300], ['config', 5400], ['release', 5450], ['writes', 5500], ['dynos', 7000], ['standby', null],
    ])
    expect(steps.find(({ id }) => id === 'release')?.about).toBe('v4, with the new URL')
  })

  test('dynos are not restarted while one of them runs the release before', () => {
    const dynos = [exampleDyno('web.1', 'up', { version: 4 }), exampleDyno('web.2', 'up', { version: 3 })]
    expect(failoverSteps({ failover, ledger, releases: [exampleRelease(4, { createdAt: 6450 })], dynos }).find(({ id }) => id === 'dynos')?.at).toBeNull()
  })

  test('writes are accepted again with the first answer after the promotion, and unknown without a ledger', () => {
    expect(writesAgainAt(failover, ledger)).toBe(6500)
    expect(writesAgainAt(failover, [])).toBeNull()
    expect(writesAgainAt({ ...failover, promotedAt: null }, ledger)).toBeNull()
    expect(writesAgainAt(failover, ledger.slice(0, 4))).toBeNull()
  })

  test('places keep apart and stay on the line', () => {
    const places = stepPlaces(failoverSteps({ failover, ledger: [], releases: [], dynos: [] }), 0.1)
    expect(places[0]).toBe(0)
    expect(Math.max(...places)).toBeLessThanOrEqual(1)
    places.slice(1).forEach((place, at) => expect(place - (places[at] ?? 0)).toBeGreaterThan(0.05))
  })
})
