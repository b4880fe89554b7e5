// .slugignore: what of the source stays out of the slug, told before any buildpack looks. Like .gitignore, but a line can not
// take back an earlier one (devcenter slug-compiler).

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import createIgnore from 'ignore'
import { removeTree } from './copy-tree.ts'

export type Ignores = (path: string, isFolder: boolean) => boolean

export async function readSlugignore(root: string): Promise<Ignores> {
  const text = await readFile(join(root, '.slugignore'), 'utf8').catch(() => '')
  return parseSlugignore(text)
}

export function parseSlugignore(text: string): Ignores {
  const rules = createIgnore().add(text.split(/\r?\n/).filter((line) => !line.startsWith('!')))
  return (path, isFolder) => rules.ignores(isFolder ? `${path}/` : path)
}

export async function removeIgnored(root: string, entries: readonly { readonly path: string; readonly kind: string }[], ignores: Ignores): Promise<void> {
  for (const { path, kind } of entries) if (ignores(path, kind === 'folder')) await removeTree(join(root, path))
}
