// The life of one dyno in a container: made, filled with its slug, run, removed. It reports; the engine decides.

import type Docker from 'dockerode'
import type { Container, ContainerCreateOptions, ContainerInspectInfo } from 'dockerode'
import type { DynoSink, DynoSpec } from '../../engine/ports/dyno-runtime.ts'
import { exitOf } from '../parts/exit-status.ts'
import type { AppNetworks } from './app-networks.ts'
import { endOfContainer } from './container-end.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import { containerOptions, imageOptions } from './container-options.ts'
import { statusOf, wordsOf } from './docker-error.ts'
import { createDynoLife, type Ended, type InputLine, type LiveDyno } from './dyno-life.ts'
import { configOf, imageIsGone, type ImageSlugs } from './images/image-slug.ts'
import type { Owner } from './labels.ts'
import type { PortNumbers } from './port-numbers.ts'
import type { Address, ReadyWatch } from './ready-watch.ts'
import { hostFromInside, seenFromInside, type ServiceDoors } from './service-doors.ts'
import type { SlugTars } from './slug-tars.ts'
import type { Undertaker } from './undertaker.ts'

export type DockerHouse = {
  readonly docker: Docker
  readonly owner: Owner
  readonly sink: DynoSink
  readonly slugs: SlugTars
  readonly imageSlugs: ImageSlugs
  readonly networks: AppNetworks
  readonly ports: PortNumbers
  readonly ready: ReadyWatch
  readonly undertaker: Undertaker
  /** A Docker that is gone for longer has lost its containers; in milliseconds. */
  lostAfterMs(): number
  /** Containers are reached at their own addresses: the engine is on this machine and not in a machine of its own. */
  readonly isDirect: boolean
  readonly doors: ServiceDoors
  image(stack: string): Promise<string>
}

export type End = Ended & { readonly failure: string | null }
/** The port that is watched, and the one that its program is told. */
export type PortPlace = { readonly port: number | null; readonly told: number | null }

const askAgainMs = 500

/** Its standard input is the connection itself. */
const plainInput: InputLine = { write: (stream, input) => stream.write(input), end: (stream) => stream.end() }

export function runDockerDyno(spec: DynoSpec, house: DockerHouse): LiveDyno {
  const { docker, isDirect } = house
  const { life, early, run, goOn } = createDynoLife(spec, house)
  const inside = seenFromInside(spec.env, spec.servicesIn ?? [])
  const told: DynoSpec = { ...spec, env: inside.env }

  async function attempt(place: PortPlace): Promise<End> {
    await house.undertaker.settled()
    const network = house.networks.hold(spec.appId)
    try {
      const container = await (spec.stack === containerStack ? ofImage(place, network) : ofSlug(place, network))
      const signal = early()
      if (signal !== null) return { ...exitOf(null, signal), failure: null }
      let facts: Promise<ContainerInspectInfo> | null = null
      const inspected = (): Promise<ContainerInspectInfo> => (facts ??= container.inspect())
      const exit = await run({
        docker, container, isDirect, input: plainInput, networkIsFixed: null,
        begin: () => container.start(), pid: () => inspected().then(pidOf), address: async () => addressOf(await inspected(), place.port ?? 0), end: () => endOf(container),
      })
      return { ...exit, failure: null }
    } finally {
      await house.undertaker.bury(spec.id)
      house.networks.letGo(spec.appId)
    }
  }

  /** The stack's image, and the slug copied into it. */
  async function ofSlug(place: PortPlace, held: Promise<string>): Promise<Container> {
    const archive = house.slugs.read(spec.slugId)
    try {
      const [network, image, hosts] = await Promise.all([held, house.image(spec.stack), reachServices(held), archive])
      const container = await create(containerOptions(told, { image, network, owner: house.owner, hosts, ...place }), `The stack's image ${image} is not in Docker any more. Make or fetch it again, then restart the dyno.`)
      await container.putArchive(await archive, { path: '/' })
      return container
    } finally {
      await archive.then((file) => file.destroy(), () => {})
    }
  }

  /** An image of the app's own. */
  async function ofImage(place: PortPlace, held: Promise<string>): Promise<Container> {
    const [network, image, hosts] = await Promise.all([held, house.imageSlugs.imageOf(spec.slugId, spec.type), reachServices(held)])
    const says = await configOf(docker, image)
    return create(imageOptions(told, { image, network, owner: house.owner, hosts, ...place }, says), imageIsGone(image))
  }

  /** Lines for its /etc/hosts, by which it finds the add-ons of this machine. */
  async function reachServices(held: Promise<string>): Promise<readonly string[]> {
    if (inside.ports.length + inside.udpPorts.length === 0) return []
    await held
    const gateway = isDirect ? await house.networks.gateway(spec.appId) : null
    if (gateway === null) return [`${hostFromInside}:host-gateway`]
    await house.doors.open(gateway, inside)
    return [`${hostFromInside}:${gateway}`]
  }

  /** A name that is taken is done without. */
  async function create({ name, ...options }: ContainerCreateOptions, whenGone: string): Promise<Container> {
    try {
      return await docker.createContainer({ name, ...options }).catch((error: unknown) => {
        if (statusOf(error) !== 409) throw error
        return docker.createContainer(options)
      })
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      throw new Error(whenGone, { cause: error })
    }
  }

  /** Behind a virtual machine its number is none of this machine's. */
  const pidOf = ({ State: state }: ContainerInspectInfo): number | null => (isDirect && state.Pid > 0 ? state.Pid : null)

  /** Its own, as long as it runs. */
  function addressOf(inspected: ContainerInspectInfo, port: number): Address {
    const own = Object.values(inspected.NetworkSettings.Networks)[0]?.IPAddress ?? ''
    if (isDirect && own !== '') return { host: own, port }
    return { host: '127.0.0.1', port: publishedPort(inspected, port) }
  }

  /** Asks again when Docker was away: it may be restarting, and its containers with it or not. */
  async function endOf(container: Container): Promise<number> {
    for (let awaySince: number | null = null; ;) {
      try {
        if (awaySince !== null) await goOn(container)
        awaySince = null
        return await endOfContainer(docker, container.id)
      } catch (error) {
        if (statusOf(error) === 404) throw new Error('The container was removed by somebody else.', { cause: error })
        awaySince ??= performance.now()
        if (performance.now() - awaySince > house.lostAfterMs()) throw new Error('Docker was not reached for half a minute, so the dyno counts as lost.', { cause: error })
        await new Promise((resolve) => setTimeout(resolve, askAgainMs))
      }
    }
  }

  // A turn later: nothing is observed of a start before it has returned.
  return { ...life, ended: Promise.resolve().then(() => observeWhole(spec, house, attempt)) }
}

/** One attempt, and its end observed, whatever it comes to. */
export async function observeWhole(spec: DynoSpec, { ports, sink }: { readonly ports: PortNumbers; readonly sink: DynoSink }, attempt: (place: PortPlace) => Promise<End>): Promise<void> {
  const port = spec.wantsPort ? ports.take() : null
  const told = port !== null && spec.launch?.isDeaf === true ? ports.take() : port
  const end = await attempt({ port, told }).catch((error: unknown): End => ({ exitStatus: null, signal: null, failure: wordsOf(error) }))
  for (const taken of new Set([port, told])) if (taken !== null) ports.giveBack(taken)
  sink.observed({ kind: 'exited', dynoId: spec.id, ...end })
}

export function publishedPort({ NetworkSettings: network }: ContainerInspectInfo, port: number): number {
  const published = Number(network.Ports[`${port}/tcp`]?.[0]?.HostPort ?? 0)
  return published > 0 ? published : port
}
