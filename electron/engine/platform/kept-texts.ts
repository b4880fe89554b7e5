// The output of builds and of release commands: kept from the first line to the last, given to whoever waits for it, and to any number of watchers.
// Heroku keeps build output of up to 300 MB and cuts it from the front; how much we keep is the store's to bound.

import { createChannel, type Channel } from '../journal/channel.ts'
import type { Reader } from '../journal/room.ts'

export type KeptText = {
  print(text: string): void
  /** One whole line. */
  line(text: string): void
  end(): void
}

export type KeptTexts = {
  /** `pusher` gets everything too, as it comes. */
  open(id: string, pusher: (text: string) => void): KeptText
  /** From the start, then live to the end. */
  reader(id: string): Reader<{ readonly text: string }>
  /** Ends all; what is printed after that goes nowhere. */
  stop(): void
}

export type TextStore = { keepText(id: string, text: string): void; readText(id: string): string }

/** Pieces kept for a slow reader; neighbours are merged up to this size, then the oldest go. */
const piecesBound = 64
const pieceMaxChars = 256 * 1024

export function createKeptTexts(store: TextStore): KeptTexts {
  const live = new Map<string, Set<Channel<{ readonly text: string }>>>()
  let stopped = false

  function open(id: string, pusher: (text: string) => void): KeptText {
    const watchers = new Set<Channel<{ readonly text: string }>>()
    live.set(id, watchers)

    function print(text: string): void {
      if (stopped || text === '' || live.get(id) !== watchers) return
      store.keepText(id, text)
      pusher(text)
      for (const watcher of watchers) watcher.push({ text })
    }

    return { print, line: (text) => print(`${text}\n`), end: () => end(id) }
  }

  function end(id: string): void {
    for (const watcher of live.get(id) ?? []) watcher.end()
    live.delete(id)
  }

  function reader(id: string): Reader<{ readonly text: string }> {
    const watchers = live.get(id)
    const channel = createChannel<{ readonly text: string }>({ bound: piecesBound, merge, onClose: () => watchers?.delete(channel) })
    const before = store.readText(id)
    for (let at = 0; at < before.length; at += pieceMaxChars) channel.push({ text: before.slice(at, at + pieceMaxChars) })
    if (watchers === undefined) channel.end()
    else watchers.add(channel)
    return channel.reader
  }

  function stop(): void {
    stopped = true
    for (const id of live.keys()) end(id)
  }

  return { open, reader, stop }
}

function merge(older: { readonly text: string }, newer: { readonly text: string }): { readonly text: string } | null {
  return older.text.length + newer.text.length > pieceMaxChars ? null : { text: older.text + newer.text }
}
