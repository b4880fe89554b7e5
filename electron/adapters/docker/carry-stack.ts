// A stack from and to a file.

import { lstat, rename, rm, stat } from 'node:fs/promises'
import { dirname, extname, isAbsolute } from 'node:path'
import type Docker from 'dockerode'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { BringNews, StackImage } from '../../../shared/protocol/containers.ts'
import { checkBundle, imageOfBundle, writeBundle } from './bundle-file.ts'
import { followEngine } from './engine-lines.ts'
import { engineRefused, imageTrouble, whyOf } from './image-trouble.ts'
import { nameStackImage } from './stack-images.ts'

const whyFile: Readonly<Record<string, string>> = {
  EACCES: 'that is not allowed', EPERM: 'that is not allowed', EROFS: 'that disk can only be read', ENOENT: 'its folder is not there', ENOTDIR: 'its folder is none', ENAMETOOLONG: 'its name is too long', EEXIST: 'something is there already',
}

/** @returns the stacks that came */
export async function importStack(docker: Docker, path: string, tell: (news: BringNews) => void, signal: AbortSignal): Promise<readonly string[]> {
  const bar = (id: string, label: string) => (done: number, total: number): void => tell({ kind: 'progress', parts: [{ id, label, done, total }] })
  const refuse = (why: string): PlatformError => new PlatformError('bundle-invalid', { path, why })
  try {
    if (!isAbsolute(path)) throw refuse('its path has to begin at the root')
    const found = await stat(path).catch(() => null)
    if (found === null) throw refuse('it is not there')
    if (!found.isFile()) throw refuse('it is no file')
    tell({ kind: 'step', text: `Checking ${path}` })
    const { stack, from } = await checkBundle(path, signal, bar('check', 'Checked')).catch((error: unknown) => {
      throw signal.aborted ? error : refuse(whyOf(error))
    })
    tell({ kind: 'step', text: `Taking in ${stack}, ${from}` })
    let loaded: string | null = null
    await followEngine(await docker.loadImage(imageOfBundle(path, signal, bar('image', 'Into the engine')), { abortSignal: signal }), ({ stream }) => {
      loaded = /Loaded image(?: ID)?: (\S+)/.exec(stream ?? '')?.[1] ?? loaded
    })
    if (loaded === null) throw engineRefused('it did not say which image it took in')
    await nameStackImage(docker, loaded, stack)
    return [stack]
  } catch (error) {
    throw imageTrouble(error, signal.aborted, engineRefused)
  }
}

/** @returns the size of the file in bytes */
export async function exportStack(docker: Docker, image: StackImage, path: string, signal: AbortSignal): Promise<number> {
  const refuse = (why: string): PlatformError => new PlatformError('bundle-unwritable', { path, why })
  if (!isAbsolute(path)) throw refuse('its path has to begin at the root')
  if (extname(path) !== '.tar') throw refuse('its name has to end with .tar')
  if ((await lstat(path).catch(() => null)) !== null) throw refuse('something is there already')
  const folder = await stat(dirname(path)).catch(() => null)
  if (folder?.isDirectory() !== true) throw refuse('its folder is not there')
  const part = `${path}.part`
  try {
    await rm(part, { force: true })
    // By its id: a name in the file could take the place of another image where it is imported.
    const saved = (await docker.getImage(image.id).get()) as NodeJS.ReadableStream & { destroy(): void }
    const end = (): void => saved.destroy()
    signal.addEventListener('abort', end, { once: true })
    try {
      const bytes = await writeBundle(part, saved as AsyncIterable<Buffer>, { stack: image.stack, from: image.from, createdAt: image.createdAt, id: image.id })
      signal.throwIfAborted()
      await rename(part, path)
      return bytes
    } finally {
      signal.removeEventListener('abort', end)
      end()
    }
  } catch (error) {
    await rm(part, { force: true }).catch(() => {})
    const code = (error as { code?: unknown } | null)?.code
    throw imageTrouble(error, signal.aborted, (why) => (typeof code === 'string' && code in whyFile ? refuse(whyFile[code] ?? why) : engineRefused(why)))
  }
}
