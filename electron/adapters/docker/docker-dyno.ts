// The life of one dyno in a container: made, filled with its slug, attached to, started, watched, removed. It reports; the engine
// decides.

import type Docker from 'dockerode'
import type { Container, ContainerCreateOptions, ContainerInspectInfo } from 'dockerode'
import type { Duplex } from 'node:stream'
import type { DynoSignal, DynoSink, DynoSpec, DynoTrouble, ExecSpec, Relief } from '../../engine/ports/dyno-runtime.ts'
import { exitOf, signalName, type Exit } from '../parts/exit-status.ts'
import type { AppNetworks } from './app-networks.ts'
import { createAttachedOutput } from './attached-output.ts'
import { endOfContainer } from './container-end.ts'
import { containerOptions, memoryLimit } from './container-options.ts'
import { statusOf, wordsOf } from './docker-error.ts'
import { startDockerExec, type DockerExec } from './docker-exec.ts'
import { createDockerTroubles, type DockerTroubles } from './docker-troubles.ts'
import type { Owner } from './labels.ts'
import type { PortNumbers } from './port-numbers.ts'
import type { ReadyWatch } from './ready-watch.ts'
import type { SlugTars } from './slug-tars.ts'
import type { Undertaker } from './undertaker.ts'

export type DockerHouse = {
  readonly docker: Docker
  readonly owner: Owner
  readonly sink: DynoSink
  readonly slugs: SlugTars
  readonly networks: AppNetworks
  readonly ports: PortNumbers
  readonly ready: ReadyWatch
  readonly undertaker: Undertaker
  /** A Docker that is gone for longer has lost its containers; in milliseconds. */
  lostAfterMs(): number
  /** Containers are reached at their own addresses: the engine is on this machine and not in a machine of its own. */
  readonly isDirect: boolean
  image(stack: string): Promise<string>
}

export type DockerDyno = {
  signal(signal: DynoSignal): void
  exec(spec: ExecSpec): Promise<DockerExec>
  afflict(leaseId: string, trouble: DynoTrouble): Promise<readonly string[]>
  relieve(leaseId: string): Promise<Relief>
  write(text: string): void
  resize(columns: number, rows: number): void
  /** The kernel ended a process in it, as its container is out of memory. */
  ranOut(): void
  /** Null before it was launched and after it ended. */
  container(): Container | null
  /** After its exit was observed. */
  readonly ended: Promise<void>
}

type End = Exit & { readonly failure: string | null; readonly outOfMemoryBytes?: number }
type Place = { readonly port: number | null; readonly told: number | null }

/** End of input, as a terminal's Ctrl-D. */
const endOfInput = '\u0004'
const askAgainMs = 500

