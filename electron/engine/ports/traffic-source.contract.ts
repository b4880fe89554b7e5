// What every TrafficSource must do: the same bodies run against the thread with real sockets and the simulated one.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TrafficPlan, TrafficSecond } from '../../../shared/domain/traffic.ts'
import type { TrafficSource } from './traffic-source.ts'

export type TrafficSourceFixture = {
  readonly source: TrafficSource
  /** Hosts of apps: one answers at once, one with status 500, one not at all until `release`. */
  readonly hosts: { readonly quick: string; readonly failing: string; readonly hanging: string }
  /** Requests that the app got. */
  received(host: string): number
  /** Answers what hangs. */
  release(): void
  /** Waits until it holds; where time is virtual, lets it pass until then. */
  until(holds: () => boolean): Promise<void>
  close(): Promise<void>
}

export function trafficSourceContract(name: string, make: () => Promise<TrafficSourceFixture>): void {
  describe(`TrafficSource contract: ${name}`, () => {
    let fixture: TrafficSourceFixture
    let seconds: Map<string, TrafficSecond[]>
    let overs: string[]

    beforeEach(async () => {
      fixture = await make()
      seconds = new Map()
      overs = []
      fixture.source.connect({
        second: (appId, second) => seconds.set(appId, [...(seconds.get(appId) ?? []), second]),
        over: (appId, how) => overs.push(`${appId} ${how}`),
      })
    })
    afterEach(async () => {
      fixture.release()
      await fixture.source.close()
      await fixture.close()
    })

    const plan = (rate: number, more: Partial<TrafficPlan> = {}): TrafficPlan => ({ rate, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null, ...more })
    const sum = (appId: string, of: 'planned' | 'sent' | 'missed' | 'ok' | 'failed'): number => (seconds.get(appId) ?? []).reduce((total, second) => total + second[of], 0)

    it('sends what the plan asks for, tells each second, and says when it is over (TF2)', async () => {
      const { quick } = fixture.hosts
      fixture.source.start({ appId: 'a', host: quick, plan: plan(20, { shape: { kind: 'wave', to: 100, seconds: 1 }, seconds: 2 }) })
      await fixture.until(() => overs.length === 1)
      expect(overs).toEqual(['a done'])
      expect(sum('a', 'planned')).toBe(120)
      for (const second of seconds.get('a') ?? []) expect(second.planned).toBe(second.sent + second.missed)
      expect(fixture.received(quick)).toBe(sum('a', 'sent'))
      expect(sum('a', 'ok')).toBe(sum('a', 'sent'))
      expect(sum('a', 'failed')).toBe(0)
      expect(sum('a', 'sent')).toBeGreaterThan(0)
      expect(new Set(seconds.get('a')?.map(({ at }) => at)).size).toBe(seconds.get('a')?.length)
    })

    it('sends on while nothing is answered, and to others as if nothing were (TF1)', async () => {
      const { hanging, quick } = fixture.hosts
      fixture.source.start({ appId: 'slow', host: hanging, plan: plan(40, { seconds: 1 }) })
      fixture.source.start({ appId: 'quick', host: quick, plan: plan(40, { seconds: 1 }) })
      await fixture.until(() => overs.length === 1 && fixture.received(hanging) === sum('slow', 'sent') && sum('slow', 'planned') === 40)
      expect(overs).toEqual(['quick done'])
      expect(sum('quick', 'ok')).toBe(sum('quick', 'sent'))
      expect(seconds.get('slow')?.[(seconds.get('slow')?.length ?? 0) - 1]?.inFlight).toBe(sum('slow', 'sent'))
      fixture.release()
      await fixture.until(() => overs.length === 2)
      expect(sum('slow', 'ok') + sum('slow', 'failed')).toBe(sum('slow', 'sent'))
    })

    it('counts answers of 500 as failed', async () => {
      fixture.source.start({ appId: 'a', host: fixture.hosts.failing, plan: plan(20, { seconds: 1 }) })
      await fixture.until(() => overs.length === 1)
      expect([sum('a', 'failed'), sum('a', 'ok')]).toEqual([sum('a', 'sent'), 0])
    })

    it('stops: nothing more is sent, all is told by then, and it is not over by itself', async () => {
      const { quick } = fixture.hosts
      fixture.source.start({ appId: 'a', host: quick, plan: plan(100, { seconds: 3 }) })
      await fixture.until(() => fixture.received(quick) >= 10)
      await fixture.source.stop('a')
      const sent = sum('a', 'sent')
      fixture.source.start({ appId: 'b', host: fixture.hosts.failing, plan: plan(10, { seconds: 1 }) })
      await fixture.until(() => overs.length === 1)
      expect(overs).toEqual(['b done'])
      expect(sum('a', 'sent')).toBe(sent)
      expect(fixture.received(quick)).toBe(sent)
      await fixture.source.stop('a')
      await fixture.source.stop('never started')
    })

    it('goes on by another plan, and at another host', async () => {
      const { quick, failing, hanging } = fixture.hosts
      fixture.source.start({ appId: 'a', host: hanging, plan: plan(50) })
      await fixture.until(() => fixture.received(hanging) >= 5)
      fixture.source.start({ appId: 'a', host: quick, plan: plan(50) })
      await fixture.until(() => fixture.received(quick) >= 5)
      const before = fixture.received(hanging)
      fixture.source.move('a', failing)
      await fixture.until(() => fixture.received(failing) >= 5)
      expect(fixture.received(hanging)).toBe(before)
      await fixture.source.stop('a')
      await fixture.until(() => sum('a', 'sent') === fixture.received(hanging) + fixture.received(quick) + fixture.received(failing))
      expect(overs).toEqual([])
    })

    it('visits: one request, with what came back and the id it was sent with', async () => {
      const answers: unknown[] = []
      const ids: (string | null)[] = []
      for (const host of [fixture.hosts.quick, fixture.hosts.failing]) {
        void fixture.source.visit(host, '/page').then((answer) => {
          answers.push(answer)
          ids.push(answer.requestId)
        })
        await fixture.until(() => answers.length === (host === fixture.hosts.quick ? 1 : 2))
      }
      expect(answers).toMatchObject([{ status: 200, problem: null }, { status: 500, problem: null }])
      expect(answers.every((answer) => (answer as { text: string }).text.length > 0)).toBe(true)
      expect(new Set(ids).size).toBe(2)
      expect(fixture.received(fixture.hosts.quick)).toBe(1)
    })
  })
}
