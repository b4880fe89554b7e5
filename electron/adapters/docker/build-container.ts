// The container of one build: from the stack's build image, without rights, without anything of this machine. Its first program waits
// for the end of its input, which we hold: an engine that is gone, however it ended, leaves none.

import type Docker from 'dockerode'
import type { Container, ContainerCreateOptions } from 'dockerode'
import type { Duplex, Readable } from 'node:stream'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { withDiskFull } from '../parts/disk-full.ts'
import { buildPlaces, buildVariables } from './build-places.ts'
import { dynoUser } from './container-options.ts'
import { statusOf, wordsOf } from './docker-error.ts'

export type BuildNeeds = {
  readonly image: string
  readonly labels: Readonly<Record<string, string>>
  readonly network: string
  /** The volume of its cache. */
  readonly cache: string
  readonly memoryBytes: number
  readonly maxProcesses: number
  readonly endMs: number
}

export type BuildContainer = {
  readonly container: Container
  /** What programs in it find in their environment, beside what the build adds. */
  readonly variables: Readonly<Record<string, string>>
  /** Rejects with `build-container-lost` when it is gone and nobody here ended it; never resolves. */
  readonly lost: Promise<never>
  /** Unpacks an archive at `path`. */
  put(archive: Readable, path: string): Promise<void>
  kill(): void
  /** It is gone when this resolves. */
  end(): Promise<void>
}

/** `archive` is unpacked at `/` before it starts. Throws what Docker says, and `disk-full`. */
export async function startBuildContainer(docker: Docker, needs: BuildNeeds, archive: Readable): Promise<BuildContainer> {
  const container = await docker.createContainer(optionsOf(needs))
  try {
    await put(container, archive, '/')
    const held = (await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true })) as Duplex
    held.on('error', () => {})
    held.resume()
    await container.start()
    const { Config: config } = await container.inspect()
    return running(container, held, buildVariables(config.Env ?? []), needs.endMs)
  } catch (error) {
    await container.remove({ force: true }).catch(() => {})
    throw error
  }
}

function running(container: Container, held: Duplex, variables: Readonly<Record<string, string>>, endMs: number): BuildContainer {
  let isEnding = false
  // Not `wait`: its client never answers when Docker dies after the answer has begun.
  const over = new Promise<void>((settle) => held.once('end', settle).once('close', settle))
  const lost = new Promise<never>((_, reject) => void over.then(() => whyGone(container)).then((why) => {
    if (!isEnding) reject(new PlatformError('build-container-lost', { why }))
  }))
  lost.catch(() => {})

  function kill(): void {
    isEnding = true
    container.kill().catch(() => {})
  }

  async function end(): Promise<void> {
    isEnding = true
    held.destroy()
    await withinMs(endMs, away())
  }

  async function away(): Promise<void> {
    await container.remove({ force: true }).catch(ignoreGone)
    // Docker may be removing it already, and its volume is free only then.
    await container.wait({ condition: 'removed' }).catch(ignoreGone)
  }

  return { container, variables, lost, put: (archive, path) => put(container, archive, path), kill, end }
}

async function whyGone(container: Container): Promise<string> {
  const isReached = await container.inspect().then(() => true, (error: unknown) => statusOf(error) !== 0)
  return isReached ? 'it was ended or removed by somebody else, or had no more memory' : 'Docker could not be reached any more'
}

function optionsOf(needs: BuildNeeds): ContainerCreateOptions {
  return {
    Image: needs.image,
    Entrypoint: [],
    Cmd: ['cat'],
    User: `${dynoUser.uid}:${dynoUser.gid}`,
    WorkingDir: '/',
    Labels: { ...needs.labels },
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
    StopSignal: 'SIGKILL',
    HostConfig: {
      NetworkMode: needs.network,
      Mounts: [{ Type: 'volume', Source: needs.cache, Target: buildPlaces.cache }],
      Init: true,
      AutoRemove: true,
      Memory: needs.memoryBytes,
      MemorySwap: needs.memoryBytes,
      PidsLimit: needs.maxProcesses,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      LogConfig: { Type: 'none', Config: {} },
    },
  }
}

async function put(container: Container, archive: Readable, path: string): Promise<void> {
  // What can not be read is Docker's trouble only after it was ours.
  const unread = new Promise<never>((_, reject) => archive.once('error', reject))
  unread.catch(() => {})
  await withDiskFull('the build folder', () => Promise.race([container.putArchive(archive, { path }), unread])).catch((error: unknown) => {
    throw isNoSpace(wordsOf(error)) ? new PlatformError('disk-full', { what: 'the build folder' }) : error
  })
}

export const isNoSpace = (words: string): boolean => /no space left on device|disk quota exceeded/i.test(words)

function ignoreGone(error: unknown): void {
  if (statusOf(error) !== 404 && statusOf(error) !== 409 && statusOf(error) !== 0) throw error
}

/** Goes on after that time, whatever the work does. */
export async function withinMs(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)))
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
