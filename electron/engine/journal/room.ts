// A room is a set of calls and streams over one kernel. engine.ts furnishes the house from them; rooms meet only through events.

import type { CallArgs, CallName, CallOutput } from '../../../shared/protocol/calls.ts'
import type { Cause } from '../../../shared/protocol/events.ts'
import type { StreamArgs, StreamItem, StreamName } from '../../../shared/protocol/streams.ts'

export type CallContext = {
  /** Who asked, as it stands in releases and logs. */
  readonly by: string
  /** The command itself: the root of the chain of causes. */
  readonly cause: Cause
}

/** Throws PlatformError to refuse. The answer is sent once everything it committed is on disk. */
export type CallHandler<N extends CallName> = (args: CallArgs<N>, context: CallContext) => CallOutput<N> | Promise<CallOutput<N>>
export type CallHandlers = { readonly [N in CallName]?: CallHandler<N> }

/** Pulled by the connection, so that a slow reader slows nobody else. `next` gives null at the end. */
export type Reader<T> = {
  next(): Promise<T | null>
  close(): void
}

export type StreamHandlers = { readonly [N in StreamName]?: (args: StreamArgs<N>) => Reader<StreamItem<N>> }

export type Room = {
  readonly calls?: CallHandlers
  readonly streams?: StreamHandlers
  /** After recovery, in the order of the house; ready to act on what the journal says. */
  readonly start?: () => void
  readonly stop?: () => void | Promise<void>
}
