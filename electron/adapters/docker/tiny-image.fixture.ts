// A world for tests of images on a real engine: stacks with names of their own, made of a file or two, all taken away at the end.

import Docker from 'dockerode'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { create } from 'tar'
import type { BringNews, BringOrder, StackImage } from '../../../shared/protocol/containers.ts'
import { createContainerHost, type DockerContainerHost } from './container-host.ts'
import { followEngine } from './engine-lines.ts'
import { nameOf, stackLabels, type StackSource } from './stack-data.ts'

export type ImageWorld = {
  readonly docker: Docker
  readonly host: DockerContainerHost
  /** Of its own, and its files. */
  readonly stack: string
  readonly folder: string
  /** Puts a tiny image of the stack into the engine. */
  makeImage(labels?: Readonly<Record<string, string>>): Promise<StackImage>
  /** Images of the stack and of its builds. */
  own(): Promise<readonly StackImage[]>
  bring(order: BringOrder): Promise<{ readonly images: readonly StackImage[]; readonly told: readonly BringNews[] }>
  close(): Promise<void>
}

export type Change = { readonly registry?: string; readonly built?: Partial<StackSource['built']>; findProgram?(name: string): string | null }

export function imageWorld(address: string, change: Change = {}): ImageWorld {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dynarium-image-')))
  const stack = `t-${randomBytes(5).toString('hex')}`
  const repository = `${change.registry ?? '127.0.0.1:1'}/${stack}`
  const source: StackSource = {
    stack, published: { run: { repository, tag: '24', digest: null }, build: { repository, tag: '24-build', digest: null } },
    built: { suites: { debian: 'bookworm', ubuntu: 'noble' }, components: { debian: 'main', ubuntu: 'main' }, variant: 'minbase', packages: [], ...change.built },
  }
  const findProgram = change.findProgram ?? ((name) => `/usr/bin/${name}`)
  const around = { platform: process.platform, env: { ...process.env, DOCKER_HOST: address }, home: homedir(), root: '', findProgram }
  const host = createContainerHost({ around, dataDir: join(folder, 'data'), sources: [source] })
  const docker = new Docker({ socketPath: address.replace('unix://', '') })
  const own = async () => (await host.images()).filter((image) => image.stack === stack || image.stack === `${stack}-build`)
  return {
    docker, host, stack, folder, own,
    makeImage: async (labels = {}) => {
      const path = join(folder, `root-${randomBytes(4).toString('hex')}.tar`)
      writeFileSync(path, await tarOf({ 'etc/chance': randomBytes(64).toString('hex') }))
      const all = { [stackLabels.stack]: stack, [stackLabels.from]: 'made for a test', ...labels }
      await followEngine(await docker.importImage(path, { ...nameOf(stack), changes: Object.entries(all).map(([name, value]) => `LABEL ${name}="${value}"`) }), () => {})
      const made = (await own()).find(({ isCurrent }) => isCurrent)
      if (made === undefined) throw new Error('the image is not there')
      return made
    },
    bring: async (order) => {
      const told: BringNews[] = []
      return { images: await host.bring(order, (news) => told.push(news)).done, told }
    },
    close: async () => {
      await host.stop()
      for (const { id } of await own()) await docker.getImage(id).remove({ force: true })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function tarOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-tar-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    const chunks: Buffer[] = []
    for await (const chunk of create({ cwd: folder, portable: true }, Object.keys(files))) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
