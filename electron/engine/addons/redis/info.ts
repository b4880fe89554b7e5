// INFO of a Redis as names and values.

import type { RedisReply } from '../../ports/redis-host.ts'

export type RedisInfo = Readonly<Record<string, Readonly<Record<string, string>>>>

export function infoOf(reply: RedisReply | undefined): RedisInfo {
  const sections: Record<string, Record<string, string>> = {}
  let section: Record<string, string> = {}
  for (const line of typeof reply === 'string' ? reply.split('\r\n') : []) {
    if (line.startsWith('# ')) sections[line.slice(2)] = section = {}
    const colon = line.indexOf(':')
    if (colon > 0) section[line.slice(0, colon)] = line.slice(colon + 1)
  }
  return sections
}

export const numberIn = (info: RedisInfo, section: string, name: string): number => Number(info[section]?.[name] ?? 0) || 0

export function keysIn(info: RedisInfo): number {
  return Object.values(info['Keyspace'] ?? {}).reduce((sum, text) => sum + (Number(/keys=(\d+)/.exec(text)?.[1]) || 0), 0)
}

/** Bytes that the standby is behind; null: there is none that follows. */
export function lagIn(info: RedisInfo): number | null {
  const standby = info['Replication']?.['slave0']
  if (standby === undefined || !standby.includes('state=online')) return null
  return Math.max(0, numberIn(info, 'Replication', 'master_repl_offset') - (Number(/offset=(\d+)/.exec(standby)?.[1]) || 0))
}
