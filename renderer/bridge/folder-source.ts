// A folder that was dropped or chosen, as a source the engine can build. The desktop window knows its path; a browser packs
// the files and uploads them.

import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { CallInput } from '../../shared/protocol/calls.ts'
import { tarArchive, type TarEntry } from './tar.ts'
import { takeToken } from './token.ts'
import { windowBridge } from './window-bridge.ts'

export type Source = CallInput<'builds:create'>['source']
export type NamedSource = { readonly name: string; readonly source: Source }

/** What a browser will pack by itself; beyond that git is the better way. */
const maxFiles = 20_000
const maxBytes = 200 * 1024 * 1024
/** Not part of a source, and often huge. */
const leftOut = /(^|\/)(\.git|node_modules|\.DS_Store)(\/|$)/

export async function droppedSource(data: DataTransfer): Promise<NamedSource> {
  const item = data.items[0]
  const entry = item?.webkitGetAsEntry() ?? null
  const file = item?.getAsFile() ?? null
  const bridge = windowBridge()
  if (entry === null || file === null) throw unreadable('nothing that can be deployed was dropped')
  if (entry.isDirectory) {
    if (bridge !== null) return { name: entry.name, source: { kind: 'folder', path: bridge.pathForFile(file) } }
    return { name: entry.name, source: await packed(entry.name, await entriesOf(entry as FileSystemDirectoryEntry)) }
  }
  if (!/\.(tgz|tar\.gz|tar)$/.test(entry.name)) throw unreadable(`${entry.name} is not a folder or a .tgz`)
  if (bridge !== null) throw unreadable('the window takes folders; unpack the archive and drop its folder')
  return { name: entry.name, source: await upload(entry.name, file) }
}

/** The desktop's own dialog, or null when it was cancelled or there is none. */
export async function pickedSource(): Promise<NamedSource | null> {
  const path = (await windowBridge()?.pickFolder()) ?? null
  return path === null ? null : { name: path.split(/[\\/]/).filter(Boolean).at(-1) ?? 'app', source: { kind: 'folder', path } }
}

/** Files of an `<input webkitdirectory>`. */
export async function chosenSource(files: readonly File[]): Promise<NamedSource> {
  const root = files[0]?.webkitRelativePath.split('/')[0] ?? 'app'
  const list = files.map((file) => ({ path: file.webkitRelativePath.split('/').slice(1).join('/'), file }))
  return { name: root, source: await packed(root, list) }
}

type Listed = { readonly path: string; readonly file: File }

async function packed(name: string, files: readonly Listed[]): Promise<Source> {
  const kept = files.filter((file) => !leftOut.test(file.path))
  const total = kept.reduce((sum, { file }) => sum + file.size, 0)
  if (kept.length === 0) throw new PlatformError('source-empty')
  if (kept.length > maxFiles || total > maxBytes) throw unreadable('it is too large to upload from a browser; use git push')
  const entries: TarEntry[] = []
  for (const { path, file } of kept) entries.push({ path, bytes: new Uint8Array(await file.arrayBuffer()) })
  const zipped = new Blob([tarArchive(entries) as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'))
  return upload(`${name}.tgz`, await new Response(zipped).blob())
}

async function upload(name: string, body: Blob): Promise<Source> {
  const safe = name.replace(/[^\w.-]/g, '-')
  const answer = await fetch(`/uploads/${safe}`, { method: 'PUT', body, headers: { authorization: `Bearer ${takeToken() ?? ''}` } }).catch(() => null)
  if (answer === null) throw new PlatformError('engine-gone', { why: 'the upload was not answered' }, false)
  if (!answer.ok) throw unreadable(await refusalText(answer))
  const { upload: id } = (await answer.json()) as { upload: string }
  return { kind: 'tarball', upload: id, name: safe }
}

async function refusalText(answer: Response): Promise<string> {
  const body = (await answer.json().catch(() => null)) as { message?: unknown } | null
  return typeof body?.message === 'string' ? body.message : `the upload was refused with ${answer.status}`
}

async function entriesOf(folder: FileSystemDirectoryEntry, prefix = ''): Promise<Listed[]> {
  const reader = folder.createReader()
  const found: Listed[] = []
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (batch.length === 0 || found.length > maxFiles) return found
    for (const entry of batch) {
      const path = prefix + entry.name
      if (leftOut.test(path)) continue
      if (entry.isDirectory) found.push(...(await entriesOf(entry as FileSystemDirectoryEntry, `${path}/`)))
      else found.push({ path, file: await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)) })
    }
  }
}

const unreadable = (why: string): PlatformError => new PlatformError('source-unreadable', { why })
