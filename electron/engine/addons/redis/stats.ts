// What happens in a Redis, second by second: asked for only while somebody looks, and kept for ten minutes.

import type { RedisSecond } from '../../../../shared/protocol/addon-servers.ts'
import { createChannel } from '../../journal/channel.ts'
import type { Reader } from '../../journal/room.ts'
import type { Cancel, Clock } from '../../ports/clock.ts'
import type { RedisReply } from '../../ports/redis-host.ts'
import { infoOf, keysIn, lagIn, numberIn, type RedisInfo } from './info.ts'

export type RedisStats = {
  open(seconds: number): Reader<{ readonly seconds: readonly RedisSecond[] }>
  stop(): void
}

const [tickMs, kept, waiting] = [1000, 600, 60]
/** Dynarium's own question each second is no command of the app. */
const ownCommands = 1
const counted = { commands: 'total_commands_processed', hits: 'keyspace_hits', misses: 'keyspace_misses', evicted: 'evicted_keys', expired: 'expired_keys' } as const
type Counts = Record<keyof typeof counted, number>

export function createRedisStats(clock: Clock, ask: () => Promise<readonly RedisReply[]>): RedisStats {
  const watchers = new Set<{ push(item: { seconds: readonly RedisSecond[] }): void; end(): void }>()
  let seconds: RedisSecond[] = []
  let before: Counts | null = null
  let cancel: Cancel | null = null
  let isAsked = false

  function tick(): void {
    cancel = clock.after(tickMs, () => {
      cancel = null
      if (watchers.size === 0) return void (before = null)
      tick()
      // It may take longer than a second to say nothing.
      if (isAsked) return add(down(seconds[seconds.length - 1]))
      isAsked = true
      void ask().then(([reply]) => up(infoOf(reply)), () => {
        before = null
        add(down(seconds[seconds.length - 1]))
      }).finally(() => (isAsked = false))
    })
  }

  function up(info: RedisInfo): void {
    const now = Object.fromEntries(Object.entries(counted).map(([name, theirs]) => [name, numberIn(info, 'Stats', theirs)])) as Counts
    const since = (name: keyof Counts): number => (before === null ? 0 : Math.max(0, now[name] - before[name] - (name === 'commands' ? ownCommands : 0)))
    const second: RedisSecond = {
      at: clock.now(), isUp: true, commands: since('commands'), hits: since('hits'), misses: since('misses'), evicted: since('evicted'), expired: since('expired'),
      clients: Math.max(0, numberIn(info, 'Clients', 'connected_clients') - 1), usedBytes: numberIn(info, 'Memory', 'used_memory'), limitBytes: numberIn(info, 'Memory', 'maxmemory'), keys: keysIn(info), lagBytes: lagIn(info),
    }
    before = now
    add(second)
  }

  const down = (last: RedisSecond | undefined): RedisSecond => ({ at: clock.now(), isUp: false, commands: 0, hits: 0, misses: 0, evicted: 0, expired: 0, clients: 0, usedBytes: 0, limitBytes: last?.limitBytes ?? 0, keys: 0, lagBytes: null })

  function add(second: RedisSecond): void {
    seconds = [...seconds.slice(1 - kept), second]
    for (const watcher of watchers) watcher.push({ seconds: [second] })
  }

  return {
    open: (wanted) => {
      const { push, end, reader } = createChannel<{ readonly seconds: readonly RedisSecond[] }>({
        bound: waiting, merge: (older, newer) => ({ seconds: [...older.seconds, ...newer.seconds].slice(-kept) }), onClose: () => watchers.delete(watcher),
      })
      const watcher = { push, end }
      watchers.add(watcher)
      push({ seconds: wanted === 0 ? [] : seconds.slice(-wanted) })
      if (cancel === null) tick()
      return reader
    },
    stop: () => {
      cancel?.()
      for (const { end } of watchers) end()
    },
  }
}
