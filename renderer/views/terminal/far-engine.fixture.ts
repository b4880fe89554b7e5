// The engine's end of the line, in a test's hands: what was sent, and what is answered.

import { encodeError, type PlatformError } from '../../../shared/errors/platform-error.ts'
import { createClient } from '../../../shared/protocol/client.ts'
import type { ClientMessage } from '../../../shared/protocol/envelope.ts'
import { useConnection } from '../../store/connection.ts'

export type FarEngine = {
  readonly sent: ClientMessage[]
  /** The newest message that calls or opens `name`. */
  asked(name: string): Extract<ClientMessage, { kind: 'call' | 'open' }>
  reply(name: string, value: object): void
  refuse(name: string, error: PlatformError): void
  item(name: string, value: unknown): void
  end(name: string): void
  hangUp(): void
}

export function farEngine(): FarEngine {
  const sent: ClientMessage[] = []
  let hear: ((message: unknown) => void) | null = null
  let closed: (() => void) | null = null
  const client = createClient({ send: (message) => void sent.push(message as ClientMessage), onMessage: (handler) => (hear = handler), onClose: (handler) => (closed = handler), close: () => closed?.() })
  useConnection.setState({ line: { kind: 'ready', client } })
  const asked = (name: string): Extract<ClientMessage, { kind: 'call' | 'open' }> => {
    const found = [...sent].reverse().find((message) => (message.kind === 'call' || message.kind === 'open') && message.name === name)
    if (found === undefined) throw new Error(`nothing asked for ${name}: ${sent.map((message) => ('name' in message ? message.name : message.kind)).join(', ')}`)
    return found as Extract<ClientMessage, { kind: 'call' | 'open' }>
  }
  return {
    sent, asked,
    reply: (name, value) => hear?.({ kind: 'reply', id: asked(name).id, ok: true, value }),
    refuse: (name, error) => hear?.({ kind: 'refusal', id: asked(name).id, error: encodeError(error) }),
    item: (name, value) => hear?.({ kind: 'item', id: asked(name).id, value }),
    end: (name) => hear?.({ kind: 'end', id: asked(name).id, error: null }),
    hangUp: () => {
      closed?.()
      useConnection.setState({ line: { kind: 'connecting', note: null } })
    },
  }
}
