// Redis for real where this machine has no redis-server but Docker has its image: a container and, if its data lasts, a volume for each node.
// It has no standby: from inside of a container this machine's links are not on 127.0.0.1, where a standby would follow.

import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RedisHost, RedisNodeSpec } from '../../engine/ports/redis-host.ts'
import { boxData, boxPort, type RedisBox, type RedisBoxes } from '../parts/redis-boxes.ts'
import { createRedisNodes, type RunningNode } from './redis-nodes.ts'
import { configText } from './server-config.ts'

export function createContainerRedis(options: { readonly dataDir: string; readonly boxes: RedisBoxes }): RedisHost {
  const { boxes } = options
  /** Says that there is something of it in Docker, which else need not be asked. */
  const noteOf = (id: string): string => join(options.dataDir, 'redis-containers', id)
  return createRedisNodes(options.dataDir, {
    kind: 'docker',
    look: async () => {
      const found = await boxes.look()
      return found.kind === 'trouble' ? found : { kind: 'ready', version: found.version, canReplicate: false, mostMemoryBytes: null, lacks: [] }
    },
    launch: async (spec, _folder, told) => {
      const found = await boxes.look()
      if (found.kind === 'trouble') throw new Error(`${found.happened} ${found.fix}`)
      await mkdir(join(options.dataDir, 'redis-containers'), { recursive: true, mode: 0o700 })
      await writeFile(noteOf(spec.id), '')
      return running(await boxes.start({ ...orderOf(spec), image: found.image, ended: told.ended }), found.version)
    },
    forget: async (_folder, id) => {
      if (!existsSync(noteOf(id))) return
      await boxes.remove(id)
      await rm(noteOf(id), { force: true })
    },
  })
}

const orderOf = (spec: RedisNodeSpec) => ({
  id: spec.id, memoryBytes: spec.memoryBytes, persists: spec.persists,
  // Nobody but this machine's loopback is led to it.
  config: configText(spec, { bind: '0.0.0.0', port: boxPort, dataFolder: boxData, logFile: '' }),
})

function running(box: RedisBox, version: string): RunningNode {
  // It is the first process of its container.
  const limit = (bytes: string): Promise<string> => box.run(['prlimit', '--pid', '1', `--fsize=${bytes}:`])
  return {
    port: box.port, version, kill: box.kill, freeze: box.freeze, thaw: box.thaw, stop: box.stop,
    fillDisk: async () => {
      await limit('0').catch((error: unknown) => {
        throw new Error(`the disk could not be taken from it in its container, which takes prlimit in its image: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
      })
      return ['in its container each write to its file really fails, with EFBIG (File too large) where a full disk says ENOSPC; so it refuses changes (MISCONF), and reading goes on.']
    },
    freeDisk: async () => void (await limit('unlimited')),
  }
}
