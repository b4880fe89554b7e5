// Unpacks an archive that somebody gave us. It is read through once before a byte is written: names that leave it, devices, too
// much of anything, damage. Then it is unpacked into an empty folder, and its links are looked at again as they really lie.

import { createReadStream } from 'node:fs'
import { mkdir, open, readdir } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { Parser, Unpack, type ReadEntry } from 'tar'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { linkLeaves } from './inside-path.ts'
import { listTree } from './list-tree.ts'

export type ArchiveLimits = { readonly bytes: number; readonly entries: number }

const plainTypes = new Set(['File', 'OldFile', 'ContiguousFile', 'Directory', 'GNUDumpDir', 'SymbolicLink', 'Link'])
const nameBytes = 4096

/** Returns the folder the tree is in: a single folder at the top, as GitHub's archives have, is not part of it. Throws `archive-unsafe`, `source-unreadable`. */
export async function unpackArchive(file: string, folder: string, limits: ArchiveLimits): Promise<string> {
  await checkFormat(file)
  await inspect(file, limits)
  await mkdir(folder, { recursive: true })
  await feed(file, new Unpack({ cwd: folder, strict: true, preserveOwner: false, chmod: true, processUmask: 0o022, filter: plainMode }))
  for (const entry of await listTree(folder)) {
    if (entry.kind === 'link' && (await linkLeaves(folder, entry.path, entry.target ?? ''))) throw unsafe(`the link ${entry.path} leads out of it`)
  }
  const top = await readdir(folder, { withFileTypes: true })
  const [only] = top
  return top.length === 1 && only?.isDirectory() === true ? join(folder, only.name) : folder
}

/** Owners and finer modes stay behind; what can be run can be run by all. */
function plainMode(_: string, entry: unknown): boolean {
  const one = entry as ReadEntry
  one.mode = one.type === 'Directory' || ((one.mode ?? 0) & 0o111) !== 0 ? 0o755 : 0o644
  return true
}

async function inspect(file: string, limits: ArchiveLimits): Promise<void> {
  let bytes = 0
  let entries = 0
  const files = new Set<string>()
  const look = (entry: ReadEntry): void => {
    entries++
    bytes += entry.size
    const problem = problemOf(entry, files)
    if (problem !== null) parser.abort(unsafe(problem))
    else if (entries > limits.entries) parser.abort(unsafe(`it has more than ${limits.entries} entries`))
    else if (bytes > limits.bytes) parser.abort(unsafe(`it unpacks to more than ${byteSize(limits.bytes)}`))
    if (entry.type !== 'Directory') files.add(posix.normalize(entry.path))
    entry.resume()
  }
  const parser = new Parser({ strict: true, onReadEntry: look })
  await feed(file, parser)
}

function problemOf(entry: ReadEntry, files: ReadonlySet<string>): string | null {
  const shown = entry.path.slice(0, 100)
  if (!plainTypes.has(entry.type)) return `${shown} is no file, folder or link`
  if (Buffer.byteLength(entry.path) > nameBytes) return `a name is longer than ${nameBytes} bytes`
  if (leaves(entry.path)) return `${shown} is not below it`
  const target = entry.linkpath ?? ''
  if (entry.type === 'Link' && (leaves(target) || !files.has(posix.normalize(target)))) return `${shown} is a link to a file that is not in it`
  if (entry.type === 'SymbolicLink' && (target === '' || leaves(posix.join(posix.dirname(entry.path), target)) || isRooted(target))) return `the link ${shown} leads out of it`
  return null
}

function leaves(path: string): boolean {
  return isRooted(path) || path.includes('\0') || posix.normalize(path.replaceAll('\\', '/')).split('/')[0] === '..'
}

const isRooted = (path: string): boolean => /^([/\\]|[A-Za-z]:)/.test(path)

/** tar's own readers take gzip by themselves, and stop at a thousandfold growth. */
async function feed(file: string, reader: Parser | Unpack): Promise<void> {
  const read = new Promise<void>((resolve, reject) => {
    reader.on('close', resolve)
    reader.on('error', reject)
  })
  let failed = false
  read.catch(() => void (failed = true))
  try {
    for await (const chunk of createReadStream(file)) {
      if (failed) break
      if (!reader.write(chunk as Buffer)) await Promise.race([new Promise((resolve) => reader.once('drain', resolve)), read])
    }
    if (!failed) reader.end()
    await read
  } catch (error) {
    if (error instanceof PlatformError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') throw error
    throw unsafe(`it is damaged: ${message}`)
  }
}

async function checkFormat(file: string): Promise<void> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new PlatformError('source-unreadable', { why: `the archive could not be opened (${error.code})` })
  })
  try {
    const head = Buffer.alloc(512)
    const { bytesRead } = await handle.read(head, 0, head.length, 0)
    const isGzip = head[0] === 0x1f && head[1] === 0x8b
    const isTar = bytesRead === head.length && (head.toString('latin1', 257, 262) === 'ustar' || hasTarChecksum(head))
    if (!isGzip && !isTar) throw new PlatformError('source-unreadable', { why: 'it is not a .tar, .tar.gz or .tgz archive' })
  } finally {
    await handle.close()
  }
}

/** Archives older than ustar have no name of their format, but a sum over the header. */
function hasTarChecksum(head: Buffer): boolean {
  const written = Number.parseInt(head.toString('latin1', 148, 156), 8)
  const sum = head.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0)
  return written === sum
}

function unsafe(why: string): PlatformError {
  return new PlatformError('archive-unsafe', { why })
}
