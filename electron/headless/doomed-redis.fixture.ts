// An engine that starts a Redis in a container, writes to it, says so, and waits to be killed.

import { homedir } from 'node:os'
import { createContainerHost } from '../adapters/docker/container-host.ts'
import { createRedisBoxes } from '../adapters/docker/redis/redis-boxes.ts'
import { createContainerRedis } from '../adapters/redis/container-host.ts'
import type { RedisNodeSpec } from '../engine/ports/redis-host.ts'

const [dataDir = '', address = '', image = '', spec = '{}'] = process.argv.slice(2)
const { connection } = createContainerHost({ around: { platform: process.platform, env: { ...process.env, DOCKER_HOST: address }, home: homedir(), root: '', findProgram: () => null }, dataDir, sources: [] })
const host = createContainerRedis({ dataDir, boxes: createRedisBoxes({ dataDir, sessionId: 'doomed', image, connection }) })
void work()
setInterval(() => {}, 1000)

async function work(): Promise<void> {
  const wanted = JSON.parse(spec) as RedisNodeSpec
  await host.start(wanted)
  await host.ask(wanted.id, [['SET', 'k', 'kept']])
  console.log('written')
}
