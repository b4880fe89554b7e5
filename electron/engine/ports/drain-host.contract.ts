// What every DrainHost must do: the same bodies run against the thread with real sockets and the simulated one.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DrainReading } from '../../../shared/domain/drain.ts'
import type { DrainedLine, DrainHost } from './drain-host.ts'

export type DrainFixture = {
  readonly host: DrainHost
  /** Leads to a receiver that takes all. */
  readonly url: string
  /** What the receiver got, as texts of lines. */
  received(id: string): readonly string[]
  close(): Promise<void>
}

export const drainedLine = (text: string): DrainedLine => ({ at: 1_767_225_600_000, source: 'app', ps: 'web.1', text })

export function drainHostContract(name: string, make: () => Promise<DrainFixture>): void {
  describe(`DrainHost contract: ${name}`, () => {
    let fixture: DrainFixture
    const readings = new Map<string, DrainReading>()
    beforeEach(async () => {
      readings.clear()
      fixture = await make()
      fixture.host.connect({ fared: (news) => news.forEach((reading) => readings.set(reading.id, reading)) })
    })
    afterEach(async () => {
      await fixture.host.stop()
      await fixture.close()
    })

    const until = async (holds: () => boolean): Promise<void> => {
      const end = performance.now() + 20_000
      while (!holds()) {
        if (performance.now() > end) throw new Error(`not within 20 s: ${holds.toString()} ${JSON.stringify([...readings.values()])}`)
        await new Promise((soon) => setTimeout(soon, 5))
      }
    }

    it('sends every line in order, and tells how many (LD1)', async () => {
      const texts = Array.from({ length: 900 }, (_, index) => `line ${index} ü`)
      fixture.host.open({ id: 'a', token: 'd.a', url: fixture.url })
      for (let start = 0; start < 900; start += 100) fixture.host.send(['a'], texts.slice(start, start + 100).map(drainedLine))
      await until(() => readings.get('a')?.sent === 900)
      await until(() => fixture.received('a').length === 900)
      expect(fixture.received('a')).toEqual(texts)
      expect(readings.get('a')).toMatchObject({ state: 'flowing', waiting: 0, dropped: 0, lastError: null })
    })

    it('keeps drains apart, and passes over those that are not open', async () => {
      fixture.host.open({ id: 'a', token: 'd.a', url: fixture.url })
      fixture.host.open({ id: 'b', token: 'd.b', url: fixture.url })
      fixture.host.send(['a', 'nobody'], [drainedLine('one')])
      fixture.host.send(['a', 'b'], [drainedLine('two')])
      await until(() => readings.get('a')?.sent === 2 && readings.get('b')?.sent === 1)
      fixture.host.close('b')
      fixture.host.send(['a', 'b'], [drainedLine('three')])
      await until(() => readings.get('a')?.sent === 3)
      expect(readings.get('b')?.sent).toBe(1)
    })

    it('takes nothing after a stop, which may be asked for twice', async () => {
      await fixture.host.stop()
      await fixture.host.stop()
      fixture.host.open({ id: 'a', token: 'd.a', url: fixture.url })
      fixture.host.send(['a'], [drainedLine('late')])
      expect(fixture.received('a')).toEqual([])
    })
  })
}
