// What travels between a window or browser and the engine, over any transport that can send and receive a value in order.
// Client to engine: call, open, more, close. Engine to client: reply, item, end.

import { z } from 'zod'
import type { EncodedError } from '../errors/platform-error.ts'

const id = z.number().int().positive()

export const clientMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id, name: z.string().max(64), input: z.unknown() }),
  z.object({ kind: z.literal('open'), id, name: z.string().max(64), input: z.unknown(), credit: z.number().int().min(1).max(1024) }),
  /** The reader took `credit` more items. */
  z.object({ kind: z.literal('more'), id, credit: z.number().int().min(1).max(1024) }),
  z.object({ kind: z.literal('close'), id }),
])
export type ClientMessage = z.infer<typeof clientMessage>

const encodedError = z.object({
  code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])), isDefinite: z.boolean(), message: z.string(), help: z.string(),
})

export const engineMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reply'), id, ok: z.literal(true), value: z.unknown() }),
  z.object({ kind: z.literal('refusal'), id, error: encodedError }),
  z.object({ kind: z.literal('item'), id, value: z.unknown() }),
  z.object({ kind: z.literal('end'), id, error: encodedError.nullable() }),
])
export type EngineMessage =
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: EncodedError }
  | { readonly kind: 'item'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'end'; readonly id: number; readonly error: EncodedError | null }

/** Two of these, one a side, are all a transport has to be. */
export type Transport = {
  send(message: unknown): void
  onMessage(handler: (message: unknown) => void): void
  /** Called once, when nothing more will come. */
  onClose(handler: () => void): void
  close(): void
}
