// The life of one dyno in a swarm: a service is made, swarm places its task, the task's container is filled on its node and run, and
// the service is removed. It reports; the engine decides.

import type Docker from 'dockerode'
import type { Container, Service } from 'dockerode'
import type { ReadStream } from 'node:fs'
import { constants } from 'node:os'
import type { DynoSink, DynoSpec } from '../../../engine/ports/dyno-runtime.ts'
import { containerStack } from '../../../../shared/domain/stacks.ts'
import { exitOf } from '../../parts/exit-status.ts'
import type { AppNetworks } from '../app-networks.ts'
import { observeWhole, publishedPort, type End, type PortPlace } from '../docker-dyno.ts'
import { endOfContainer } from '../container-end.ts'
import { statusOf } from '../docker-error.ts'
import { createDynoLife, type LiveDyno } from '../dyno-life.ts'
import { configOf, type ImageSlugs } from '../images/image-slug.ts'
import type { Owner } from '../labels.ts'
import type { PortNumbers } from '../port-numbers.ts'
import type { Address, ReadyWatch } from '../ready-watch.ts'
import type { SlugTars } from '../slug-tars.ts'
import { isOver, type Followed, type SwarmView, type Node, type Sight } from './swarm-view.ts'
import { serviceOptions } from './service-options.ts'
import { gateArchive, piecewiseInput } from './start-gate.ts'
import type { SwarmNodes } from './swarm-nodes.ts'
import { within } from '../within.ts'

export type SwarmHouse = {
  readonly manager: Docker
  readonly nodes: SwarmNodes
  readonly view: SwarmView
  readonly owner: Owner
  /** In the names of what it makes. */
  readonly mark: string
  readonly sink: DynoSink
  readonly slugs: SlugTars
  readonly imageSlugs: ImageSlugs
  readonly networks: AppNetworks
  readonly ports: PortNumbers
  readonly ready: ReadyWatch
  image(stack: string): Promise<string>
  /** Nothing is left that should be gone. Rejects while that can not be said. */
  settled(): Promise<void>
  /** Removes a service; when no manager answers, before anything new starts. */
  remove(serviceId: string): Promise<void>
  /** A dyno of which neither its node nor a manager is heard for longer is lost; in milliseconds. */
  lostAfterMs(): number
  constraints(spec: DynoSpec): readonly string[]
}

/** Where its task runs. */
type Placed = { readonly node: Node; readonly containerId: string }
type Known = { readonly node: Node; readonly awaySince: number | null; readonly lostAfterMs: number; readonly isKilled: boolean }

const placingLookMs = 100
const runningLookMs = 500
const placedWithinMs = 60_000
const lookAgainMs = 2000
const answerWithinMs = 5000
/** A signal to a node that is away is lost. */
const killedWithinMs = 5000

export function runSwarmDyno(spec: DynoSpec, house: SwarmHouse): LiveDyno {
  const { manager, nodes, view } = house
  const { life, early, run, goOn } = createDynoLife(spec, house)
  let service: Service | null = null
  let isKilled = false
  let overdue: NodeJS.Timeout | null = null

  async function attempt(place: PortPlace): Promise<End> {
    await house.settled()
    const isImage = spec.stack === containerStack
    const archive = isImage ? null : await house.slugs.read(spec.slugId)
    const held = house.networks.hold(spec.appId)
    try {
      const wanted = isImage ? house.imageSlugs.imageOf(spec.slugId, spec.type) : house.image(spec.stack)
      const [says, { image, constraints }, network] = await Promise.all([isImage ? wanted.then((id) => configOf(manager, id)) : null, wanted.then(nodes.prepare), held])
      const name = `dynarium-${house.mark}-${spec.id}`.replace(/[^A-Za-z0-9-]/g, '-')
      service = await manager.createService(serviceOptions(spec, { name, image, says, network, owner: house.owner, constraints: [...constraints, ...house.constraints(spec)], ...place }))
      return await live(view.follow(service.id), place, archive)
    } finally {
      archive?.destroy()
      if (overdue !== null) clearTimeout(overdue)
      if (service !== null) await within(answerWithinMs, house.remove(service.id)).catch(() => {})
      house.networks.letGo(spec.appId)
    }
  }

  async function live(followed: Followed, place: PortPlace, archive: ReadStream | null): Promise<End> {
    try {
      const limit = performance.now() + placedWithinMs
      const placed = await followed.until(placingLookMs, (sight) => early() ?? placedOf(sight, limit))
      return typeof placed === 'string' ? { ...exitOf(null, placed), failure: null } : await liveOn(placed, followed, place, archive)
    } finally {
      followed.end()
    }
  }

  async function liveOn({ node, containerId }: Placed, followed: Followed, place: PortPlace, archive: ReadStream | null): Promise<End> {
    const docker = nodes.engineOf(node.ID)
    if (docker === undefined) throw new Error(`Swarm put it on ${nameOf(node)}, whose engine is at none of the addresses given.`)
    const container = docker.getContainer(containerId)
    const onNode = waitOn(docker, container, goOn)
    const told = followed.until(runningLookMs, (sight) => fateOf(sight, { node, awaySince: onNode.awaySince(), lostAfterMs: house.lostAfterMs(), isKilled }))
    let isLost = false
    told.catch(() => (isLost = true))
    /** Nothing that is asked of a node outlasts it. */
    const orLost = <T>(asked: Promise<T>): Promise<T> => Promise.race([asked, told.then(() => new Promise<never>(() => {}))])
    try {
      if (archive !== null) await orLost(container.putArchive(archive, { path: '/' }))
      const signal = early()
      if (signal !== null) return { ...exitOf(null, signal), failure: null }
      const exit = await orLost(run({
        docker, container, input: piecewiseInput, isDirect: false,
        networkIsFixed: 'swarm does not let containers that it made leave a network or come back.',
        begin: async () => void (await orLost(container.putArchive(gateArchive(), { path: '/' }))),
        pid: () => Promise.resolve(null), address: () => orLost(addressOf(container, node, place.port ?? 0)),
        end: () => Promise.race([onNode.status(), told]),
      }))
      return { ...exit, failure: null }
    } finally {
      onNode.stop()
      if (!isLost) await within(answerWithinMs, container.remove({ force: true, v: true })).catch(() => {})
    }
  }

  /** By way of the manager when the node's engine does not do it. */
  function kill(): void {
    isKilled = true
    overdue ??= setTimeout(() => service !== null && void house.remove(service.id).catch(() => {}), killedWithinMs)
  }

  return {
    ...life,
    signal: (name) => {
      if (name === 'SIGKILL') kill()
      life.signal(name)
    },
    // A turn later: nothing is observed of a start before it has returned.
    ended: Promise.resolve().then(() => observeWhole(spec, house, attempt)),
  }
}

