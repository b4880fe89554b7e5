// A server's files as one file, and back: a gzipped tar, known by its length and SHA-256.

import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { create, extract } from 'tar'
import type { BackupFile } from '../../engine/ports/postgres-host.ts'

export const packServer = (folder: string, file: string): Promise<BackupFile> => writeWhole(file, async (fresh) => create({ file: fresh, cwd: folder, gzip: { level: 1 }, portable: true, follow: false }, await readdir(folder)))

/** What comes is an archive already. */
export const packStream = (archive: Readable, file: string): Promise<BackupFile> => writeWhole(file, (fresh) => pipeline(archive, createGzip({ level: 1 }), createWriteStream(fresh, { mode: 0o600 })))

/** Whole, or not there. */
async function writeWhole(file: string, write: (fresh: string) => Promise<unknown>): Promise<BackupFile> {
  const fresh = `${file}.new`
  try {
    await write(fresh)
    const known = await fingerprint(fresh)
    await rename(fresh, file)
    return known
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  }
}

export const unpackServer = (file: string, folder: string): Promise<void> => extract({ file, cwd: folder, strict: true, preservePaths: false })

export async function fingerprint(file: string): Promise<BackupFile> {
  const hash = createHash('sha256')
  let bytes = 0
  await pipeline(createReadStream(file), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.length
    }
  })
  return { bytes, sha256: hash.digest('hex') }
}
