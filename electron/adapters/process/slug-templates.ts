// One unpacked template per slug, from which every dyno gets its own copy: unpacking fifty times would take fifty times as long.
// Templates are dropped, the longest unused first, when there are more than a few.

import { randomUUID } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { copyTree, removeTree } from '../parts/copy-tree.ts'
import { listTree, type TreeEntry } from '../parts/list-tree.ts'
import type { OpenSlug } from '../parts/slug-shelf.ts'

export type SlugTemplates = {
  /** Fills `folder` with a fresh copy of the slug. */
  copyTo(slugId: string, folder: string): Promise<void>
  /** The slug is not on the shelf any more. */
  drop(slugId: string): Promise<void>
  /** Removes all of them: what an earlier engine left may be half done. */
  clear(): Promise<void>
}

type Template = { readonly folder: string; readonly entries: readonly TreeEntry[] }
type Slot = { readonly template: Promise<Template>; users: number }

const templatesKept = 8

export function createSlugTemplates(root: string, openSlug: OpenSlug): SlugTemplates {
  /** In order of use, the newest last. */
  const slots = new Map<string, Slot>()

  async function copyTo(slugId: string, folder: string): Promise<void> {
    const slot = slots.get(slugId) ?? { template: unpack(slugId), users: 0 }
    slots.delete(slugId)
    slots.set(slugId, slot)
    slot.users++
    try {
      const { folder: from, entries } = await slot.template
      await copyTree(from, entries, folder)
    } catch (error) {
      // The next dyno unpacks anew: somebody may have touched the template, or the disk was full.
      if (slots.get(slugId) === slot) slots.delete(slugId)
      throw error
    } finally {
      slot.users--
      // It was dropped meanwhile, and this was its last user.
      if (slots.get(slugId) !== slot && slot.users === 0) await discard(slot)
      await dropUnused()
    }
  }

  async function unpack(slugId: string): Promise<Template> {
    const folder = join(root, `${slugId.replace(/[^\w]/g, '-')}-${randomUUID().slice(0, 8)}`)
    const fresh = `${folder}.new`
    try {
      await mkdir(fresh, { recursive: true })
      await openSlug(slugId, fresh)
      const entries = await listTree(fresh)
      await rename(fresh, folder)
      return { folder, entries }
    } catch (error) {
      await removeTree(fresh)
      throw error
    }
  }

  async function dropUnused(): Promise<void> {
    for (const [slugId, slot] of slots) {
      if (slots.size <= templatesKept) return
      if (slot.users > 0) continue
      slots.delete(slugId)
      await discard(slot)
    }
  }

  async function drop(slugId: string): Promise<void> {
    const slot = slots.get(slugId)
    slots.delete(slugId)
    if (slot !== undefined && slot.users === 0) await discard(slot)
  }

  /** One that could not be unpacked has removed itself. */
  async function discard(slot: Slot): Promise<void> {
    const template = await slot.template.catch(() => null)
    if (template !== null) await removeTree(template.folder)
  }

  return { copyTo, drop, clear: () => removeTree(root) }
}
