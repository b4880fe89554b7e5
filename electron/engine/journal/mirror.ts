// The stream `state`: what keeps windows equal to the engine. A reader gets a snapshot, or the events since the seq it has, and
// then every batch. One that falls far behind is sent a fresh snapshot instead of a flood. Config values are masked on the way.

import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { redactEvent, redactState } from '../../../shared/protocol/redact.ts'
import type { StreamArgs, StreamItem } from '../../../shared/protocol/streams.ts'
import type { Kernel } from './kernel.ts'
import type { Reader, Room } from './room.ts'

/** Events a reader may be behind before a snapshot is cheaper. */
const maxBehind = 2000

export function createMirrorRoom(kernel: Kernel): Room {
  function open({ since }: StreamArgs<'state'>): Reader<StreamItem<'state'>> {
    let cursor = since !== undefined && since <= kernel.state.seq && kernel.state.seq - since <= maxBehind ? since : null
    let wake: (() => void) | null = null
    let closed = false
    const stopListening = kernel.listen(() => wake?.())

    async function next(): Promise<StreamItem<'state'> | null> {
      for (;;) {
        if (closed) return null
        if (cursor === null || kernel.state.seq - cursor > maxBehind) {
          cursor = kernel.state.seq
          return { kind: 'snapshot', state: structuredCopy(redactState(kernel.state)) }
        }
        const events = eventsSince(cursor)
        if (events.length > 0) {
          cursor = events[events.length - 1]?.seq ?? cursor
          return { kind: 'events', events: events.map(redactEvent) }
        }
        await new Promise<void>((resolve) => (wake = resolve))
      }
    }

    function close(): void {
      closed = true
      stopListening()
      wake?.()
    }
    return { next, close }
  }

  function eventsSince(seq: number): PlatformEvent[] {
    return seq >= kernel.state.seq ? [] : kernel.journal.read(seq, maxBehind)
  }

  return { streams: { state: open } }
}

/** The state goes on changing in place while the message is on its way. Plain data, so this copies it. */
function structuredCopy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}