const nameOf = ({ Description: { Hostname: name } }: Node): string => name

/** Null while swarm is at it. */
function placedOf({ task, node }: Sight, limit: number): Placed | null {
  if (task !== null) {
    const { State: state, Err: reason, ContainerStatus: status } = task.Status
    if (node?.Status.State === 'down') throw new Error(`${nameOf(node)} was lost when the dyno was to start on it.`)
    if (isOver(task)) throw new Error(`Swarm could not start it: ${reason ?? state}.`)
    const containerId = status?.ContainerID ?? ''
    if (state === 'running' && node !== null && containerId !== '') return { node, containerId }
  }
  if (performance.now() > limit) throw new Error(`Swarm has not started it within a minute: ${task?.Status.Err ?? task?.Status.State ?? 'no manager answers'}.`)
  return null
}

/** Its exit status, null while it goes on. Throws when it is lost. */
function fateOf({ task, node, heardAt }: Sight, { node: placedOn, awaySince, lostAfterMs, isKilled }: Known): number | null {
  const now = performance.now()
  if (awaySince !== null && now - Math.max(heardAt, awaySince) > lostAfterMs) throw new Error(`Neither ${nameOf(placedOn)} nor a manager of the swarm was reached for half a minute, so the dyno counts as lost.`)
  if (task === null) {
    if (isKilled) return 128 + constants.signals.SIGKILL
    throw new Error('Its service was removed from the swarm by somebody else.')
  }
  if (node === null || node.Status.State === 'down') throw new Error(`The node ${nameOf(placedOn)} was lost, and the dyno with it.`)
  const { State: state, Err: reason, ContainerStatus: status } = task.Status
  if (!isOver(task)) return null
  if (status?.ExitCode === undefined) throw new Error(`Swarm says that it is ${state}: ${reason ?? 'no reason is given'}.`)
  return status.ExitCode
}

async function addressOf(container: Container, { Status, ManagerStatus }: Node, port: number): Promise<Address> {
  const host = Status.Addr === '0.0.0.0' ? (ManagerStatus?.Addr ?? '').replace(/:\d+$/, '') : Status.Addr
  return { host, port: publishedPort(await container.inspect(), port) }
}

/**
 * Its status, from the engine of its node. That may be gone without a word in the middle of an answer, so it is looked at as well, and
 * listened to anew when it is back. Whether a node is lost the manager knows.
 */
function waitOn(docker: Docker, container: Container, goOn: (container: Container) => Promise<void>): { status(): Promise<number>; awaySince(): number | null; stop(): void } {
  let awaySince: number | null = null
  let timer: NodeJS.Timeout | null = null
  let isEnough = false

  const status = (): Promise<number> => new Promise((resolve, reject) => {
    // A connection that broke off is seen by the look.
    const listen = (): void => void endOfContainer(docker, container.id).then(resolve, () => {})
    const look = async (): Promise<void> => {
      try {
        const { State } = await within(answerWithinMs, container.inspect())
        if (!State.Running) return resolve(State.ExitCode)
        if (awaySince !== null) {
          await goOn(container)
          listen()
        }
        awaySince = null
      } catch (error) {
        if (statusOf(error) === 404) return reject(new Error('The container was removed by somebody else.', { cause: error }))
        awaySince ??= performance.now()
      }
      if (!isEnough) timer = setTimeout(() => void look(), lookAgainMs)
    }
    listen()
    void look()
  })

  return {
    status,
    awaySince: () => awaySince,
    stop: () => {
      isEnough = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
