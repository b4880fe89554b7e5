// The DynoRuntime whose dynos are services of a Docker swarm: on whatever machine swarm puts them. Managers and nodes are engines like
// any other; what was made there is known by its labels, and nothing else is touched.

import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type Docker from 'dockerode'
import type { DynoSink, DynoSpec } from '../../../engine/ports/dyno-runtime.ts'
import { answersFor } from '../answers-for.ts'
import { createAppNetworks } from '../app-networks.ts'
import { statusOf } from '../docker-error.ts'
import type { DockerRuntime } from '../docker-runtime.ts'
import { createDynoTable } from '../dyno-table.ts'
import { createImageSlugs } from '../images/image-slug.ts'
import { createKeptImages } from '../images/kept-images.ts'
import { filterOf } from '../labels.ts'
import { createOomWatch } from '../oom-watch.ts'
import { createPortNumbers } from '../port-numbers.ts'
import { createReadyWatch } from '../ready-watch.ts'
import { createSlugTars, type OpenSlug } from '../slug-tars.ts'
import { createSwarmView, isOver, type Node, type Task } from './swarm-view.ts'
import { runSwarmDyno, type SwarmHouse } from './swarm-dyno.ts'
import { createSwarmNodes } from './swarm-nodes.ts'

export type SwarmRuntimeOptions = {
  /** The engine of a manager of the swarm. */
  readonly manager: Docker
  /** The engines of all nodes that dynos may run on, in any order. */
  readonly nodes: readonly Docker[]
  readonly dataDir: string
  /** Of this run of the engine. */
  readonly sessionId: string
  /** Unpacks a slug into an empty folder. */
  readonly openSlug: OpenSlug
  /** The stack's image on the manager's engine; rejects in words when there is none. */
  image(stack: string): Promise<string>
  /** Of Swarm's placement, e.g. `node.labels.zone==a` for the zone of the dyno's virtual host. None when left out. */
  readonly constraints?: (spec: DynoSpec) => readonly string[]
  readonly sampleEveryMs?: number
}

/** When neither the node nor a manager is heard for longer, nobody knows of the dyno any more. */
const lostAfterMs = 30_000
const lostWhileStoppingMs = 2000
/** Docker's proxy on a node takes connections to a published port also when nobody listens behind it. */
const staysOpenMs = 150
/** Swarm's own, on the containers of its tasks. */
const ofTask = 'com.docker.swarm.task.id'
/** A node that was told to begin and then to leave it needs a third of that. */
const clearedWithinMs = 60_000
const lookAgainMs = 200

export function createSwarmRuntime(options: SwarmRuntimeOptions): DockerRuntime {
  const { manager } = options
  mkdirSync(options.dataDir, { recursive: true })
  const data = realpathSync(options.dataDir)
  const owner = { data, session: options.sessionId }
  const mark = createHash('sha256').update(data).digest('hex').slice(0, 8)
  const slugs = createSlugTars(join(data, 'swarm-slugs'), options.openSlug)
  const imageSlugs = createImageSlugs(join(data, 'swarm-slugs'), options.openSlug)
  const kept = createKeptImages(manager, data)
  const networks = createAppNetworks(manager, owner, `${mark}-swarm`, { driver: 'overlay' })
  const nodes = createSwarmNodes(manager, options.nodes)
  const view = createSwarmView(manager, data)
  /** Services that could not be removed, as no manager answered. */
  const owed = new Set<string>()
  let hasLeftovers = false
  let paying: Promise<void> | null = null
  let isStopping = false
  let sink: DynoSink | null = null

  const house: SwarmHouse = {
    manager, nodes, view, owner, mark, slugs, imageSlugs, networks, ports: createPortNumbers(), ready: createReadyWatch(staysOpenMs), image: options.image,
    constraints: options.constraints ?? (() => []), lostAfterMs: () => (isStopping ? lostWhileStoppingMs : lostAfterMs), settled, remove,
    sink: { observed: (observation) => sink?.observed(observation), output: (output) => sink?.output(output) },
  }
  const { ranOut, end, ...table } = createDynoTable((spec) => runSwarmDyno(spec, house), house.sink.observed, options.sampleEveryMs)
  const oom = options.nodes.map((engine) => createOomWatch(engine, data, ranOut))

  /** Of this data folder, whoever made them. What is on a lost node is removed by swarm itself when the node is back. */
  async function removeAll(): Promise<number> {
    const running = (await liveTasks()).length
    for (const { ID } of await manager.listServices({ filters: filterOf(data) })) await manager.getService(ID).remove().catch(unlessGone)
    await until(async () => {
      for (const engine of await nodes.there()) {
        for (const { Id } of await engine.listContainers({ all: true, filters: { label: [...filterOf(data).label, ofTask] } })) await engine.getContainer(Id).remove({ force: true, v: true }).catch(unlessGone)
      }
      return (await liveTasks()).length === 0
    })
    await until(async () => {
      await networks.clear()
      return (await manager.listNetworks({ filters: { driver: ['overlay'], ...filterOf(data) } })).length === 0
    })
    await slugs.clear()
    return running
  }

  async function remove(serviceId: string): Promise<void> {
    owed.add(serviceId)
    await manager.getService(serviceId).remove().catch(unlessGone)
    owed.delete(serviceId)
  }

  async function pay(): Promise<void> {
    if (hasLeftovers) await removeAll()
    hasLeftovers = false
    for (const serviceId of owed) await remove(serviceId)
  }

  /** Nothing is left that should be gone: no dyno runs twice. Rejects while that can not be said. */
  function settled(): Promise<void> {
    if (owed.size === 0 && !hasLeftovers) return Promise.resolve()
    paying ??= pay().finally(() => (paying = null))
    return paying
  }

  async function liveTasks(): Promise<readonly Task[]> {
    const [tasks, all] = (await Promise.all([manager.listTasks({ filters: filterOf(data) }), manager.listNodes()])) as [Task[], Node[]]
    const lost = new Set(all.filter(({ Status }) => Status.State === 'down').map(({ ID }) => ID))
    return tasks.filter((task) => !isOver(task) && !lost.has(task.NodeID ?? ''))
  }

  return {
    kind: 'docker',
    ready: (kind) => answersFor(kind, manager),
    forgetSlug: async (slugId) => void (await Promise.all([slugs.drop(slugId), kept.forget(slugId)])),
    connect: (given) => (sink = given),
    recover: async () => {
      try {
        return await removeAll()
      } catch {
        hasLeftovers = true
        return 0
      }
    },
    ...table,
    stop: async () => {
      isStopping = true
      kept.stop()
      for (const watch of oom) watch.stop()
      await end()
      view.stop()
      // With the swarm away there is nothing to be done: the next start will.
      await removeAll().catch(() => {})
    },
  }
}

function unlessGone(error: unknown): void {
  // 409: somebody else is removing it.
  if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const limit = performance.now() + clearedWithinMs; ;) {
    if (await condition()) return
    if (performance.now() > limit) throw new Error('The swarm still holds what was removed.')
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
  }
}
