// One server in a container, from its start to its end. Its output and the end of its input come over one stream: when that breaks off
// because the engine is gone, the server is asked to stop in order.

import type { Duplex } from 'node:stream'
import type Docker from 'dockerode'
import type { Container, ContainerCreateOptions } from 'dockerode'
import { createLineSplitter } from '../../parts/line-splitter.ts'
import { volumePath, type ServerContainer, type ServerEnd, type ServerOrder } from '../../parts/server-containers.ts'
import { endOfContainer } from '../container-end.ts'
import { publishedPort } from '../docker-dyno.ts'
import { statusOf, wordsOf } from '../docker-error.ts'
import { createFrameReader } from '../frames.ts'
import { labelsOf, type Owner } from '../labels.ts'
import { runInside } from '../run-inside.ts'
import { fileTar, userText } from './owned-archive.ts'
import { removeContainer } from './remove-container.ts'

export type ServerPlace = { readonly name: string; readonly volume: string; readonly network: string; readonly hosts: readonly string[]; readonly owner: Owner }

const mebibyte = 1024 * 1024
const memoryBytes = 1024 * mebibyte
const sharedBytes = 256 * mebibyte
/** One for each connection of the largest plan, and some. */
const maxProcesses = 1000
const maxLineBytes = 4096
const signals: Readonly<Record<number, string>> = { 130: 'SIGINT', 131: 'SIGQUIT', 134: 'SIGABRT', 137: 'SIGKILL', 139: 'SIGSEGV', 143: 'SIGTERM' }

/** The server takes the shell's place and number, so what waits for the end of the input knows whom to ask. */
const script = `exec 6<&0 </dev/null
{ cat <&6 >/dev/null; kill -INT "$$"; } &
exec 6<&-
exec "$@"`

/** `port` is tried; when somebody else has it, any other is taken. */
export async function startServer(docker: Docker, order: ServerOrder, place: ServerPlace): Promise<ServerContainer> {
  try {
    return await startOn(docker, order, place, order.wanted)
  } catch (error) {
    if (order.wanted === null || !/port is already allocated|address already in use|cannot assign requested/i.test(wordsOf(error))) throw error
    return startOn(docker, order, place, null)
  }
}

async function startOn(docker: Docker, order: ServerOrder, place: ServerPlace, wanted: number | null): Promise<ServerContainer> {
  const container = await docker.createContainer(optionsOf(order, place, wanted))
  try {
    for (const { name, text } of order.files) await container.putArchive(fileTar(name, text), { path: volumePath })
    const held = (await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true })) as Duplex
    const over = endOf(docker, container, held, order.logged)
    await container.start()
    const port = publishedPort(await container.inspect(), order.port)
    return running(docker, container, port, over)
  } catch (error) {
    await removeContainer(docker, container.id).catch(() => {})
    throw error
  }
}

function running(docker: Docker, container: Container, port: number, over: Promise<ServerEnd>): ServerContainer {
  return {
    port, over,
    signal: (name) => container.kill({ signal: name }).then(() => {}, ignoreEnded),
    kill: () => container.kill().then(() => {}, ignoreEnded),
    hold: async () => void (await container.pause()),
    goOn: () => container.unpause().then(() => {}, ignoreEnded),
    run: (command) => runInside(docker, container, command),
    put: async ({ name, text }) => void (await container.putArchive(fileTar(name, text), { path: volumePath })),
  }
}

/** Read from the start, so that nothing is missed. It is removed before anybody is told: its port and its name are free then. */
async function endOf(docker: Docker, container: Container, held: Duplex, logged: (lines: readonly string[]) => void): Promise<ServerEnd> {
  const splitter = createLineSplitter(maxLineBytes)
  held.on('data', createFrameReader((bytes) => {
    const { lines } = splitter.feed(Buffer.from(bytes), 1000)
    if (lines.length > 0) logged(lines)
  }))
  held.on('error', () => {})
  await new Promise<void>((settle) => held.once('end', settle).once('close', settle))
  const status = await endOfContainer(docker, container.id).catch(() => null)
  await removeContainer(docker, container.id).catch(() => {})
  return { status, signal: status === null ? null : (signals[status] ?? null) }
}

function optionsOf(order: ServerOrder, { name, volume, network, hosts, owner }: ServerPlace, wanted: number | null): ContainerCreateOptions {
  return {
    name, Image: order.image, Entrypoint: [], Cmd: ['sh', '-c', script, 'dynarium', ...order.command], User: userText, WorkingDir: '/', Hostname: order.id,
    Env: ['LC_ALL=C', 'LC_MESSAGES=C', 'TZ=UTC', 'PGTZ=UTC'], Labels: labelsOf(owner, { server: order.id }),
    AttachStdin: true, AttachStdout: true, AttachStderr: true, OpenStdin: true, StdinOnce: true,
    // Docker wakes a paused container for the signal that is meant to stop it. That one is SIGKILL alone.
    StopSignal: 'SIGKILL', Healthcheck: { Test: ['NONE'] },
    ExposedPorts: { [`${order.port}/tcp`]: {} },
    HostConfig: {
      NetworkMode: network, ExtraHosts: [...hosts], Mounts: [{ Type: 'volume', Source: volume, Target: volumePath }],
      PortBindings: { [`${order.port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: wanted === null ? '' : String(wanted) }] },
      Init: true, Memory: memoryBytes, MemorySwap: memoryBytes, ShmSize: sharedBytes, PidsLimit: maxProcesses, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'],
      LogConfig: { Type: 'none', Config: {} }, RestartPolicy: { Name: 'no' },
    },
  }
}

/** It does not run any more, or is not held. */
function ignoreEnded(error: unknown): void {
  if (statusOf(error) !== 404 && statusOf(error) !== 409 && statusOf(error) !== 500) throw error
}
