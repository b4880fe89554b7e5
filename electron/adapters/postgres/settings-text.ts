// The two files that say how a server runs, as text. Ours come last, so they win over what the template has.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { ServerSettings } from '../../engine/ports/postgres-host.ts'

/** What people choose by other means, or not at all. */
const fixed = new Set(['port', 'listen_addresses', 'unix_socket_directories', 'hba_file', 'data_directory', 'cluster_name', 'primary_conninfo', 'primary_slot_name', 'include', 'wal_level', 'hot_standby'])

const usual: ServerSettings = {
  listen_addresses: '127.0.0.1', unix_socket_directories: '', wal_level: 'replica', hot_standby: 'on', max_wal_senders: '10', max_replication_slots: '10',
  // A cut standby must not fill the disk of the one it follows.
  max_slot_wal_keep_size: '1GB', min_wal_size: '32MB', max_wal_size: '512MB', shared_buffers: '32MB',
  // The usual 5 s are what a standby waits before it looks for more log, and before it notices that it is promoted.
  wal_retrieve_retry_interval: '100ms', wal_receiver_status_interval: '1s', wal_receiver_timeout: '10s', wal_sender_timeout: '10s',
  password_encryption: 'scram-sha-256', log_destination: 'stderr', logging_collector: 'off', log_line_prefix: '', log_min_messages: 'warning', log_checkpoints: 'off', autovacuum_naptime: '10s',
}

export type Upstream = { readonly host: string; readonly port: number; readonly user: string; readonly password: string }

export type ServerConf = {
  readonly id: string
  readonly settings: ServerSettings
  readonly upstream: Upstream | null
  readonly slot: string | null
  /** In a container it must be reached from outside of it. */
  readonly listen?: string
}

export function serverConf({ id, settings, upstream, slot, listen }: ServerConf): string {
  for (const [name, value] of Object.entries(settings)) {
    if (fixed.has(name) || !/^[a-z][a-z0-9_.]*$/.test(name) || /[\n\r\0]/.test(value)) throw new PlatformError('postgres-server', { server: id, why: `the setting ${name} can not be chosen` })
  }
  const all: ServerSettings = {
    ...usual, ...settings, ...(listen === undefined ? {} : { listen_addresses: listen }), cluster_name: id,
    ...(upstream === null ? {} : { primary_conninfo: conninfo(id, upstream) }), ...(slot === null ? {} : { primary_slot_name: slot }),
  }
  return `${Object.entries(all).map(([name, value]) => `${name} = ${quoted(value)}`).join('\n')}\n`
}

/** Passwords for everybody; nobody is trusted, whatever address they come from. */
export const hbaText = (from: string): string => `host all all ${from} scram-sha-256\nhost replication all ${from} scram-sha-256\n`

/** Names of slots have underscores only. */
export const slotOf = (id: string): string => `of_${id.replaceAll('-', '_')}`

function conninfo(id: string, { host, port, user, password }: Upstream): string {
  const parts = { host, port: String(port), user, password, application_name: id, connect_timeout: '3', keepalives_idle: '5' }
  return Object.entries(parts).map(([name, value]) => `${name}='${value.replace(/[\\']/g, '\\$&')}'`).join(' ')
}

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`
