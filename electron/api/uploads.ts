// Tarballs on their way to a build. Each is kept under a random id until a day has passed.

import { randomUUID } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import { byteSize } from '../../shared/text/amounts.ts'

export type Uploads = {
  /** Keeps all of `source` or nothing, and answers its id. Throws PlatformError `source-too-large`, `disk-full`, `source-unreadable`. */
  keep(source: Readable, id?: string): Promise<string>
  /** Throws PlatformError `source-too-large` for a size that is known beforehand. */
  checkSize(bytes: number): void
  /** null when there is none of that id. */
  path(id: string): string | null
}

export type UploadOptions = { readonly maxBytes?: number; readonly now?: () => number }

const defaultMaxBytes = 1024 * 1024 * 1024
const keepMs = 24 * 60 * 60 * 1000
const idPattern = /^[0-9a-f-]{36}$/

export function createUploads(folder: string, options: UploadOptions = {}): Uploads {
  const maxBytes = options.maxBytes ?? defaultMaxBytes
  const now = options.now ?? Date.now

  async function keep(source: Readable, id: string = randomUUID()): Promise<string> {
    await mkdir(folder, { recursive: true })
    await removeOld()
    const draft = join(folder, `.part-${randomUUID()}`)
    try {
      await pipeline(source, limitedTo(maxBytes), createWriteStream(draft, { mode: 0o600 }))
      await rename(draft, join(folder, id))
      return id
    } catch (error) {
      await rm(draft, { force: true })
      throw translated(error)
    }
  }

  async function removeOld(): Promise<void> {
    for (const name of await readdir(folder)) {
      const file = join(folder, name)
      const found = await stat(file).catch(() => null)
      if (found !== null && now() - found.mtimeMs > keepMs) await rm(file, { force: true })
    }
  }

  function path(id: string): string | null {
    const file = join(folder, id)
    return idPattern.test(id) && existsSync(file) ? file : null
  }

  function checkSize(bytes: number): void {
    if (bytes > maxBytes) throw tooLarge(byteSize(bytes), maxBytes)
  }

  return { keep, checkSize, path }
}

function limitedTo(maxBytes: number): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > maxBytes) done(tooLarge(`more than ${byteSize(maxBytes)}`, maxBytes))
      else done(null, chunk)
    },
  })
}

function tooLarge(size: string, maxBytes: number): PlatformError {
  return new PlatformError('source-too-large', { size, limit: byteSize(maxBytes) })
}

function translated(error: unknown): Error {
  if (error instanceof PlatformError) return error
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return new PlatformError('disk-full', { what: 'the upload' })
  return new PlatformError('source-unreadable', { why: message })
}
