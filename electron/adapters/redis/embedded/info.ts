// INFO, with the names of Redis for what there is, and a section of its own for what there is not.

import { lacking } from '../commands/index.ts'
import { isListening } from './pubsub.ts'
import { redisVersion } from './connection-commands.ts'
import type { Server } from './session.ts'

export function infoText(server: Server, wanted: readonly string[]): string {
  const names = wanted.map((name) => name.toLowerCase()).filter((name) => name !== 'all' && name !== 'default' && name !== 'everything')
  return Object.entries(sections)
    .filter(([name]) => names.length === 0 || names.includes(name.toLowerCase()))
    .map(([name, lines]) => `# ${name}\r\n${Object.entries(lines(server)).map(([key, value]) => `${key}:${value}\r\n`).join('')}`)
    .join('\r\n')
}

const seconds = ({ store, startedAt }: Server): number => Math.max(0, Math.floor((store.now - startedAt) / 1000))
const sized = (bytes: number): string => (bytes < 1024 ? `${bytes}B` : bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(2)}K` : `${(bytes / 1024 ** 2).toFixed(2)}M`)

const sections: Readonly<Record<string, (server: Server) => Readonly<Record<string, string | number>>>> = {
  Server: (server) => ({ redis_version: redisVersion, redis_mode: 'standalone', os: `${process.platform} ${process.arch}`, process_id: process.pid, tcp_port: server.port, uptime_in_seconds: seconds(server), uptime_in_days: Math.floor(seconds(server) / 86_400) }),
  Dynarium: () => ({ dynarium_embedded: 1, dynarium_embedded_lacks: lacking.join('; '), dynarium_embedded_note: "this is Dynarium's own small server, no Redis: sizes are estimates, and a change is on the disk for good within a second" }),
  Clients: ({ sessions, settings }) => ({
    connected_clients: sessions.size, maxclients: settings.maxClients,
    blocked_clients: [...sessions.values()].filter(({ blocked }) => blocked !== null).length, pubsub_clients: [...sessions.values()].filter(isListening).length,
  }),
  Memory: ({ store }) => ({ used_memory: store.usedBytes, used_memory_human: sized(store.usedBytes), used_memory_peak: store.peakBytes, used_memory_peak_human: sized(store.peakBytes), used_memory_rss: process.memoryUsage.rss(), maxmemory: store.maxBytes, maxmemory_human: sized(store.maxBytes), maxmemory_policy: store.policy }),
  Persistence: ({ file }) => ({ loading: 0, rdb_changes_since_last_save: 0, aof_enabled: file === null ? 0 : 1, aof_last_write_status: file?.trouble() == null ? 'ok' : 'err', aof_current_size: file?.sizeBytes() ?? 0 }),
  Stats: ({ store, channels, patterns }) => ({
    total_connections_received: store.counts.connections, total_commands_processed: store.counts.commands, rejected_connections: store.counts.refused,
    expired_keys: store.counts.expired, evicted_keys: store.counts.evicted, keyspace_hits: store.counts.hits, keyspace_misses: store.counts.misses,
    pubsub_channels: channels.size, pubsub_patterns: patterns.size,
  }),
  Replication: () => ({ role: 'master', connected_slaves: 0 }),
  Keyspace: ({ store }) => Object.fromEntries(store.databases.filter(({ keys }) => keys.size > 0).map(({ index, keys, volatile }) => [`db${index}`, `keys=${keys.size},expires=${volatile.keys.length - volatile.free.length},avg_ttl=0`])),
}