export function runDockerDyno(spec: DynoSpec, house: DockerHouse): DockerDyno {
  const { docker, sink } = house
  const raw = spec.attached || spec.terminal !== null
  let running: Container | null = null
  let early: DynoSignal | null = null
  /** Docker was away when it should have been sent. */
  let unsent: DynoSignal | null = null
  let hasRunOut = false
  let troubles: DockerTroubles | null = null
  const output = createAttachedOutput({ dynoId: spec.id, isRaw: raw, isTerminal: spec.terminal !== null }, sink.output)

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
    await house.undertaker.settled()
    const archive = house.slugs.read(spec.slugId)
    try {
      const [network, image] = await Promise.all([house.networks.of(spec.appId), house.image(spec.stack), archive])
      const container = await create(image, containerOptions(spec, { image, network, owner: house.owner, ...place }))
      await container.putArchive(await archive, { path: '/' })
      return early === null ? { ...(await run(container, place)), failure: null } : { ...exitOf(null, early), failure: null }
    } finally {
      running = null
      await archive.then((file) => file.destroy(), () => {})
      await house.undertaker.bury(spec.id)
    }
  }

  /** A name that is taken is done without. */
  async function create(image: string, { name, ...options }: ContainerCreateOptions): Promise<Container> {
    try {
      return await docker.createContainer({ name, ...options }).catch((error: unknown) => {
        if (statusOf(error) !== 409) throw error
        return docker.createContainer(options)
      })
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      throw new Error(`The stack's image ${image} is not in Docker any more. Make or fetch it again, then restart the dyno.`, { cause: error })
    }
  }

  async function run(container: Container, place: Place): Promise<Omit<End, 'failure'>> {
    await attach(container)
    await container.start()
    if (spec.terminal !== null) await container.resize({ w: spec.terminal.columns, h: spec.terminal.rows }).catch(() => {})
    running = container
    troubles = createDockerTroubles(spec.name, docker, container, house.isDirect)
    const doom = createDoom(spec.launch?.crashAfterMs, () => kill(container, 'SIGKILL'))
    const forget = await announce(container, place, doom.begin)
    try {
      const exit = exitOfStatus(await endOf(container))
      return (await endedForMemory(container, exit)) ? { ...exit, outOfMemoryBytes: memoryLimit(spec) } : doom.outcome(exit)
    } finally {
      running = null
      doom.cancel()
      forget()
      troubles.end()
      await output.end()
    }
  }

  async function attach(container: Container): Promise<void> {
    output.read((await container.attach({ stream: true, stdout: true, stderr: true, stdin: raw, hijack: true })) as Duplex)
  }

  async function endedForMemory(container: Container, { signal }: Exit): Promise<boolean> {
    if (hasRunOut || signal !== 'SIGKILL') return hasRunOut
    const isSo = async (): Promise<boolean> => (await container.inspect()).State.OOMKilled
    return isSo().catch(() => false)
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

  /** Asks again when Docker was away: it may be restarting, and its containers with it or not. */
  async function endOf(container: Container): Promise<number> {
    for (let awaySince: number | null = null; ;) {
      try {
        if (awaySince !== null) await goOnWith(container)
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

  /** Docker is there again. What a container that ran on said meanwhile waits in its pipe, but for what Docker read before us. */
  async function goOnWith(container: Container): Promise<void> {
    const { State: state } = await container.inspect()
    if (!state.Running) return
    if (output.stream() === null) await attach(container)
    if (unsent !== null) kill(container, unsent)
    unsent = null
  }

  function kill(container: Container, name: DynoSignal): void {
    container.kill({ signal: name }).catch((error: unknown) => {
      if (statusOf(error) === 0 && unsent !== 'SIGKILL') unsent = name
    })
  }

  function signal(name: DynoSignal): void {
    if (name === 'SIGTERM' && spec.launch?.ignoresTerm === true) return
    if (running === null) early ??= name
    else kill(running, name)
  }

  function afflict(leaseId: string, trouble: DynoTrouble): Promise<readonly string[]> {
    if (troubles === null || running === null) return Promise.reject(new Error(troubles === null ? `${spec.name} is only being prepared. Try again when it runs.` : `${spec.name} ended at this moment.`))
    if (trouble.kind === 'signal' && trouble.signal === 'SIGTERM' && spec.launch?.ignoresTerm === true) {
      return Promise.resolve([`${spec.name}: SIGTERM did not reach it, as another fault keeps that from it.`])
    }
    return troubles.afflict(leaseId, trouble)
  }

  async function exec(wanted: ExecSpec): Promise<DockerExec> {
    if (running === null) throw new Error(troubles === null ? `${spec.name} is only being prepared. Try again when it runs.` : `${spec.name} ended at this moment.`)
    return startDockerExec(wanted, docker, running, sink, exitOfStatus)
  }

  return {
    signal, afflict, exec,
    relieve: (leaseId) => troubles?.relieve(leaseId) ?? Promise.resolve({ restored: [], residue: [] }),
    write: (text) => {
      const stream = output.stream()
      if (stream === null || running === null) return
      if (text === endOfInput && spec.terminal === null) stream.end()
      else if (stream.writable) stream.write(text)
    },
    resize: (columns, rows) => void running?.resize({ w: columns, h: rows }).catch(() => {}),
    ranOut: () => {
      if (running === null || hasRunOut) return
      hasRunOut = true
      kill(running, 'SIGKILL')
    },
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
