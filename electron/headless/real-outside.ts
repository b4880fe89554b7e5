// The outside of a real platform: processes of this machine and containers of its Docker, behind the edge's own thread.

import { join } from 'node:path'
import { systemIds, systemRandom } from '../adapters/clock/system-clock.ts'
import { createSlugStore } from '../adapters/disk/slug-store.ts'
import { createContainerHost } from '../adapters/docker/container-host.ts'
import { createDockerBuildHost } from '../adapters/docker/docker-build-host.ts'
import { createDockerRuntime } from '../adapters/docker/docker-runtime.ts'
import { createDockerWhenThere, type DockerSide } from '../adapters/docker/docker-when-there.ts'
import { createServerContainers } from '../adapters/docker/servers/server-containers.ts'
import { buildStackOf } from '../adapters/docker/stack-data.ts'
import { openSwarm } from '../adapters/docker/swarm/open-swarm.ts'
import { createThreadedEdge } from '../adapters/edge/threaded-edge.ts'
import { createThreadedTraffic } from '../adapters/traffic/threaded-traffic.ts'
import { createMailHost } from '../adapters/mail/mail-host.ts'
import { createCacheHost } from '../adapters/memcached/cache-host.ts'
import { createRedisBoxes } from '../adapters/docker/redis/redis-boxes.ts'
import { createContainerRedis } from '../adapters/redis/container-host.ts'
import { createEmbeddedRedis } from '../adapters/redis/embedded-host.ts'
import { createServerRedis } from '../adapters/redis/server-host.ts'
import { createContainerPostgres } from '../adapters/postgres/container-host.ts'
import { createNativeHost } from '../adapters/postgres/native-host.ts'
import { programsForContainers } from '../adapters/postgres/server-programs.ts'
import { createWriteLedgers } from '../adapters/postgres/write-ledgers.ts'
import { createThreadedWire } from '../adapters/wire/threaded-wire.ts'
import { hostNetworkEnvironment } from '../adapters/process/host-environment.ts'
import { createProcessBuildHost } from '../adapters/process/process-build-host.ts'
import { createProcessRuntime } from '../adapters/process/process-runtime.ts'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { RealRuntime } from '../../shared/domain/runtime.ts'
import { aroundEngines } from './machine-facts.ts'
import type { Outside, OutsideNeeds } from './outside.ts'
import { createRealBuilds } from './real-builds.ts'
import { createRealRuntime } from './real-runtime.ts'

export type RealChoice = {
  /** Where apps run that say nothing. */
  readonly usual: RealRuntime
  /** Addresses of the nodes' engines, a manager first; none: no swarm. */
  readonly swarmNodes: readonly string[]
}

export async function createRealOutside(needs: OutsideNeeds, { usual, swarmNodes }: RealChoice): Promise<Outside> {
  const { dataDir, git, uploads } = needs
  // The images that dynos are made of, and builds, are the manager's.
  const around = swarmNodes[0] === undefined ? aroundEngines() : { ...aroundEngines(), env: { ...process.env, DOCKER_HOST: swarmNodes[0] } }
  const edge = await createThreadedEdge({ threadFile: needs.edgeThreadFile, port: needs.routerPort, log: needs.log })
  const slugs = createSlugStore(join(dataDir, 'slugs'))
  const shelf = { ...slugs, remove: async (slugId: string) => void (await Promise.all([slugs.remove(slugId), processes.forgetSlug(slugId), inDocker.runtime.forgetSlug(slugId)])) }
  const here = createProcessBuildHost({ dataDir, slugs: shelf, exportGit: git.exportGit, uploadPath: uploads.path })
  const sessionId = systemIds.next()
  const processes = createProcessRuntime({ dataDir, sessionId, openSlug: here.openSlug })
  const containers = createContainerHost({ around, dataDir })
  const inDocker = createDockerWhenThere(openDocker)
  const runtime = createRealRuntime(usual, { process: processes, docker: inDocker.runtime })
  const builds = createRealBuilds({ process: here, docker: inDocker.builds })
  const traffic = createThreadedTraffic({ threadFile: needs.trafficThreadFile, port: edge.port, log: needs.log })
  const wire = createThreadedWire({ threadFile: needs.wireThreadFile, log: needs.log })
  const threads = { threadFile: needs.addOnThreadFile, dataDir }
  const redis = [createServerRedis({ dataDir }), createContainerRedis({ dataDir, boxes: createRedisBoxes({ dataDir, sessionId, connection: containers.connection }) }), createEmbeddedRedis(threads)]
  const onTrouble = (error: unknown): void => needs.log(String(error))
  const servers = createServerContainers({ dataDir, sessionId, connection: containers.connection, programs: programsForContainers, base: () => containers.imageOf(containers.stacks[0] ?? '') })
  const postgres = {
    hosts: [createNativeHost({ kind: 'embedded', dataDir, onTrouble }), createNativeHost({ kind: 'local', dataDir, onTrouble }), createContainerPostgres({ dataDir, containers: servers, onTrouble })],
    ledgers: createWriteLedgers(join(dataDir, 'ledgers')), backupsFolder: join(dataDir, 'postgres-backups'),
  }
  return { redis, caches: createCacheHost(threads), mails: createMailHost(threads), postgres, runtime, builds, edge, traffic, wire, random: systemRandom, containers, stop: edge.stop }

  async function openDocker(): Promise<DockerSide> {
    const { docker, report } = await containers.connection()
    if (docker === null) throw new PlatformError('docker-unavailable', { happened: report.happened, fix: report.fix })
    return {
      runtime: swarmNodes.length > 0
        ? await openSwarm(swarmNodes, around, { dataDir, sessionId, openSlug: here.openSlug, image: containers.imageOf })
        : createDockerRuntime({ docker, dataDir, sessionId, openSlug: here.openSlug, image: containers.imageOf, isDirect: report.isDirect }),
      builds: createDockerBuildHost({
        docker, dataDir, sessionId, slugs: shelf, exportGit: git.exportGit, uploadPath: uploads.path, fetchBuildpack: here.fetchBuildpack,
        image: (stack) => containers.imageOf(buildStackOf(stack)), network: 'own', networkVariables: hostNetworkEnvironment(process.env),
      }),
    }
  }
}
