import type { TreeEntry } from './list-tree.ts'

/** Reproducible: the same files give the same id. Throws `slug-too-large`, `disk-full`. */
export type PackSlug = (folder: string, entries: readonly TreeEntry[]) => Promise<{ readonly slugId: string; readonly bytes: number; readonly files: number }>

/** Unpacks into an empty folder. */
export type OpenSlug = (slugId: string, folder: string) => Promise<void>

/** Where slugs are kept; the disk adapter has one. */
export type SlugShelf = {
  readonly pack: PackSlug
  readonly open: OpenSlug
  has(slugId: string): boolean
  remove(slugId: string): Promise<void>
}
