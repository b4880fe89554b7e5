import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Transport } from '../../shared/protocol/envelope.ts'
import { keepConnected, TokenRefused, type LineState } from './connect.ts'

type Wire = Transport & { drop(): void }

function createWire(): Wire {
  let closed: (() => void) | null = null
  return { send: () => {}, onMessage: () => {}, onClose: (handler) => (closed = handler), close: () => closed?.(), drop: () => closed?.() }
}

/** Each dial takes the next answer; the last one goes on. */
function dialing(answers: readonly (() => Promise<Transport>)[]) {
  const states: LineState[] = []
  let dials = 0
  const line = keepConnected(() => {
    const answer = answers[Math.min(dials, answers.length - 1)]
    dials += 1
    return answer?.() ?? Promise.reject(new Error('no answer'))
  }, (state) => states.push(state))
  return { line, states, kinds: () => states.map((state) => state.kind).join(' '), dials: () => dials }
}

const absent = (): Promise<Transport> => Promise.reject(new Error('the engine does not answer'))
const refused = (): Promise<Transport> => Promise.reject(new TokenRefused('refused'))

describe('keepConnected', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('a line that breaks is dialled again, and what was under way is told', async () => {
    const wire = createWire()
    const { states, kinds } = dialing([() => Promise.resolve(wire), () => Promise.resolve(createWire())])
    await vi.advanceTimersByTimeAsync(0)
    const first = states.at(-1)
    if (first?.kind !== 'ready') throw new Error('it did not connect')
    const call = first.client.call('platform:info', {})
    wire.drop()
    await expect(call).rejects.toMatchObject({ code: 'engine-gone', isDefinite: false })
    expect(kinds()).toBe('connecting ready lost')
    await vi.advanceTimersByTimeAsync(300)
    expect(kinds()).toBe('connecting ready lost ready')
  })

  test('pauses grow to five seconds, and begin anew after a success', async () => {
    const wire = createWire()
    const { dials, states } = dialing([absent, absent, absent, absent, absent, absent, () => Promise.resolve(wire), absent])
    await vi.advanceTimersByTimeAsync(0)
    expect(dials()).toBe(1)
    for (const [pauseMs, count] of [[250, 2], [500, 3], [1000, 4], [2000, 5], [4000, 6], [5000, 7]] as const) {
      await vi.advanceTimersByTimeAsync(pauseMs - 1)
      expect(dials()).toBe(count - 1)
      await vi.advanceTimersByTimeAsync(1)
      expect(dials()).toBe(count)
    }
    wire.drop()
    expect(states.at(-1)).toMatchObject({ kind: 'lost', attempts: 1 })
    await vi.advanceTimersByTimeAsync(250)
    expect(dials()).toBe(8)
  })

  test('a refused token is not tried again until something changes', async () => {
    const { line, kinds, dials } = dialing([refused, () => Promise.resolve(createWire())])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(kinds()).toBe('connecting denied')
    expect(dials()).toBe(1)
    line.redial()
    await vi.advanceTimersByTimeAsync(0)
    expect(kinds()).toBe('connecting denied connecting ready')
  })
})
