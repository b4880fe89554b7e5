// A bounded queue between one writer and one slow reader. When it is full the newest items are merged if they can be,
// else the oldest goes and the reader is told how many were lost.

import type { Reader } from './room.ts'

export type Channel<T> = {
  push(item: T): void
  /** Nothing more will come; what is queued can still be read. */
  end(): void
  readonly reader: Reader<T>
}

export type ChannelOptions<T> = {
  /** Items held at most. */
  readonly bound: number
  /** Makes one of two neighbours, or null when they should stay apart. Tried whenever the reader is behind. */
  readonly merge?: (older: T, newer: T) => T | null
  readonly onDrop?: (item: T) => void
  readonly onClose?: () => void
}

export function createChannel<T>(options: ChannelOptions<T>): Channel<T> {
  const queue: T[] = []
  let waiting: ((item: T | null) => void) | null = null
  let ended = false

  function push(item: T): void {
    if (ended) return
    if (waiting !== null) {
      const take = waiting
      waiting = null
      take(item)
      return
    }
    const last = queue[queue.length - 1]
    const merged = last === undefined ? null : (options.merge?.(last, item) ?? null)
    if (merged !== null) queue[queue.length - 1] = merged
    else queue.push(item)
    if (queue.length > options.bound) {
      const lost = queue.shift()
      if (lost !== undefined) options.onDrop?.(lost)
    }
  }

  function end(): void {
    ended = true
    waiting?.(null)
    waiting = null
  }

  const reader: Reader<T> = {
    next: () => {
      const item = queue.shift()
      if (item !== undefined) return Promise.resolve(item)
      if (ended) return Promise.resolve(null)
      return new Promise((resolve) => {
        waiting = resolve
      })
    },
    close: () => {
      end()
      options.onClose?.()
    },
  }
  return { push, end, reader }
}
