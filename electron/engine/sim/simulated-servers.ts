// Caches and mail catchers where nothing is real: they start, stop and crash, and hold nothing.

import type { CacheCounts, CacheHost, CacheSink, CacheStats } from '../ports/cache-host.ts'
import type { MailHost, MailSink } from '../ports/mail-host.ts'

const nothing: CacheCounts = { gets: 0, hits: 0, misses: 0, sets: 0, deletes: 0, touches: 0, flushes: 0, evictions: 0, expired: 0, items: 0, usedBytes: 0, limitBytes: 0 }

export function createSimulatedCaches(): CacheHost {
  const limits = new Map<string, number>()
  let sink: CacheSink | null = null
  let nextPort = 51_000
  async function stats(id: string): Promise<CacheStats> {
    const limitBytes = limits.get(id)
    if (limitBytes === undefined) throw new Error('It does not run.')
    return { ...nothing, limitBytes, connections: 0, connectionsEver: 0, uptimeMs: 0 }
  }
  return {
    connect: (connected) => void (sink = connected),
    start: async ({ id, memoryBytes }) => {
      limits.set(id, memoryBytes)
      return { port: nextPort++ }
    },
    stats, flush: stats,
    setMemory: (id, bytes) => {
      limits.set(id, bytes)
      return stats(id)
    },
    kill: async (id) => {
      if (limits.delete(id)) sink?.ended(id, 'killed')
    },
    freeze: async () => {},
    thaw: async () => {},
    stop: async (id) => void limits.delete(id),
    stopAll: async () => limits.clear(),
  }
}

export function createSimulatedMails(): MailHost {
  const running = new Set<string>()
  let sink: MailSink | null = null
  let nextPort = 52_000
  return {
    connect: (connected) => void (sink = connected),
    start: async ({ id }) => {
      running.add(id)
      return { port: nextPort++ }
    },
    list: async (id) => {
      if (!running.has(id)) throw new Error('It does not run.')
      return { mails: [], count: 0, bytes: 0, received: 0, dropped: 0 }
    },
    show: async () => null,
    raw: async () => null,
    attachment: async () => null,
    delete: async () => false,
    clear: async () => 0,
    kill: async (id) => {
      if (running.delete(id)) sink?.ended(id, 'killed')
    },
    freeze: async () => {},
    thaw: async () => {},
    stop: async (id) => void running.delete(id),
    remove: async (id) => void running.delete(id),
    stopAll: async () => running.clear(),
  }
}
