// A stack as one file, to carry to a machine without a registry: a tar of `image.tar`, as the engine saves images, and `manifest.json`,
// which says what it is and how to tell that it is whole. Nothing in such a file is believed before all of it was read.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { PassThrough } from 'node:stream'
import { Header, Parser, type ReadEntry } from 'tar'
import { z } from 'zod'
import { checkSavedImage } from './saved-image.ts'

const manifestShape = z.object({
  format: z.literal('dynarium-stack'), version: z.literal(1),
  stack: z.string().min(1).max(64).regex(/^[a-z0-9-]+$/), from: z.string().max(500), createdAt: z.number(),
  image: z.object({ id: z.string().regex(/^sha256:[0-9a-f]{64}$/), bytes: z.number().int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
})
export type BundleManifest = z.infer<typeof manifestShape>

const blockBytes = 512
const manifestMaxBytes = 64 * 1024
/** Unpacked. A whole stack has a tenth of it. */
const bundleMaxBytes = 16 * 1024 ** 3

/** `image`: the engine's archive. The file must not be there yet; the caller takes away what is left of a failure. */
export async function writeBundle(path: string, image: AsyncIterable<Buffer | string>, facts: Omit<BundleManifest, 'format' | 'version' | 'image'> & { readonly id: string }): Promise<number> {
  const file = await open(path, 'wx', 0o644)
  try {
    const hash = createHash('sha256')
    let bytes = 0
    // The length stands before what it is the length of, so its place is filled in at the end.
    let at = blockBytes
    for await (const piece of image) {
      const chunk = Buffer.from(piece as Buffer)
      hash.update(chunk)
      bytes += chunk.length
      await file.write(chunk, 0, chunk.length, at)
      at += chunk.length
    }
    const { id, ...rest } = facts
    const manifest: BundleManifest = { format: 'dynarium-stack', version: 1, ...rest, image: { id, bytes, sha256: hash.digest('hex') } }
    const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
    at = Math.ceil(at / blockBytes) * blockBytes
    const tail = Buffer.concat([headerOf('manifest.json', text.length), text, Buffer.alloc(paddingOf(text.length) + 2 * blockBytes)])
    await file.write(tail, 0, tail.length, at)
    const head = headerOf('image.tar', bytes)
    await file.write(head, 0, head.length, 0)
    await file.sync()
    return at + tail.length
  } finally {
    await file.close()
  }
}

/** Reads all of it. Throws Error with a sentence without a full stop. */
export async function checkBundle(path: string, signal: AbortSignal, told: (done: number, total: number) => void): Promise<BundleManifest> {
  const hash = createHash('sha256')
  const saved = checkSavedImage()
  const seen: string[] = []
  let bytes = 0
  let text = ''
  let wrong: string | null = null
  await readEntries(path, signal, told, (entry) => {
    seen.push(entry.path)
    const known = ['image.tar', 'manifest.json'].includes(entry.path) && (entry.type === 'File' || entry.type === 'OldFile')
    if (!known || seen.length > 2) wrong ??= `it has "${entry.path}" in it`
    else if (entry.size > (entry.path === 'image.tar' ? bundleMaxBytes : manifestMaxBytes)) wrong ??= `its ${entry.path} is too large`
    if (wrong !== null) return void entry.resume()
    entry.on('data', (chunk) => {
      if (entry.path === 'manifest.json') text += chunk.toString()
      else {
        hash.update(chunk)
        bytes += chunk.length
        saved.take(chunk)
      }
    })
  }, () => wrong)
  if (wrong !== null) throw new Error(wrong)
  for (const name of ['image.tar', 'manifest.json']) if (!seen.includes(name)) throw new Error(`it has no ${name}`)
  const manifest = readManifest(text)
  if (manifest.image.bytes !== bytes || manifest.image.sha256 !== hash.digest('hex')) throw new Error('it is damaged: its content is not what its manifest says')
  saved.end()
  return manifest
}

/** The engine's archive in a bundle that was checked. */
export function imageOfBundle(path: string, signal: AbortSignal, told: (done: number, total: number) => void): NodeJS.ReadableStream {
  const image = new PassThrough()
  let done = 0
  readEntries(path, signal, () => {}, (entry) => {
    if (entry.path !== 'image.tar') return void entry.resume()
    entry.on('data', (chunk) => told(done += chunk.length, entry.size))
    entry.pipe(image)
  }, () => null).catch((error: unknown) => image.destroy(error as Error))
  return image
}

/** Slows down as its reader does. `stop`: nothing more is read once it gives a reason. */
async function readEntries(path: string, signal: AbortSignal, told: (done: number, total: number) => void, onReadEntry: (entry: ReadEntry) => void, stop: () => string | null): Promise<void> {
  const { size } = await stat(path)
  const parser = new Parser({ onReadEntry, strict: true, maxMetaEntrySize: manifestMaxBytes })
  const failed: Error[] = []
  parser.on('error', (error) => failed.push(error as Error))
  const over = new Promise<void>((resolve) => parser.on('end', () => resolve()))
  let done = 0
  for await (const chunk of createReadStream(path, { signal })) {
    told(done += (chunk as Buffer).length, size)
    if (!parser.write(chunk as Buffer) && failed.length === 0) await new Promise<void>((resolve) => { parser.once('drain', () => resolve()); parser.once('error', () => resolve()) })
    if (failed.length > 0) throw new Error('it is no archive, or it is cut off')
    if (stop() !== null) return
  }
  parser.end()
  if (failed.length > 0) throw new Error('it is no archive, or it is cut off')
  await over
}

function readManifest(text: string): BundleManifest {
  try {
    return manifestShape.parse(JSON.parse(text))
  } catch {
    throw new Error('its manifest is not one of ours')
  }
}

function headerOf(path: string, size: number): Buffer {
  const block = Buffer.alloc(blockBytes)
  new Header({ path, size, mode: 0o644, type: 'File', uid: 0, gid: 0, mtime: new Date(0) }).encode(block, 0)
  return block
}

const paddingOf = (size: number): number => (blockBytes - (size % blockBytes)) % blockBytes
