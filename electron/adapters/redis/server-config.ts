// What a redis-server is told: loopback, its folder, the plan's limits, and two users.

import { createHash } from 'node:crypto'
import type { RedisNodeSpec } from '../../engine/ports/redis-host.ts'
import { ownConnections } from './redis-nodes.ts'

/** What would take the server from Dynarium, or read and write outside of its folder. */
const notForApps = ['shutdown', 'debug', 'module', 'replicaof', 'slaveof', 'psync', 'sync', 'save', 'bgsave', 'bgrewriteaof', 'migrate', 'acl', 'failover', 'monitor', 'config']
const stillForApps = ['config|get', 'acl|whoami']

export type ServerPlace = {
  readonly bind: '127.0.0.1' | '0.0.0.0'
  readonly port: number
  readonly dataFolder: string
  /** Empty: its output. */
  readonly logFile: string
}

export function configText(spec: RedisNodeSpec, { bind, port, dataFolder, logFile }: ServerPlace): string {
  return [
    `port ${port}`,
    `bind ${bind}`,
    'protected-mode yes',
    'daemonize no',
    `dir ${quoted(dataFolder)}`,
    `logfile ${quoted(logFile)}`,
    'loglevel warning',
    'proc-title-template "{title} {listen-addr} {config-file}"',
    'save ""',
    'databases 16',
    `maxmemory ${spec.memoryBytes}`,
    `maxmemory-policy ${spec.policy}`,
    `maxclients ${spec.connections + ownConnections}`,
    `timeout ${spec.timeoutS}`,
    `appendonly ${spec.persists ? 'yes' : 'no'}`,
    'appendfsync everysec',
    'aof-load-truncated yes',
    // A standby that is a little behind gets what it missed, not everything.
    'repl-backlog-size 4mb',
    'repl-diskless-sync-delay 0',
    'replica-read-only yes',
    'repl-timeout 10',
    'masteruser dynarium',
    `masterauth ${spec.adminPassword}`,
    `user default on #${hash(spec.password)} ~* &* +@all ${notForApps.map((name) => `-${name}`).join(' ')} ${stillForApps.map((name) => `+${name}`).join(' ')}`,
    `user dynarium on #${hash(spec.adminPassword)} ~* &* +@all`,
    '',
  ].join('\n')
}

const quoted = (path: string): string => `"${path.replaceAll('\\', '/').replaceAll('"', '\\"')}"`

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
