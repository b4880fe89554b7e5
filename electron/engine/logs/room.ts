// Logplex: one stream of lines per app, from its dynos, the dyno manager, the router and the API. A reader gets a backlog and
// then follows. Heroku drops the oldest lines of a tail that can not keep up and says so (L11); here the count travels with the
// next lines, and each reader says it in its own way.

import { matchesLogFilter, type LogDraft, type LogFilter, type LogLine } from '../../../shared/domain/log.ts'
import type { StreamArgs, StreamItem } from '../../../shared/protocol/streams.ts'
import { createChannel } from '../journal/channel.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Reader, Room } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import type { LogStore } from '../ports/log-store.ts'
import { createNarrator } from './narrator.ts'
import { linesOf } from './split-line.ts'
import { createTailPace } from './tail-pace.ts'

export type LogsRoom = Room & {
  /** Lines of apps that are gone are dropped. */
  write(drafts: readonly LogDraft[]): void
  /** Text of a build; `id` begins with the app's and a dot. Dropped like lines: a build may still speak when its app is gone. */
  keepText(id: string, text: string): void
}

type Item = StreamItem<'logs'>
type Tail = { readonly appId: string; readonly filter: LogFilter; push(lines: readonly LogLine[]): void; end(): void }

/** Lines that may wait for a slow reader: this many items of this many lines. */
const tailItems = 16
const tailItemLines = 512

/** `heard` is told every line that is written. */
export function createLogsRoom(kernel: Kernel, store: LogStore, heard: (drafts: readonly LogDraft[]) => void = () => {}): LogsRoom {
  const narrator = createNarrator(kernel.state)
  const tails = new Set<Tail>()

  kernel.listen((events) => {
    const lines = events.flatMap((event) => narrator.tell(event))
    if (lines.length > 0) write(lines)
    for (const event of events) if (event.type === 'app.destroyed') endTails(event.app)
  })

  function write(drafts: readonly LogDraft[]): void {
    const known = drafts.filter((draft) => kernel.state.apps[draft.appId] !== undefined)
    const split = known.flatMap((draft) => linesOf(draft.text).map((text) => (text === draft.text ? draft : { ...draft, text })))
    const lines = store.append(split)
    heard(split)
    for (const tail of tails) {
      const own = lines.filter((line, index) => split[index]?.appId === tail.appId && matchesLogFilter(line, tail.filter))
      if (own.length > 0) tail.push(own)
    }
  }

  function keepText(id: string, text: string): void {
    if (kernel.state.apps[id.slice(0, id.indexOf('.'))] !== undefined) store.appendText(id, text)
  }

  function endTails(appId: string | null): void {
    for (const tail of tails) if (tail.appId === appId) tail.end()
  }

  function open(args: StreamArgs<'logs'>): Reader<Item> {
    const app = requireApp(kernel.state, args.app)
    const filter: LogFilter = { source: args.source, ps: args.ps }
    const pace = createTailPace(kernel.clock)
    let dropped = 0
    const channel = createChannel<readonly LogLine[]>({
      bound: tailItems,
      merge: (older, newer) => (older.length + newer.length <= tailItemLines ? [...older, ...newer] : null),
      onDrop: (lines) => (dropped += lines.length),
      onClose: () => {
        tails.delete(tail)
        pace.end()
      },
    })
    const tail: Tail = { appId: app.id, filter, push: channel.push, end: channel.end }
    channel.push(store.tail(app.id, args.lines, filter))
    if (args.tail) tails.add(tail)
    else channel.end()

    async function next(): Promise<Item | null> {
      await pace.turn()
      const lines = await channel.reader.next()
      if (lines === null) return null
      const lost = dropped
      dropped = 0
      return { lines, dropped: lost }
    }
    return { next, close: channel.reader.close }
  }

  return { write, keepText, streams: { logs: open }, stop: () => [...tails].forEach((tail) => tail.end()) }
}
