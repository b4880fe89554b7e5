// What goes to the builder with a Dockerfile: its folder, less what .dockerignore names. The Dockerfile and .dockerignore themselves
// always go, as the builder needs them.

import dockerignore from '@balena/dockerignore'
import { readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { PassThrough, type Readable } from 'node:stream'
import { create } from 'tar'
import { isBelow } from '../../parts/inside-path.ts'
import type { TreeEntry } from '../../parts/list-tree.ts'

const ignoreFile = '.dockerignore'
const ignoreFileBytes = 512 * 1024

/** `entries`: all of the source. Throws an Error in words when the folder is not in the source. */
export async function buildContext(source: string, entries: readonly TreeEntry[], dockerfile: string): Promise<Readable> {
  const below = dirname(dockerfile)
  const folder = await realpath(join(source, below))
  if (folder !== source && !isBelow(source, folder)) throw new Error(`${dockerfile} leads out of the source`)
  const start = below === '.' ? '' : `${below}/`
  const paths = entries.filter(({ path }) => path.startsWith(start)).map(({ path }) => path.slice(start.length))
  // Not by way of a link: that may lead anywhere.
  const hasRules = entries.some(({ path, kind, bytes }) => path === `${start}${ignoreFile}` && kind === 'file' && bytes <= ignoreFileBytes)
  const rules = dockerignore({ ignorecase: false }).add(hasRules ? await readFile(join(folder, ignoreFile), 'utf8') : '')
  const always = new Set([basename(dockerfile), ignoreFile])
  const names = paths.filter((path) => always.has(path) || !rules.ignores(path))
  const bytes = new PassThrough()
  // A name that begins with @ would be taken for an archive to be read.
  const archive = create({ cwd: folder, portable: true, noDirRecurse: true }, names.map((name) => `./${name}`))
  archive.on('error', (error) => bytes.destroy(error instanceof Error ? error : new Error(String(error))))
  archive.pipe(bytes)
  return bytes
}
