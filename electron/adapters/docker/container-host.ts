// The ContainerHost on Docker and what speaks like it.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type Docker from 'dockerode'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { BringNews, BringOrder, StackImage } from '../../../shared/protocol/containers.ts'
import type { Bringing, ContainerHost } from '../../engine/ports/container-host.ts'
import { buildStack } from './build-stack.ts'
import { exportStack, importStack } from './carry-stack.ts'
import { connectDocker, type Connection } from './connect.ts'
import type { Around } from './engine-places.ts'
import { engineRefused, imageTrouble } from './image-trouble.ts'
import { listMade, removeMade } from './made.ts'
import { pullStack } from './pull-stack.ts'
import { stackSources, type StackSource } from './stack-data.ts'
import { imageOfStack, listStackImages, removeStackImage, requireStackImage } from './stack-images.ts'

export type ContainerHostOptions = {
  readonly around: Around
  /** For what a build unpacks; its own, made anew and taken away each time. */
  readonly dataDir: string
  readonly sources?: readonly StackSource[]
}

export type DockerContainerHost = ContainerHost & {
  /** The engine to run dynos in. Looked for again whenever it was not there. */
  connection(): Promise<Connection>
}

export function createContainerHost({ around, dataDir, sources = stackSources }: ContainerHostOptions): DockerContainerHost {
  const work = join(dataDir, 'stack-build')
  // Of an engine that was killed while it built.
  rmSync(work, { recursive: true, force: true })
  const underWay = new Map<AbortController, Promise<unknown>>()
  let known: Connection | null = null

  async function lookAnew(): Promise<Connection> {
    known = await connectDocker(around)
    return known
  }

  const connection = (): Promise<Connection> => (known?.docker == null ? lookAnew() : Promise.resolve(known))

  /** Rejects in words, whatever the engine says. One that went away is looked for again the next time. */
  async function withEngine<T>(ask: (docker: Docker) => Promise<T>): Promise<T> {
    const { docker, report } = await connection()
    if (docker === null) throw new PlatformError('docker-unavailable', { happened: report.happened, fix: report.fix })
    try {
      return await ask(docker)
    } catch (error) {
      if (error instanceof PlatformError) throw error
      const now = await lookAnew()
      if (now.docker === null) throw new PlatformError('docker-unavailable', { happened: now.report.happened, fix: now.report.fix })
      throw imageTrouble(error, false, engineRefused)
    }
  }

  /** Ended by `stop`. */
  function abortable<T>(doIt: (signal: AbortSignal) => Promise<T>): { readonly done: Promise<T>; cancel(): void } {
    const over = new AbortController()
    const done = doIt(over.signal).finally(() => underWay.delete(over))
    underWay.set(over, done)
    // Whoever asked hears of it by `done`.
    done.catch(() => {})
    return { done, cancel: () => over.abort() }
  }

  async function bringOne(docker: Docker, order: BringOrder, tell: (news: BringNews) => void, signal: AbortSignal): Promise<readonly StackImage[]> {
    signal.throwIfAborted()
    const stacks = order.how === 'import' ? await importStack(docker, order.path, tell, signal) : await ofSource(docker, order, tell, signal)
    const images = (await listStackImages(docker, sources)).filter(({ stack, isCurrent }) => isCurrent && stacks.includes(stack))
    tell({ kind: 'done', images })
    return images
  }

  function ofSource(docker: Docker, { how, stack }: Exclude<BringOrder, { how: 'import' }>, tell: (news: BringNews) => void, signal: AbortSignal): Promise<readonly string[]> {
    const source = sources.find((entry) => entry.stack === stack)
    if (source === undefined) throw new PlatformError('stack-not-found', { stack, known: sources.map((entry) => entry.stack).join(', ') })
    return how === 'pull' ? pullStack(docker, source, tell, signal) : buildStack(docker, source, tell, signal, work, around)
  }

  function bring(order: BringOrder, tell: (news: BringNews) => void): Bringing {
    return abortable((signal) => withEngine((docker) => bringOne(docker, order, tell, signal)).catch((error: unknown) => {
      throw imageTrouble(error, signal.aborted, engineRefused)
    }))
  }

  return {
    stacks: sources.map(({ stack }) => stack),
    connection,
    look: async () => (await lookAnew()).report,
    images: () => withEngine((docker) => listStackImages(docker, sources)),
    bring,
    exportImage: (image, path) => abortable((signal) => withEngine(async (docker) => exportStack(docker, await requireStackImage(docker, sources, image), path, signal))).done,
    removeImage: (image) => withEngine((docker) => removeStackImage(docker, sources, image)),
    imageOf: (stack) => withEngine((docker) => imageOfStack(docker, sources, stack)),
    made: () => withEngine(listMade),
    removeMade: (things) => withEngine((docker) => removeMade(docker, things)),
    stop: async () => {
      const all = [...underWay]
      for (const [over] of all) over.abort()
      await Promise.allSettled(all.map(([, done]) => done))
    },
  }
}
