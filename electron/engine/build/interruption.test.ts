import { describe, expect, it } from 'vitest'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { createInterruption } from './interruption.ts'

const cancelled = new PlatformError('build-cancelled')
const late = new PlatformError('build-timeout', { minutes: 15 })
const byClock = { kind: 'platform', text: 'time is up' } as const
const never = new Promise<void>(() => {})

describe('interruption', () => {
  it('ends waiting at once, with the first reason given', async () => {
    const interruption = createInterruption()
    const work = interruption.orFinish(never)
    interruption.raise(late, byClock)
    interruption.raise(cancelled, { kind: 'observed', text: 'gone' })
    await expect(work).rejects.toBe(late)
    expect(interruption.cause()).toBe(byClock)
    await expect(interruption.orFinish(never)).rejects.toBe(late)
  })

  it('tells the reason, not how the work died of it', async () => {
    const interruption = createInterruption()
    const work = interruption.orFinish(new Promise((_, reject) => interruption.onRaise(() => reject(cancelled))))
    interruption.raise(late, byClock)
    await expect(work).rejects.toBe(late)
  })

  it('does nothing once closed', async () => {
    const interruption = createInterruption()
    interruption.close()
    interruption.raise(late, byClock)
    expect([interruption.isOpen(), interruption.cause(), await interruption.orFinish(Promise.resolve(7))]).toEqual([false, null, 7])
  })
})
