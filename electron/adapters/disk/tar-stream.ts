// A tree as the bytes of a tar archive that depend on nothing but its paths, contents, links and whether a file can be run: no
// times, no owners, no order of the disk.

import { createReadStream } from 'node:fs'
import { readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Header, Pax } from 'tar'

export type PackEntry = {
  /** Relative, with `/`. Entries are packed in the order given. */
  readonly path: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly mode: number
  readonly bytes: number
}

const blockBytes = 512
const epoch = new Date(0)
/** Small files are read ahead, as waiting for each in turn would take longer than packing. */
const filesAhead = 16
const smallBytes = 256 * 1024
const chunkBytes = 64 * 1024

export async function* tarStream(root: string, entries: readonly PackEntry[]): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let size = 0
  for await (const part of tarParts(root, entries)) {
    parts.push(part)
    size += part.length
    if (size < chunkBytes) continue
    yield Buffer.concat(parts)
    parts = []
    size = 0
  }
  yield Buffer.concat([...parts, Buffer.alloc(2 * blockBytes)])
}

async function* tarParts(root: string, entries: readonly PackEntry[]): AsyncGenerator<Buffer> {
  const ahead = new Map<number, Promise<Buffer>>()
  let next = 0
  const readAhead = (until: number): void => {
    for (; next < Math.min(until, entries.length); next++) {
      const entry = entries[next]
      if (entry?.kind !== 'file' || entry.bytes > smallBytes) continue
      const text = readFile(join(root, entry.path))
      // Told when its turn comes.
      text.catch(() => {})
      ahead.set(next, text)
    }
  }
  for (const [index, entry] of entries.entries()) {
    if (entry.kind === 'other') continue
    readAhead(index + filesAhead)
    const target = entry.kind === 'link' ? await readlink(join(root, entry.path)) : undefined
    yield* head(entry, target)
    if (entry.kind !== 'file') continue
    const read = ahead.get(index)
    ahead.delete(index)
    yield* body(root, entry, read)
  }
}

function* head(entry: PackEntry, target: string | undefined): Generator<Buffer> {
  const path = entry.kind === 'folder' ? `${entry.path}/` : entry.path
  const type = entry.kind === 'folder' ? 'Directory' : entry.kind === 'link' ? 'SymbolicLink' : 'File'
  const mode = entry.kind === 'folder' || entry.kind === 'link' || (entry.mode & 0o111) !== 0 ? 0o755 : 0o644
  const data = { path, type, mode, size: entry.kind === 'file' ? entry.bytes : 0, mtime: epoch, uid: 0, gid: 0, ...(target === undefined ? {} : { linkpath: target }) } as const
  const header = new Header({ ...data })
  if (header.encode()) yield new Pax({ path, size: data.size, ...(target === undefined ? {} : { linkpath: target }) }).encode()
  if (header.block === undefined) throw new Error('a header has a block')
  yield header.block
}

async function* body(root: string, entry: PackEntry, read: Promise<Buffer> | undefined): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of read === undefined ? createReadStream(join(root, entry.path)) : [await read]) {
    size += (chunk as Buffer).length
    yield chunk as Buffer
  }
  if (size !== entry.bytes) throw new Error(`${entry.path} changed while it was packed`)
  const rest = size % blockBytes
  if (rest > 0) yield Buffer.alloc(blockBytes - rest)
}
