// Keeps one client to the engine alive: dials, tells of every change, and dials again with growing pauses when the line breaks.

import { createClient, type Client, type Pace } from '../../shared/protocol/client.ts'
import type { Transport } from '../../shared/protocol/envelope.ts'

/** What the host of the page tells on its own, while a dial waits. */
export type LineNews = { readonly kind: 'connecting'; readonly note: string | null } | { readonly kind: 'failed'; readonly why: string }

export type LineState =
  | Extract<LineNews, { kind: 'connecting' }>
  | { readonly kind: 'ready'; readonly client: Client }
  /** It does not come up by itself. */
  | Extract<LineNews, { kind: 'failed' }>
  | { readonly kind: 'lost'; readonly why: string; readonly attempts: number }
  | { readonly kind: 'denied' }

export type Dial = () => Promise<Transport>

/** The engine did not take the token. Trying again with the same one is no use. */
export class TokenRefused extends Error {}

export type Line = {
  /** After a refusal, when something has changed. */
  redial(): void
}

const firstPauseMs = 250
const longestPauseMs = 5000

export function keepConnected(dial: Dial, onState: (state: LineState) => void, pace?: Pace): Line {
  let attempts = 0
  let isDialing = false

  async function tryNow(): Promise<void> {
    if (isDialing) return
    isDialing = true
    try {
      begin(await dial())
    } catch (error) {
      if (error instanceof TokenRefused) onState({ kind: 'denied' })
      else lose(error instanceof Error ? error.message : String(error))
    } finally {
      isDialing = false
    }
  }

  function begin(transport: Transport): void {
    const client = createClient(withCloseHook(transport, () => lose('the connection ended')), pace)
    attempts = 0
    onState({ kind: 'ready', client })
  }

  function lose(why: string): void {
    attempts += 1
    onState({ kind: 'lost', why, attempts })
    setTimeout(() => void tryNow(), Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1)))
  }

  function redial(): void {
    onState({ kind: 'connecting', note: null })
    void tryNow()
  }

  redial()
  return { redial }
}

/** The client takes the transport's only close handler; this hears of it as well, after the client. */
function withCloseHook(transport: Transport, hook: () => void): Transport {
  return {
    send: (message) => transport.send(message),
    onMessage: (handler) => transport.onMessage(handler),
    onClose: (handler) => transport.onClose(() => {
      handler()
      hook()
    }),
    close: () => transport.close(),
  }
}
