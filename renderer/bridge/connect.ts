// Keeps one client to the engine alive: dials, tells of every change, and dials again with growing pauses when the line breaks.

import { createClient, type Client } from '../../shared/protocol/client.ts'
import type { Transport } from '../../shared/protocol/envelope.ts'
import { createPortDialer } from './port-transport.ts'
import { dialSocket, TokenRefused } from './socket-transport.ts'
import { keepToken, takeToken } from './token.ts'
import { windowBridge } from './window-bridge.ts'

export type LineState =
  | { readonly kind: 'connecting'; readonly note: string | null }
  | { readonly kind: 'ready'; readonly client: Client }
  | { readonly kind: 'lost'; readonly why: string; readonly attempts: number }
  | { readonly kind: 'denied' }

export type Line = {
  /** A browser may be given another token by hand. */
  useToken(token: string): void
}

const firstPauseMs = 250
const longestPauseMs = 5000

export function keepConnected(onState: (state: LineState) => void): Line {
  const bridge = windowBridge()
  const dial = bridge === null ? () => dialSocket(takeToken()) : createPortDialer(bridge, (state) => {
    if (state.kind === 'starting') onState({ kind: 'connecting', note: 'The engine is starting.' })
    if (state.kind === 'failed') onState({ kind: 'lost', why: state.message, attempts: 1 })
  })
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
    const client = createClient(withCloseHook(transport, () => lose('the connection ended')))
    attempts = 0
    onState({ kind: 'ready', client })
  }

  function lose(why: string): void {
    attempts += 1
    onState({ kind: 'lost', why, attempts })
    setTimeout(() => void tryNow(), Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1)))
  }

  onState({ kind: 'connecting', note: null })
  void tryNow()
  return {
    useToken: (token) => {
      keepToken(token)
      onState({ kind: 'connecting', note: null })
      void tryNow()
    },
  }
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
