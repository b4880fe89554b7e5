// Slugs on disk, named by what is in them: `sha256:` and the hash of the uncompressed archive. A slug is whole under its name or
// not there at all.

import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { Unpack } from 'tar'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { byteSize, slugSize } from '../../../shared/text/amounts.ts'
import { tarStream, type PackEntry } from './tar-stream.ts'

export type PackedSlug = { readonly slugId: string; readonly bytes: number; readonly files: number }

export type SlugStore = {
  /** `entries`: what of the folder goes in, folders before what is in them. Throws `slug-too-large`, `disk-full`. */
  pack(folder: string, entries: readonly PackEntry[]): Promise<PackedSlug>
  /** Unpacks into an empty folder. Rejects when the slug is not there or is not what was packed. */
  open(slugId: string, folder: string): Promise<void>
  has(slugId: string): boolean
  remove(slugId: string): Promise<void>
}

/** Compressed, as Heroku counts (devcenter slug-compiler). */
const defaultMaxBytes = 500 * 1024 * 1024
/** A slug is packed while somebody waits; the next levels take twice the time for a tenth less. */
const compressionLevel = 1
const largestShown = 3

export function createSlugStore(root: string, maxBytes: number = defaultMaxBytes): SlugStore {
  mkdirSync(root, { recursive: true })

  async function pack(folder: string, entries: readonly PackEntry[]): Promise<PackedSlug> {
    const partial = join(root, `${randomUUID()}.part`)
    try {
      const hash = createHash('sha256')
      const bytes = await writePacked(folder, entries, partial, hash)
      const slugId = `sha256:${hash.digest('hex')}`
      const path = pathOf(slugId) ?? partial
      if (existsSync(path)) await rm(partial)
      else await rename(partial, path)
      await syncFolder(root)
      return { slugId, bytes, files: entries.filter((entry) => entry.kind === 'file' || entry.kind === 'link').length }
    } catch (error) {
      await rm(partial, { force: true })
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOSPC' || code === 'EDQUOT') throw new PlatformError('disk-full', { what: 'the slug' })
      throw error
    }
  }

  async function writePacked(folder: string, entries: readonly PackEntry[], path: string, hash: ReturnType<typeof createHash>): Promise<number> {
    const file = await open(path, 'wx', 0o600)
    try {
      let bytes = 0
      const hashed = async function* (): AsyncGenerator<Buffer> {
        for await (const chunk of tarStream(folder, entries)) {
          hash.update(chunk)
          yield chunk
        }
      }
      await pipeline(hashed, createGzip({ level: compressionLevel }), async (packed: AsyncIterable<Buffer>) => {
        for await (const chunk of packed) {
          bytes += chunk.length
          if (bytes > maxBytes) throw tooLarge(entries, bytes)
          await file.writeFile(chunk)
        }
      })
      await file.sync()
      return bytes
    } finally {
      await file.close()
    }
  }

  function tooLarge(entries: readonly PackEntry[], bytes: number): PlatformError {
    const largest = [...entries]
    largest.sort((one, two) => two.bytes - one.bytes)
    const shown = largest.slice(0, largestShown).map((entry) => `${entry.path} (${byteSize(entry.bytes)})`)
    return new PlatformError('slug-too-large', { size: `more than ${slugSize(bytes)}`, limit: slugSize(maxBytes), largest: shown.join(', ') })
  }

  async function openSlug(slugId: string, folder: string): Promise<void> {
    const path = pathOf(slugId)
    if (path === null || !existsSync(path)) throw new Error(`The slug ${slugId} is not on this disk any more.`)
    await mkdir(folder, { recursive: true })
    const hash = createHash('sha256')
    // Links are kept as the build made them, also those to the machine's own programs, which is how virtual environments are made.
    const unpack = new Unpack({ cwd: folder, strict: true, preservePaths: true, filter: isBelow, preserveOwner: false, chmod: true, processUmask: 0o022 })
    const unpacked = new Promise<void>((resolve, reject) => {
      unpack.on('close', resolve)
      unpack.on('error', reject)
    })
    unpacked.catch(() => {})
    const source = createReadStream(path).on('error', (error) => gunzip.destroy(error))
    const gunzip = source.pipe(createGunzip())
    for await (const chunk of gunzip) {
      hash.update(chunk as Buffer)
      if (!unpack.write(chunk as Buffer)) await Promise.race([new Promise((resolve) => unpack.once('drain', resolve)), unpacked])
    }
    unpack.end()
    await unpacked
    const actual = `sha256:${hash.digest('hex')}`
    if (actual !== slugId) throw new Error(`The slug on this disk is not the one that was built. Expected: ${slugId} Actual: ${actual}`)
  }

  function pathOf(slugId: string): string | null {
    const found = /^sha256:([0-9a-f]{64})$/.exec(slugId)
    return found === null ? null : join(root, `${found[1]}.tgz`)
  }

  return {
    pack,
    open: openSlug,
    has: (slugId) => {
      const path = pathOf(slugId)
      return path !== null && existsSync(path)
    },
    remove: async (slugId) => {
      const path = pathOf(slugId)
      if (path !== null) await rm(path, { force: true })
    },
  }
}

/** What we packed is relative; anything else is not ours, and the hash will say so. */
function isBelow(path: string): boolean {
  return !isAbsolute(path) && !path.split(/[\\/]/).includes('..')
}

/** So that the new name lasts through a power cut. Windows can not open a folder and does not need to. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
