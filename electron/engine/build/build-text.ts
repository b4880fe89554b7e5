// The output of builds: kept from the first line to the last, given to whoever pushed, and to any number of watching windows.
// Heroku keeps build output of up to 300 MB and cuts it from the front; how much we keep is the store's to bound.

import type { BuildId } from '../../../shared/domain/build.ts'
import { createChannel, type Channel } from '../journal/channel.ts'
import type { Reader } from '../journal/room.ts'

export type BuildText = {
  print(text: string): void
  /** One whole line. */
  line(text: string): void
  end(): void
}

export type BuildTexts = {
  /** `pusher` gets everything too, as it comes. */
  open(buildId: BuildId, pusher: (text: string) => void): BuildText
  /** From the start, then live to the end. */
  reader(buildId: BuildId): Reader<{ readonly text: string }>
  /** Ends all; what is printed after that goes nowhere. */
  stop(): void
}

export type TextStore = { keepText(id: string, text: string): void; readText(id: string): string }

/** Pieces kept for a slow reader; neighbours are merged up to this size, then the oldest go. */
const piecesBound = 64
const pieceMaxChars = 256 * 1024

export function createBuildTexts(store: TextStore): BuildTexts {
  const live = new Map<BuildId, Set<Channel<{ readonly text: string }>>>()
  let stopped = false

  function open(buildId: BuildId, pusher: (text: string) => void): BuildText {
    const watchers = new Set<Channel<{ readonly text: string }>>()
    live.set(buildId, watchers)

    function print(text: string): void {
      if (stopped || text === '' || live.get(buildId) !== watchers) return
      store.keepText(buildId, text)
      pusher(text)
      for (const watcher of watchers) watcher.push({ text })
    }

    return { print, line: (text) => print(`${text}\n`), end: () => end(buildId) }
  }

  function end(buildId: BuildId): void {
    for (const watcher of live.get(buildId) ?? []) watcher.end()
    live.delete(buildId)
  }

  function reader(buildId: BuildId): Reader<{ readonly text: string }> {
    const watchers = live.get(buildId)
    const channel = createChannel<{ readonly text: string }>({ bound: piecesBound, merge, onClose: () => watchers?.delete(channel) })
    const before = store.readText(buildId)
    for (let at = 0; at < before.length; at += pieceMaxChars) channel.push({ text: before.slice(at, at + pieceMaxChars) })
    if (watchers === undefined) channel.end()
    else watchers.add(channel)
    return channel.reader
  }

  function stop(): void {
    stopped = true
    for (const buildId of live.keys()) end(buildId)
  }

  return { open, reader, stop }
}

function merge(older: { readonly text: string }, newer: { readonly text: string }): { readonly text: string } | null {
  return older.text.length + newer.text.length > pieceMaxChars ? null : { text: older.text + newer.text }
}
