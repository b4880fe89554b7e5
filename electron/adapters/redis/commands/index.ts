// All commands on keys, by name.

import { bitCommands } from './bits.ts'
import type { Command } from './command.ts'
import { endCommands } from './ends.ts'
import { hashCommands } from './hashes.ts'
import { keyCommands } from './keys.ts'
import { listCommands } from './lists.ts'
import { setCommands } from './sets.ts'
import { sortedSetCommands } from './sorted-sets.ts'
import { streamCommands } from './streams.ts'
import { stringCommands } from './strings.ts'

export const commandTable: ReadonlyMap<string, Command> = new Map(Object.entries({
  ...keyCommands, ...endCommands, ...stringCommands, ...bitCommands, ...hashCommands, ...listCommands, ...setCommands, ...sortedSetCommands, ...streamCommands,
}))

/** Families that Redis has and this does not, as words for people and machines. */
export const lacking = ['scripts (EVAL, FUNCTION)', 'replication', 'consumer groups of streams', 'cluster', 'geo', 'hyperloglog', 'bitfields', 'modules', 'MONITOR', 'DUMP and RESTORE', 'SORT', 'keyspace notifications', 'client-side caching'] as const
