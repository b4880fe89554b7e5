// Redis without anything installed: Dynarium's own small server, in a thread for each node.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { RedisHost, RedisNodeSpec } from '../../engine/ports/redis-host.ts'
import { createThreadNodes } from '../parts/thread-nodes.ts'
import { lacking } from './commands/index.ts'
import type { EmbeddedSettings } from './embedded/server.ts'
import { createRedisNodes, ownConnections } from './redis-nodes.ts'

/** What a thread can hold of data, besides what it needs for that. */
const mostMemoryBytes = 1024 ** 3
/** Text, numbers and tables take more in a thread than what is counted. */
const heapFor = (memoryBytes: number): number => 64 * 1024 ** 2 + memoryBytes * 3
const version = "Dynarium's own small Redis"

export function createEmbeddedRedis(options: { readonly threadFile: string; readonly dataDir: string }): RedisHost {
  const told = new Map<string, { ended(how: string): void; trouble(text: string): void }>()
  const threads = createThreadNodes({
    threadFile: options.threadFile, service: 'redis',
    ended: (id, how) => {
      const tell = told.get(id)
      told.delete(id)
      tell?.ended(how)
    },
    told: (id, news) => told.get(id)?.trouble(String(news)),
  })
  return createRedisNodes(options.dataDir, {
    kind: 'embedded',
    look: async () => ({ kind: 'ready', version, canReplicate: false, mostMemoryBytes, lacks: lacking }),
    launch: async (spec, folder, tell) => {
      if (spec.memoryBytes > mostMemoryBytes) throw new Error(`${version} holds at most ${mostMemoryBytes / 1024 ** 2} MB. Install redis-server for a plan of ${Math.round(spec.memoryBytes / 1024 ** 2)} MB.`)
      told.set(spec.id, tell)
      const { port } = (await threads.start(spec.id, settingsOf(spec, folder), heapFor(spec.memoryBytes))) as { port: number }
      return {
        port, version,
        kill: () => threads.kill(spec.id),
        freeze: () => threads.freeze(spec.id),
        thaw: async () => threads.thaw(spec.id),
        fillDisk: async () => {
          await threads.ask(spec.id, 'fill-disk')
          return ['it behaves as if each write to its file failed with ENOSPC, and refuses changes (MISCONF); the disk of this machine is not touched, and reading goes on.']
        },
        freeDisk: async () => void (await threads.ask(spec.id, 'free-disk')),
        stop: () => threads.stop(spec.id),
      }
    },
    forget: async () => {},
  })
}

function settingsOf(spec: RedisNodeSpec, folder: string): EmbeddedSettings {
  const file = join(folder, 'changes.aof')
  // A plan without persistence begins empty, whatever an earlier plan left.
  if (!spec.persists) rmSync(file, { force: true })
  return { port: 0, password: spec.password, adminPassword: spec.adminPassword, memoryBytes: spec.memoryBytes, policy: spec.policy, connections: spec.connections + ownConnections, timeoutS: spec.timeoutS, file: spec.persists ? file : null }
}
