// Removes containers, and forgets none: what can not be removed because Docker is away is removed as soon as it is back, and until then
// nothing new is made, so that no dyno ever runs twice. Containers are found by their labels, as their making may have been cut off
// before Docker could say what it had made.

import type Docker from 'dockerode'
import { statusOf, wordsOf } from './docker-error.ts'
import { filterOf, isOfServer, labelNames } from './labels.ts'

export type Undertaker = {
  /** All containers of this data folder but servers of add-ons, whoever made them. Resolves with how many ran; with 0 when Docker is away, and does it later. */
  all(): Promise<number>
  /** Those of a dyno; at once or, when Docker is away, later. */
  bury(dynoId: string): Promise<void>
  /** Nothing is left that should be gone. Rejects in words while that can not be said. */
  settled(): Promise<void>
  stop(): void
}

const everyMs = 2000
const removedAtOnce = 8
/** Docker may be at work on a container already, or find its file system busy. */
const tries = 100
const againMs = 100

export function createUndertaker(docker: Docker, data: string): Undertaker {
  /** Ids of dynos; null for all there are. */
  const owed = new Set<string | null>()
  let paying: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null
  let isOver = false

  async function clear(dynoId: string | null): Promise<number> {
    const label = [...filterOf(data).label, ...(dynoId === null ? [] : [`${labelNames.dyno}=${dynoId}`])]
    const ran = new Set<string>()
    for (let round = 1; ; round++) {
      const found = (await docker.listContainers({ all: true, filters: { label } })).filter(({ Labels }) => !isOfServer(Labels))
      for (const { Id, State } of found) if (State === 'running' || State === 'paused') ran.add(Id)
      let left: unknown = null
      for (let at = 0; at < found.length; at += removedAtOnce) {
        const ends = await Promise.all(found.slice(at, at + removedAtOnce).map(({ Id }) => remove(Id)))
        left ??= ends.find((end) => end !== null) ?? null
      }
      if (left === null) return ran.size
      if (round === tries) throw left
      await new Promise((resolve) => setTimeout(resolve, againMs))
    }
  }

  /** Null when it is gone, else why it is not. Throws when Docker is away. */
  async function remove(id: string): Promise<unknown> {
    try {
      await docker.getContainer(id).remove({ force: true, v: true })
      return null
    } catch (error) {
      if (statusOf(error) === 0) throw error
      return statusOf(error) === 404 ? null : error
    }
  }

  async function pay(): Promise<void> {
    for (const one of owed) {
      await clear(one)
      owed.delete(one)
    }
  }

  function settled(): Promise<void> {
    if (owed.size === 0) return Promise.resolve()
    paying ??= pay().finally(() => {
      paying = null
      if (owed.size > 0) tryLater()
    })
    return paying.catch((error: unknown) => {
      throw new Error(wordsOf(error), { cause: error })
    })
  }

  function tryLater(): void {
    if (timer !== null || isOver) return
    timer = setTimeout(() => {
      timer = null
      settled().catch(() => {})
    }, everyMs)
    timer.unref()
  }

  async function clearOrOwe(one: string | null): Promise<number> {
    try {
      return await clear(one)
    } catch {
      owed.add(one)
      tryLater()
      return 0
    }
  }

  return {
    all: () => clearOrOwe(null),
    bury: async (dynoId) => void (await clearOrOwe(dynoId)),
    settled,
    stop: () => {
      isOver = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
