// The life of one dyno in a container: made, filled with its slug, attached to, started, watched, removed. It reports; the engine
// decides.

import type Docker from 'dockerode'
import type { Container, ContainerCreateOptions, ContainerInspectInfo } from 'dockerode'
import { StringDecoder } from 'node:string_decoder'
import type { Duplex } from 'node:stream'
import type { DynoSignal, DynoSink, DynoSpec, DynoTrouble, Relief } from '../../engine/ports/dyno-runtime.ts'
import { exitOf, signalName, type Exit } from '../parts/exit-status.ts'
import { createLinePump } from '../parts/line-pump.ts'
import { createPace } from '../parts/pace.ts'
import type { AppNetworks } from './app-networks.ts'
import { containerOptions } from './container-options.ts'
import { statusOf, wordsOf } from './docker-error.ts'
import { createDockerTroubles, type DockerTroubles } from './docker-troubles.ts'
import { createFrameReader } from './frames.ts'
import type { Owner } from './labels.ts'
import type { PortNumbers } from './port-numbers.ts'
import type { ReadyWatch } from './ready-watch.ts'
import type { SlugTars } from './slug-tars.ts'

export type DockerHouse = {
  readonly docker: Docker
  readonly owner: Owner
  readonly sink: DynoSink
  readonly slugs: SlugTars
  readonly networks: AppNetworks
  readonly ports: PortNumbers
  readonly ready: ReadyWatch
  /** Containers are reached at their own addresses: the engine is on this machine and not in a machine of its own. */
  readonly isDirect: boolean
  image(stack: string): Promise<string>
}

export type DockerDyno = {
  signal(signal: DynoSignal): void
  afflict(leaseId: string, trouble: DynoTrouble): Promise<readonly string[]>
  relieve(leaseId: string): Promise<Relief>
  write(text: string): void
  resize(columns: number, rows: number): void
  /** Null before it was launched and after it ended. */
  container(): Container | null
  /** After its exit was observed. */
  readonly ended: Promise<void>
}

type End = Exit & { readonly failure: string | null }
type Place = { readonly port: number | null; readonly told: number | null }

/** End of input, as a terminal's Ctrl-D. */
const endOfInput = '\u0004'
/** How long the rest of the output of an ended dyno is waited for. */
const drainMs = 1000
const askAgainMs = 500
/** A Docker that is gone for longer has lost its containers. */
const lostAfterMs = 30_000

