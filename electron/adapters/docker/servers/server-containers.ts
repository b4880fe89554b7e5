// The ServerContainers on Docker: names, volumes and the network of servers, and what an earlier engine left of them.

import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import type Docker from 'dockerode'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { ServerContainer, ServerContainers, ServerOrder } from '../../parts/server-containers.ts'
import { createAppNetworks, type AppNetworks } from '../app-networks.ts'
import type { Connection } from '../connect.ts'
import { endOfContainer } from '../container-end.ts'
import { dockerFailed, statusOf } from '../docker-error.ts'
import { filterOf, labelNames, labelsOf, type Owner } from '../labels.ts'
import { createServiceDoors, hostFromInside } from '../service-doors.ts'
import { within } from '../within.ts'
import { onBench } from './bench.ts'
import { bringPostgresImage, findPostgresImage, type PostgresImageNeeds } from './postgres-image.ts'
import { removeContainer } from './remove-container.ts'
import { startServer } from './server-container.ts'

export type ServerContainersOptions = Pick<PostgresImageNeeds, 'programs' | 'base'> & {
  readonly dataDir: string
  /** Of this run of the engine. */
  readonly sessionId: string
  /** Looked for whenever it is needed; it may come later, or never. */
  connection(): Promise<Connection>
}

const networkOf = 'servers'
const properEndMs = 20_000

export function createServerContainers(options: ServerContainersOptions): ServerContainers {
  mkdirSync(options.dataDir, { recursive: true })
  const data = realpathSync(options.dataDir)
  const owner: Owner = { data, session: options.sessionId }
  const mark = createHash('sha256').update(data).digest('hex').slice(0, 8)
  const nameOf = (id: string): string => `dynarium-${mark}-${id}`
  const doors = createServiceDoors()
  let networks: AppNetworks | null = null
  let gateway: string | null = null
  let reached: readonly number[] = []
  let bringing: ReturnType<ServerContainers['bringImage']> | null = null

  async function reachDocker(): Promise<Extract<Connection, { docker: Docker }>> {
    const connection = await options.connection()
    if (connection.docker === null) throw new PlatformError('docker-unavailable', { happened: connection.report.happened, fix: connection.report.fix })
    return connection
  }

  /** Rejects in words. */
  async function ask<T>(what: string, work: (docker: Docker) => Promise<T>): Promise<T> {
    const { docker } = await reachDocker()
    return work(docker).catch((error: unknown) => {
      throw dockerFailed(what, error)
    })
  }

  async function start(order: ServerOrder): Promise<ServerContainer> {
    const { docker, report } = await reachDocker()
    networks ??= createAppNetworks(docker, owner, mark, { isForServers: true, left: leave })
    const held = networks
    const network = held.hold(networkOf)
    try {
      const name = await network
      gateway = report.isDirect ? await held.gateway(networkOf) : null
      if (gateway !== null) await doors.open(gateway, { ports: reached, udpPorts: [] })
      await endOne(docker, order.id)
      const container = await startServer(docker, order, { name: nameOf(order.id), volume: nameOf(order.id), network: name, hosts: [`${hostFromInside}:${gateway ?? 'host-gateway'}`], owner })
      void container.over.then(() => held.letGo(networkOf))
      return container
    } catch (error) {
      held.letGo(networkOf)
      throw dockerFailed(`Starting the server ${order.id}`, error)
    }
  }

  function leave(left: string): void {
    doors.close(left)
    if (gateway === left) gateway = null
  }

  async function reach(ports: readonly number[]): Promise<void> {
    reached = [...new Set(ports)]
    if (gateway === null) return
    doors.close(gateway, reached)
    await doors.open(gateway, { ports: reached, udpPorts: [] })
  }

  /** One that is left from before, of that server. Says whether it ran. */
  async function endOne(docker: Docker, id: string): Promise<boolean> {
    const found = await docker.listContainers({ all: true, filters: { label: [...filterOf(data).label, `${labelNames.server}=${id}`] } })
    const all = await Promise.all(found.map(async ({ Id, State }) => {
      const container = docker.getContainer(Id)
      if (State === 'paused') await container.unpause().catch(() => {})
      if (State === 'paused' || State === 'running') await stopProperly(docker, container).catch(() => {})
      await removeContainer(docker, Id)
      return State === 'paused' || State === 'running'
    }))
    return all.includes(true)
  }

  return {
    hostName: hostFromInside,
    engine: async () => {
      const { report } = await reachDocker()
      return `${report.engine} ${report.version}`
    },
    image: () => ask('Looking for the image of PostgreSQL', findPostgresImage),
    bringImage: () => bringing ??= ask('Bringing the image of PostgreSQL', (docker) => bringPostgresImage(docker, { data, programs: options.programs, base: options.base })).finally(() => (bringing = null)),
    start, reach,
    onBench: (order, work) => ask('Work on the data of a server', (docker) => onBench(docker, owner, nameOf, order, work)),
    makeVolume: (id) => ask('Making a volume', async (docker) => {
      await removeVolume(docker, nameOf(id))
      await docker.createVolume({ Name: nameOf(id), Labels: labelsOf(owner, { server: id }) })
    }),
    hasVolume: (id) => ask('Looking for a volume', (docker) => docker.getVolume(nameOf(id)).inspect().then(() => true, (error: unknown) => {
      if (statusOf(error) === 404) return false
      throw error
    })),
    removeVolume: (id) => ask('Removing a volume', async (docker) => {
      await endOne(docker, id)
      await removeVolume(docker, nameOf(id))
    }),
    endLeftovers: () => ask('Ending servers', async (docker) => {
      const found = (await docker.listContainers({ all: true, filters: filterOf(data) })).filter(({ Labels }) => Labels[labelNames.server] !== undefined)
      const ids = [...new Set(found.map(({ Labels }) => Labels[labelNames.server] ?? ''))]
      const ended = await Promise.all(ids.map(async (id) => ((await endOne(docker, id)) ? [id] : [])))
      return ended.flat()
    }),
    close: async () => {
      await doors.stop()
      await networks?.clear().catch(() => {})
    },
  }
}

async function stopProperly(docker: Docker, container: Docker.Container): Promise<void> {
  const over = endOfContainer(docker, container.id)
  over.catch(() => {})
  await container.kill({ signal: 'SIGINT' })
  await within(properEndMs, over)
}

async function removeVolume(docker: Docker, name: string): Promise<void> {
  await docker.getVolume(name).remove().catch((error: unknown) => {
    if (statusOf(error) !== 404) throw error
  })
}
