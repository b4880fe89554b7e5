// .slugignore: what of the source stays out of the slug, told before any buildpack looks. Like .gitignore, but a line can not
// take back an earlier one (devcenter slug-compiler).

import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import createIgnore from 'ignore'
import { removeTree } from './copy-tree.ts'

export type Ignores = (path: string, isFolder: boolean) => boolean

/** A list longer than that is no list. */
const maxBytes = 512 * 1024

export async function readSlugignore(root: string): Promise<Ignores> {
  const file = join(root, '.slugignore')
  const stats = await stat(file).catch(() => null)
  // Pushed code may bring a link to a device, which has no end.
  if (stats === null || !stats.isFile() || stats.size > maxBytes) return parseSlugignore('')
  return parseSlugignore(await readFile(file, 'utf8').catch(() => ''))
}

export function parseSlugignore(text: string): Ignores {
  const rules = createIgnore().add(text.split(/\r?\n/).filter((line) => !line.startsWith('!')))
  return (path, isFolder) => rules.ignores(isFolder ? `${path}/` : path)
}

export async function removeIgnored(root: string, entries: readonly { readonly path: string; readonly kind: string }[], ignores: Ignores): Promise<void> {
  for (const { path, kind } of entries) if (ignores(path, kind === 'folder')) await removeTree(join(root, path))
}
