import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { createVirtualClock, virtualEpoch } from './virtual-clock.ts'

describe('virtual clock', () => {
  test('runs timers in order of time, equal times in the order they were made', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 }), async (delays) => {
        const clock = createVirtualClock()
        const fired: { at: number; made: number }[] = []
        delays.forEach((delay, made) => clock.after(delay, () => fired.push({ at: clock.now() - virtualEpoch, made })))
        await clock.advance(50)
        const expected = delays.map((at, made) => ({ at, made }))
        expected.sort((a, b) => a.at - b.at || a.made - b.made)
        expect(fired).toEqual(expected)
      }),
      { numRuns: 30 },
    )
  })

  test('lets promises settle between two timers of the same moment', async () => {
    const clock = createVirtualClock()
    const seen: string[] = []
    clock.after(10, () => {
      void (async () => {
        for (let turn = 0; turn < 20; turn++) await Promise.resolve()
        seen.push('all of the first')
      })()
    })
    clock.after(10, () => seen.push('the second'))
    await clock.advance(10)
    expect(seen).toEqual(['all of the first', 'the second'])
  })

  test('runs timers that are made on the way, and ends exactly at the asked time', async () => {
    const clock = createVirtualClock({ startAt: 1000 })
    const at: number[] = []
    const tick = (): void => {
      at.push(clock.now())
      clock.after(400, tick)
    }
    clock.after(400, tick)
    await clock.advance(1000)
    expect(at).toEqual([1400, 1800])
    expect(clock.now()).toBe(2000)
    expect(clock.waiting()).toBe(1)
  })

  test('a cancelled timer never fires, cancelling twice is harmless', async () => {
    const clock = createVirtualClock()
    let fired = 0
    const cancel = clock.after(5, () => fired++)
    clock.after(5, () => fired++)
    cancel()
    cancel()
    await clock.advance(5)
    expect(fired).toBe(1)
  })

  test('runFor stops at the moment the condition holds and says whether it did', async () => {
    const clock = createVirtualClock({ startAt: 0 })
    let up = false
    clock.after(300, () => (up = true))
    clock.after(301, () => undefined)
    expect(await clock.runFor(1000, () => up)).toBe(true)
    expect(clock.now()).toBe(300)
    expect(await clock.runFor(50, () => false)).toBe(false)
    expect(clock.now()).toBe(350)
  })

  test('an endless loop at one moment is an error, and so is moving time from two places', async () => {
    const clock = createVirtualClock({ settle: async () => undefined })
    const again = (): void => void clock.after(0, again)
    again()
    await expect(clock.advance(1)).rejects.toThrow('endless loop')
    const other = createVirtualClock()
    const first = other.advance(10)
    await expect(other.advance(10)).rejects.toThrow('being moved already')
    await first
  })
})
