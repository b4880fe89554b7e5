// The engine's end of the line in a test's hands: the window's own client talks to it, over no wire at all.

import { emptyState, type PlatformState } from '../../shared/domain/state.ts'
import { encodeError, PlatformError, type ErrorParams } from '../../shared/errors/platform-error.ts'
import type { RefusalCode } from '../../shared/errors/refusals.ts'
import { createClient } from '../../shared/protocol/client.ts'
import type { ClientMessage } from '../../shared/protocol/envelope.ts'
import type { StreamItem, StreamName } from '../../shared/protocol/streams.ts'
import { useConnection } from './connection.ts'
import { takeSnapshot } from './mirror.ts'

export type FarEngine = {
  readonly sent: readonly ClientMessage[]
  /** The input of the newest call of that name. */
  called(name: string): unknown
  answer(name: string, value: unknown): void
  refuse(name: string, code: RefusalCode, params: ErrorParams): void
  item<N extends StreamName>(name: N, value: StreamItem<N>): void
}

export function farEngine(state: Partial<PlatformState>): FarEngine {
  const sent: ClientMessage[] = []
  let hear: (message: unknown) => void = () => {}
  const client = createClient({
    send: (message) => sent.push(message as ClientMessage),
    onMessage: (handler) => (hear = handler),
    onClose: () => {},
    close: () => {},
  })
  useConnection.setState({ line: { kind: 'ready', client } })
  takeSnapshot({ ...emptyState(), ...state })
  const newest = (kind: 'call' | 'open', name: string) => sent.filter((message) => message.kind === kind && message.name === name).at(-1)
  return {
    sent,
    called: (name) => {
      const message = newest('call', name)
      return message?.kind === 'call' ? message.input : undefined
    },
    answer: (name, value) => hear({ kind: 'reply', id: newest('call', name)?.id, ok: true, value }),
    refuse: (name, code, params) => hear({ kind: 'refusal', id: newest('call', name)?.id, error: encodeError(new PlatformError(code, params)) }),
    item: (name, value) => hear({ kind: 'item', id: newest('open', name)?.id, value }),
  }
}
