// Build and release output, one file per id. Heroku keeps 300 MB of it and cuts 150 MB chunks from the head; here both are scaled
// down to what one laptop and one reader can use.

import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type TextFiles = {
  /** Throws when the disk does not take it. */
  append(id: string, text: string): void
  read(id: string): string
  /** Those whose id begins with the app's and a dot. */
  removeOf(appId: string): void
}

export type TextLimits = { readonly maxBytes: number; readonly maxFiles: number }

export function openTextFiles(folder: string, limits: TextLimits): TextFiles {
  mkdirSync(folder, { recursive: true })
  dropOldest(folder, limits.maxFiles)
  const pathOf = (id: string): string => join(folder, `${id}.txt`)

  function append(id: string, text: string): void {
    const path = pathOf(id)
    appendFileSync(path, text)
    if (statSync(path).size > limits.maxBytes) cutHead(path, Math.floor(limits.maxBytes / 2))
  }

  function removeOf(appId: string): void {
    for (const name of readdirSync(folder)) if (name.startsWith(`${appId}.`)) rmSync(join(folder, name), { force: true })
  }

  return { append, removeOf, read: (id) => (existsSync(pathOf(id)) ? readFileSync(pathOf(id), 'utf8') : '') }
}

/** Keeps the last `keepBytes`, from the start of a line, and says so in the first line. */
function cutHead(path: string, keepBytes: number): void {
  const bytes = readFileSync(path)
  const from = bytes.length - keepBytes
  const lineEnd = bytes.indexOf(0x0a, from)
  const kept = bytes.subarray(lineEnd < 0 ? from : lineEnd + 1)
  const notice = Buffer.from(` !     The output was too long: the first ${bytes.length - kept.length} bytes were cut.\n`)
  writeFileSync(`${path}.cut`, Buffer.concat([notice, kept]))
  renameSync(`${path}.cut`, path)
}

function dropOldest(folder: string, maxFiles: number): void {
  const files = readdirSync(folder).map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
  files.sort((a, b) => b.at - a.at)
  for (const { path } of files.slice(maxFiles)) rmSync(path, { force: true })
}