export function runDockerDyno(spec: DynoSpec, house: DockerHouse): DockerDyno {
  const { docker, sink } = house
  const raw = spec.attached || spec.terminal !== null
  let running: Container | null = null
  let stream: Duplex | null = null
  let early: DynoSignal | null = null
  let troubles: DockerTroubles | null = null

  async function live(): Promise<void> {
    const place = placeOf()
    const end = await attempt(place).catch((error: unknown): End => ({ exitStatus: null, signal: null, failure: wordsOf(error) }))
    for (const port of new Set([place.port, place.told])) if (port !== null) house.ports.giveBack(port)
    sink.observed({ kind: 'exited', dynoId: spec.id, ...end })
  }

  function placeOf(): Place {
    if (!spec.wantsPort) return { port: null, told: null }
    const port = house.ports.take()
    return { port, told: spec.launch?.isDeaf === true ? house.ports.take() : port }
  }

  async function attempt(place: Place): Promise<End> {
    const [archive, network, image] = await Promise.all([house.slugs.read(spec.slugId), house.networks.of(spec.appId), house.image(spec.stack)])
    const container = await create(containerOptions(spec, { image, network, owner: house.owner, ...place }))
    try {
      await container.putArchive(archive, { path: '/' })
      if (early !== null) return { ...exitOf(null, early), failure: null }
      return { ...(await run(container, place)), failure: null }
    } finally {
      running = null
      await container.remove({ force: true, v: true }).catch(() => {})
    }
  }

  /** A name that is taken is done without. */
  async function create({ name, ...options }: ContainerCreateOptions): Promise<Container> {
    return docker.createContainer({ name, ...options }).catch((error: unknown) => {
      if (statusOf(error) !== 409) throw error
      return docker.createContainer(options)
    })
  }

  async function run(container: Container, place: Place): Promise<Exit> {
    const attached = (await container.attach({ stream: true, stdout: true, stderr: true, stdin: raw, hijack: true })) as Duplex
    stream = attached
    const output = passOn(attached)
    await container.start()
    if (spec.terminal !== null) await container.resize({ w: spec.terminal.columns, h: spec.terminal.rows }).catch(() => {})
    running = container
    troubles = createDockerTroubles(spec.name, docker, container)
    const doom = createDoom(spec.launch?.crashAfterMs, () => void container.kill({ signal: 'SIGKILL' }).catch(() => {}))
    const forget = await announce(container, place, doom.begin)
    const status = await endOf(container)
    running = null
    doom.cancel()
    forget()
    troubles.end()
    output.release()
    await Promise.race([output.drained, new Promise((resolve) => setTimeout(resolve, drainMs))])
    attached.destroy()
    output.end()
    return doom.outcome(exitOfStatus(status))
  }

  async function announce(container: Container, { port }: Place, ready: () => void): Promise<() => void> {
    const { NetworkSettings: network, State: state } = await container.inspect()
    const address = port === null ? null : addressIn(network, port)
    // Behind a virtual machine its number is none of this machine's.
    sink.observed({ kind: 'launched', dynoId: spec.id, pid: house.isDirect && state.Pid > 0 ? state.Pid : null, address })
    if (early !== null) signal(early)
    if (address === null) {
      ready()
      return () => {}
    }
    return house.ready.watch(address, () => {
      if (running === null) return
      sink.observed({ kind: 'listening', dynoId: spec.id })
      ready()
    })
  }

  function addressIn(network: ContainerInspectInfo['NetworkSettings'], port: number): { host: string; port: number } {
    const own = Object.values(network.Networks)[0]?.IPAddress ?? ''
    if (house.isDirect && own !== '') return { host: own, port }
    const published = Number(network.Ports[`${port}/tcp`]?.[0]?.HostPort ?? 0)
    return { host: '127.0.0.1', port: published > 0 ? published : port }
  }

  /** Asks again when Docker was away: it may be restarting, and its containers with it. */
  async function endOf(container: Container): Promise<number> {
    for (const limit = performance.now() + lostAfterMs; ;) {
      try {
        const { StatusCode: status } = (await container.wait()) as { StatusCode: number }
        return status
      } catch (error) {
        if (statusOf(error) === 404) throw new Error('The container was removed by somebody else.', { cause: error })
        if (performance.now() > limit) throw new Error('Docker was not reached for half a minute, so the dyno counts as lost.', { cause: error })
        await new Promise((resolve) => setTimeout(resolve, askAgainMs))
      }
    }
  }

  function passOn(attached: Duplex): { readonly drained: Promise<void>; release(): void; end(): void } {
    const pump = raw
      ? createRawPump((text) => sink.output({ dynoId: spec.id, kind: 'raw', lines: [text], dropped: 0 }))
      : createLinePump({ emit: (lines, dropped) => sink.output({ dynoId: spec.id, kind: 'lines', lines, dropped }) })
    const pace = createPace(attached)
    const read = spec.terminal === null ? createFrameReader(pump.take) : pump.take
    const drained = new Promise<void>((settle) => attached.once('close', settle).once('end', settle))
    attached.on('error', () => {})
    attached.on('data', (chunk: Buffer) => {
      read(chunk)
      pace.took(chunk.length)
    })
    return { drained, release: pace.release, end: pump.end }
  }

  function signal(name: DynoSignal): void {
    if (name === 'SIGTERM' && spec.launch?.ignoresTerm === true) return
    if (running === null) early ??= name
    else void running.kill({ signal: name }).catch(() => {})
  }

  function afflict(leaseId: string, trouble: DynoTrouble): Promise<readonly string[]> {
    if (troubles === null || running === null) return Promise.reject(new Error(troubles === null ? `${spec.name} is only being prepared. Try again when it runs.` : `${spec.name} ended at this moment.`))
    if (trouble.kind === 'signal' && trouble.signal === 'SIGTERM' && spec.launch?.ignoresTerm === true) {
      return Promise.resolve([`${spec.name}: SIGTERM did not reach it, as another fault keeps that from it.`])
    }
    return troubles.afflict(leaseId, trouble)
  }

  return {
    signal, afflict,
    relieve: (leaseId) => troubles?.relieve(leaseId) ?? Promise.resolve({ restored: [], residue: [] }),
    write: (text) => {
      if (stream === null || running === null) return
      if (text === endOfInput && spec.terminal === null) stream.end()
      else if (stream.writable) stream.write(text)
    },
    resize: (columns, rows) => void running?.resize({ w: columns, h: rows }).catch(() => {}),
    container: () => running,
    // A turn later: nothing is observed of a start before it has returned.
    ended: Promise.resolve().then(live),
  }
}

/** A program that ended by a signal shows as 128 and its number: the init in front of it tells it so. */
function exitOfStatus(status: number): Exit {
  const signal = status > 128 ? signalName(status - 128) : null
  return { exitStatus: status, signal }
}

/** A crash on time: what is killed then is told as the failure of a program, status 1. */
function createDoom(afterMs: number | undefined, kill: () => void): { begin(): void; outcome(exit: Exit): Exit; cancel(): void } {
  let timer: NodeJS.Timeout | null = null
  let hasCome = false
  return {
    begin: () => {
      if (afterMs === undefined || timer !== null) return
      timer = setTimeout(() => {
        hasCome = true
        kill()
      }, afterMs)
    },
    outcome: (exit) => (hasCome && exit.signal === 'SIGKILL' ? { exitStatus: 1, signal: null } : exit),
    cancel: () => timer !== null && clearTimeout(timer),
  }
}

/** Nothing is dropped for an attached reader: its program waits instead. Characters are never cut. */
function createRawPump(emit: (text: string) => void): { take(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8')
  const pass = (text: string): void => {
    if (text !== '') emit(text)
  }
  return { take: (chunk) => pass(decoder.write(chunk)), end: () => pass(decoder.end()) }
}
