import { describe, expect, it } from 'vitest'
import { encodeError, PlatformError } from '../errors/platform-error.ts'
import { createClient, streamCredit, type Client, type Pace } from './client.ts'
import { clientMessage, type ClientMessage } from './envelope.ts'

type Far = { readonly client: Client; readonly sent: ClientMessage[]; answer(message: unknown): void; hangUp(): void }

/** The engine's end of a transport, in the test's hands. */
function far(pace?: Pace): Far {
  const sent: ClientMessage[] = []
  let hear: ((message: unknown) => void) | null = null
  let closed: (() => void) | null = null
  const client = createClient({
    send: (message) => sent.push(clientMessage.parse(message)),
    onMessage: (handler) => (hear = handler),
    onClose: (handler) => (closed = handler),
    close: () => closed?.(),
  }, pace)
  return { client, sent, answer: (message) => hear?.(message), hangUp: () => closed?.() }
}

describe('calls', () => {
  it('answers go to the call that asked, in any order', async () => {
    const { client, sent, answer } = far()
    const first = client.call('maintenance:set', { app: 'one', on: true })
    const second = client.call('maintenance:set', { app: 'two', on: true })
    expect(sent.map((message) => message.kind)).toEqual(['call', 'call'])
    answer({ kind: 'reply', id: sent[1]?.id, ok: true, value: { seq: 2 } })
    answer({ kind: 'reply', id: sent[0]?.id, ok: true, value: { seq: 1 } })
    expect([await first, await second]).toEqual([{ seq: 1 }, { seq: 2 }])
  })

  it('a refusal arrives as the PlatformError that was thrown', async () => {
    const { client, answer } = far()
    const refused = client.call('config:get', { app: 'nope' })
    answer({ kind: 'refusal', id: 1, error: encodeError(new PlatformError('app-not-found', { app: 'nope' })) })
    await expect(refused).rejects.toMatchObject({ code: 'app-not-found', params: { app: 'nope' }, isDefinite: true, message: "Couldn't find that app: nope." })
  })

  it('a refusal of a newer engine keeps its message', async () => {
    const { client, answer } = far()
    const refused = client.call('config:get', { app: 'nope' })
    answer({ kind: 'refusal', id: 1, error: { code: 'moon-phase-wrong', params: {}, isDefinite: true, message: 'The moon is wrong.', help: '' } })
    await expect(refused).rejects.toThrow('The moon is wrong.')
  })

  it('an answer of a wrong form is a bug, not data', async () => {
    const { client, answer } = far()
    const call = client.call('maintenance:set', { app: 'one', on: true })
    answer({ kind: 'reply', id: 1, ok: true, value: { seq: 'high' } })
    await expect(call).rejects.toMatchObject({ code: 'bug' })
  })

  it('a lost connection leaves what was asked unknown, and refuses what comes after for certain', async () => {
    const { client, hangUp } = far()
    const under = client.call('apps:create', {})
    hangUp()
    await expect(under).rejects.toMatchObject({ code: 'engine-gone', isDefinite: false })
    await expect(client.call('apps:create', {})).rejects.toMatchObject({ code: 'engine-gone', isDefinite: true })
  })

  it('a message outside the protocol ends the connection', async () => {
    const { client, answer } = far()
    const under = client.call('apps:create', {})
    answer({ kind: 'gossip' })
    await expect(under).rejects.toMatchObject({ code: 'engine-gone' })
  })
})

describe('streams', () => {
  it('items come in order, credit is given back, and the end is told once', () => {
    const { client, sent, answer, hangUp } = far()
    const items: string[] = []
    const ends: unknown[] = []
    client.open('build', { buildId: 'b' }, (item) => items.push(item.text), (error) => ends.push(error))
    const opened = sent[0]
    let granted = opened?.kind === 'open' ? opened.credit : 0
    expect(granted).toBe(streamCredit)
    for (let index = 0; index < 100; index++) {
      answer({ kind: 'item', id: 1, value: { text: String(index) } })
      granted = streamCredit + sent.reduce((sum, message) => sum + (message.kind === 'more' ? message.credit : 0), 0)
      expect(granted).toBeGreaterThan(index + 1)
      expect(granted).toBeLessThanOrEqual(index + 1 + streamCredit)
    }
    answer({ kind: 'end', id: 1, error: null })
    hangUp()
    expect(items).toEqual(Array.from({ length: 100 }, (_, index) => String(index)))
    expect(ends).toEqual([null])
  })

  it('closing sends one close and silences late items', () => {
    const { client, sent, answer } = far()
    const heard: unknown[] = []
    const close = client.open('build', { buildId: 'b' }, (item) => heard.push(item), (error) => heard.push(error))
    close()
    close()
    answer({ kind: 'item', id: 1, value: { text: 'late' } })
    answer({ kind: 'end', id: 1, error: null })
    expect(heard).toEqual([])
    expect(sent.map((message) => message.kind)).toEqual(['open', 'close'])
  })

  it('a lost connection ends every stream with engine-gone', () => {
    const { client, hangUp } = far()
    const ends: (PlatformError | null)[] = []
    client.open('build', { buildId: 'b' }, () => {}, (error) => ends.push(error))
    hangUp()
    client.open('build', { buildId: 'b' }, () => {}, (error) => ends.push(error))
    expect(ends.map((error) => error?.code)).toEqual(['engine-gone', 'engine-gone'])
  })

  describe('at the pace of a reader', () => {
    /** Hands over when the test says so, as a window does with its frames. */
    function paced(): Far & { frame(): void } {
      let hand: (() => void) | null = null
      const ends = far((run) => (hand = run))
      return { ...ends, frame: () => hand?.() }
    }

    it('items wait for the frame and come together; credit goes back after they were applied', () => {
      const { client, sent, answer, frame } = paced()
      const heard: string[] = []
      client.open('build', { buildId: 'b' }, ({ text }) => heard.push(text), () => {}, () => heard.push(`applied, credit given back ${sent.length - 1} times`))
      for (let index = 0; index < 20; index++) answer({ kind: 'item', id: 1, value: { text: String(index) } })
      expect(heard).toEqual([])
      expect(sent).toHaveLength(1)
      frame()
      expect(heard).toEqual([...Array.from({ length: 20 }, (_, index) => String(index)), 'applied, credit given back 0 times'])
      expect(sent[1]).toEqual({ kind: 'more', id: 1, credit: 20 })
    })

    it('a reader whose frames do not come is sent no more than its credit', () => {
      const { client, sent, answer, frame } = paced()
      let taken = 0
      client.open('build', { buildId: 'b' }, () => (taken += 1), () => {})
      for (let index = 0; index < streamCredit; index++) answer({ kind: 'item', id: 1, value: { text: '' } })
      expect(sent.map((message) => message.kind)).toEqual(['open'])
      frame()
      expect([taken, sent[1]]).toEqual([streamCredit, { kind: 'more', id: 1, credit: streamCredit }])
    })

    it('the end comes after the items before it, and both before a lost line is told', () => {
      const { client, answer, frame, hangUp } = paced()
      const heard: unknown[] = []
      client.open('build', { buildId: 'one' }, ({ text }) => heard.push(text), (error) => heard.push(error), () => heard.push('applied'))
      answer({ kind: 'item', id: 1, value: { text: 'last' } })
      answer({ kind: 'end', id: 1, error: null })
      hangUp()
      frame()
      expect(heard).toEqual(['last', 'applied', null])
    })
  })
})
