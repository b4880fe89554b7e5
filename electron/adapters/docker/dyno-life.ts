// The life of a dyno whose container is made: attached to, begun, watched, troubled, ended. It is the same whoever made the container;
// what differs is how its program begins, where it is reached and who tells of its end.

import type Docker from 'dockerode'
import type { Container } from 'dockerode'
import type { Duplex } from 'node:stream'
import type { DynoSignal, DynoSink, DynoSpec, DynoTrouble, ExecSpec } from '../../engine/ports/dyno-runtime.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import { signalName, type Exit } from '../parts/exit-status.ts'
import { inputBytes } from '../parts/input-bytes.ts'
import { createDoom, isKeptFrom } from '../parts/launch-trouble.ts'
import type { DynoControls, Ending, LiveExec } from '../parts/live-dynos.ts'
import { notRunning } from '../parts/not-running.ts'
import { untilDrained } from '../parts/until-drained.ts'
import type { DynoTroubles } from '../parts/trouble-leases.ts'
import { createAttachedOutput } from './attached-output.ts'
import { memoryLimit } from './container-options.ts'
import { statusOf } from './docker-error.ts'
import { startDockerExec } from './docker-exec.ts'
import { createDockerTroubles } from './docker-troubles.ts'
import type { Address, ReadyWatch } from './ready-watch.ts'

export type ContainerStage = {
  /** The engine the container is on. */
  readonly docker: Docker
  readonly container: Container
  /** It is reached at the address of its container. */
  readonly isDirect: boolean
  /** Why it can not be taken off its network; null when it can. */
  readonly networkIsFixed: string | null
  /** Its output is read already. */
  begin(): Promise<void>
  /** Its number on this machine; null where it has none. */
  pid(): Promise<number | null>
  address(): Promise<Address>
  /** Its status, when it ended. Throws in words when it is lost. */
  end(): Promise<number>
  /** Only for one that is attached without a terminal. */
  readonly input: InputLine
}

/** How text, and the end of it, reach a program that is attached without a terminal. */
export type InputLine = { write(stream: Duplex, input: Buffer): boolean; end(stream: Duplex): void }

export type Ended = Exit & { readonly outOfMemoryBytes?: number }

/** `pid`: its first process on this machine; null where it has none. */
export type Running = { readonly container: Container; readonly pid: number | null }

type DynoLife = DynoControls & {
  /** The kernel ended a process in it, as its container is out of memory. */
  ranOut(): void
  /** Null before it was launched and after it ended. */
  running(): Running | null
}

export type LiveDyno = DynoLife & Ending

export type ToldLife = {
  readonly life: DynoLife
  /** The signal that came before there was anything to send it to. */
  early(): DynoSignal | null
  run(stage: ContainerStage): Promise<Ended>
  /** Its Docker is there again. What a container that ran on said meanwhile waits in its pipe, but for what Docker read before us. */
  goOn(container: Container): Promise<void>
}

/** End of input, as a terminal's Ctrl-D. */
const endOfInput = '\u0004'

export function createDynoLife(spec: DynoSpec, { sink, ready }: { readonly sink: DynoSink; readonly ready: ReadyWatch }): ToldLife {
  const raw = spec.attached || spec.terminal !== null
  let running: Container | null = null
  let pid: number | null = null
  let stage: ContainerStage | null = null
  let early: DynoSignal | null = null
  /** Docker was away when it should have been sent. */
  let unsent: DynoSignal | null = null
  let hasRunOut = false
  let troubles: DynoTroubles | null = null
  const output = createAttachedOutput({ dynoId: spec.id, isRaw: raw, isBytes: spec.isBytes, isTerminal: spec.terminal !== null }, sink.output)

  async function run(given: ContainerStage): Promise<Ended> {
    stage = given
    const { docker, container } = given
    await attach(container)
    await given.begin()
    if (spec.terminal !== null) await container.resize({ w: spec.terminal.columns, h: spec.terminal.rows }).catch(() => {})
    running = container
    troubles = createDockerTroubles(spec.name, docker, container, given.isDirect)
    const doom = createDoom(spec.launch?.crashAfterMs, () => kill(container, 'SIGKILL'))
    const forget = await announce(given, doom.begin)
    try {
      const exit = exitOfStatus(await given.end())
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

  async function announce(given: ContainerStage, begun: () => void): Promise<() => void> {
    const [own, address] = await Promise.all([given.pid(), spec.wantsPort ? given.address() : null])
    pid = own
    sink.observed({ kind: 'launched', dynoId: spec.id, pid, address })
    if (early !== null) signal(early)
    if (address === null) {
      begun()
      return () => {}
    }
    return ready.watch(address, () => {
      if (running === null) return
      sink.observed({ kind: 'listening', dynoId: spec.id })
      begun()
    })
  }

  async function goOn(container: Container): Promise<void> {
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
    if (isKeptFrom(spec, name)) return
    if (running === null) early ??= name
    else kill(running, name)
  }

  function afflict(leaseId: string, trouble: DynoTrouble): Promise<readonly string[]> {
    if (troubles === null || running === null) return Promise.reject(notRunning(spec.name, troubles !== null))
    if (trouble.kind === 'signal' && isKeptFrom(spec, trouble.signal)) {
      return Promise.resolve([`${spec.name}: SIGTERM did not reach it, as another fault keeps that from it.`])
    }
    if (trouble.kind === 'network-cut' && stage !== null && stage.networkIsFixed !== null) return Promise.reject(new Error(`${spec.name} can not be taken off its network: ${stage.networkIsFixed}`))
    return troubles.afflict(leaseId, trouble)
  }

  async function exec(wanted: ExecSpec): Promise<LiveExec> {
    if (running === null || stage === null) throw notRunning(spec.name, troubles !== null)
    return startDockerExec(wanted, spec.stack !== containerStack, stage.docker, running, sink, exitOfStatus)
  }

  function write(text: string): Promise<void> | void {
    const stream = output.stream()
    if (stream === null || running === null || !stream.writable) return
    const input = inputBytes(text, spec.isBytes)
    if (spec.terminal !== null) stream.write(input)
    else if (text === endOfInput) stage?.input.end(stream)
    else if (stage?.input.write(stream, input) === false) return untilDrained(stream)
  }

  return {
    run, goOn,
    early: () => early,
    life: {
      signal, exec, afflict, write, hold: output.hold,
      relieve: (leaseId) => troubles?.relieve(leaseId) ?? Promise.resolve({ restored: [], residue: [] }),
      resize: (columns, rows) => void running?.resize({ w: columns, h: rows }).catch(() => {}),
      ranOut: () => {
        if (running === null || hasRunOut) return
        hasRunOut = true
        kill(running, 'SIGKILL')
      },
      running: () => (running === null ? null : { container: running, pid }),
    },
  }
}

/** A program that ended by a signal shows as 128 and its number: the init in front of it tells it so. */
function exitOfStatus(status: number): Exit {
  const signal = status > 128 ? signalName(status - 128) : null
  return { exitStatus: status, signal }
}
