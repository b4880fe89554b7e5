import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyTree, removeTree, replaceByCopy } from '../parts/copy-tree.ts'
import { createDynoFolders } from './dyno-folders.ts'
import { insidePath } from '../parts/inside-path.ts'
import { bytesOf, listTree, TreeTooLarge } from '../parts/list-tree.ts'
import { makeFolder, writeFiles } from '../parts/test-files.fixture.ts'
import { createSlugTemplates } from './slug-templates.ts'
import { parseSlugignore } from '../parts/slugignore.ts'

let place: string
beforeEach(() => void (place = makeFolder('trees')))
afterEach(() => rmSync(place, { recursive: true, force: true }))
const at = (path: string): string => join(place, path)

describe('listing a tree', () => {
  it('gives folders before what is in them, in the same order everywhere', async () => {
    writeFiles(at('t'), { 'b.txt': 'bb', 'a/z.txt': 'z', 'a.txt': 'a', 'B': '' })
    symlinkSync('a.txt', at('t/link'))
    const entries = await listTree(at('t'))
    expect(entries.map(({ path, kind }) => `${kind} ${path}`)).toEqual(['file B', 'folder a', 'file a/z.txt', 'file a.txt', 'file b.txt', 'link link'])
    expect(bytesOf(entries)).toBe(4)
  })

  it('leaves out what is to be skipped without looking into it, and stops at its limits', async () => {
    writeFiles(at('t'), { 'keep/a.txt': 'aaaa', 'skip/b.txt': 'b' })
    expect((await listTree(at('t'), { skip: (path) => path === 'skip' })).map(({ path }) => path)).toEqual(['keep', 'keep/a.txt'])
    await expect(listTree(at('t'), { maxBytes: 3 })).rejects.toBeInstanceOf(TreeTooLarge)
    await expect(listTree(at('t'), { maxEntries: 3 })).rejects.toBeInstanceOf(TreeTooLarge)
  })
})

describe('copying a tree', () => {
  it('keeps contents, modes and links', async () => {
    writeFiles(at('t'), { 'bin/run': '#!/bin/sh', 'deep/er/a.txt': 'a' })
    mkdirSync(at('t/empty'))
    symlinkSync('../deep', at('t/bin/link'))
    await copyTree(at('t'), await listTree(at('t')), at('copy'))
    expect(await listTree(at('copy'))).toEqual(await listTree(at('t')))
    expect(readlinkSync(at('copy/bin/link'))).toBe('../deep')
    expect(readFileSync(at('copy/deep/er/a.txt'), 'utf8')).toBe('a')
  })

  it('replaces a folder whole, or leaves the old one', async () => {
    writeFiles(at('new'), { 'a.txt': 'new' })
    writeFiles(at('old'), { 'b.txt': 'old' })
    await replaceByCopy(at('new'), at('old'))
    expect(readdirSync(at('old'))).toEqual(['a.txt'])
    await expect(replaceByCopy(at('absent'), at('old'))).rejects.toThrow()
    expect(readdirSync(place).filter((name) => name.includes('.new'))).toEqual([])
    expect(readFileSync(at('old/a.txt'), 'utf8')).toBe('new')
  })

  it('removes folders that may not be written to, and what is not there', async () => {
    writeFiles(at('t/sealed'), { 'a.txt': 'a' })
    chmodSync(at('t/sealed'), 0o555)
    await removeTree(at('t'))
    await removeTree(at('t'))
    expect(existsSync(at('t'))).toBe(false)
  })
})

describe('slugs as folders of dynos', () => {
  it('are unpacked once, copied for each dyno, and gone when discarded', async () => {
    let opened = 0
    const templates = createSlugTemplates(at('templates'), async (_, folder) => {
      opened++
      writeFiles(folder, { 'a.txt': 'a' })
    })
    const folders = createDynoFolders(at('dynos'), templates)
    const all = await Promise.all(Array.from({ length: 20 }, (_, index) => folders.prepare(`d${index}`, 'slug')))
    expect(opened).toBe(1)
    writeFileSync(join(all[0]?.app ?? '', 'a.txt'), 'mine')
    expect(readFileSync(join(all[1]?.app ?? '', 'a.txt'), 'utf8')).toBe('a')
    expect(lstatSync(all[0]?.temporary ?? '').isDirectory()).toBe(true)
    for (const folder of all) await folders.discard(folder)
    expect(existsSync(all[0]?.root ?? place)).toBe(false)
    await folders.settled()
    expect(readdirSync(at('dynos'))).toEqual([])
  })

  it('leave nothing behind when unpacking fails, and are tried again', async () => {
    let fail = true
    const templates = createSlugTemplates(at('templates'), async (_, folder) => {
      writeFiles(folder, { 'a.txt': 'a' })
      if (fail) throw new Error('no space')
    })
    const folders = createDynoFolders(at('dynos'), templates)
    await expect(folders.prepare('d1', 'slug')).rejects.toThrow('no space')
    await folders.settled()
    expect([...readdirSync(at('templates')), ...readdirSync(at('dynos'))]).toEqual([])
    fail = false
    expect(readdirSync((await folders.prepare('d1', 'slug')).app)).toEqual(['a.txt'])
  })

  it('leave with their slug, at the latest when the last copy is made', async () => {
    const templates = createSlugTemplates(at('templates'), async (_, folder) => writeFiles(folder, { 'a.txt': 'a' }))
    await templates.copyTo('slug-1', at('copy-1'))
    await templates.drop('slug-1')
    const copying = templates.copyTo('slug-2', at('copy-2'))
    await templates.drop('slug-2')
    await copying
    expect(readFileSync(at('copy-2/a.txt'), 'utf8')).toBe('a')
    expect(readdirSync(at('templates'))).toEqual([])
  })

  it('are kept for a few slugs only', async () => {
    const templates = createSlugTemplates(at('templates'), async (_, folder) => writeFiles(folder, { 'a.txt': 'a' }))
    for (let index = 0; index < 12; index++) await templates.copyTo(`slug-${index}`, at(`copy-${index}`))
    expect(readdirSync(at('templates'))).toHaveLength(8)
  })
})

describe('paths of steps', () => {
  it('never leave the folder, whatever they are made of', async () => {
    mkdirSync(at('root/a'), { recursive: true })
    symlinkSync(place, at('root/out'))
    const part = fc.constantFrom('a', 'b', '..', '.', '', 'out', '/')
    await fc.assert(fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
      const full = await insidePath(at('root'), parts.join('/')).catch(() => null)
      if (full !== null) expect(full.startsWith(`${at('root')}/`) && !full.startsWith(`${at('root/out')}/`)).toBe(true)
    }))
    expect(await insidePath(at('root'), 'a/new/file')).toBe(at('root/a/new/file'))
  })
})

describe('.slugignore', () => {
  it('is like .gitignore, without taking back', () => {
    const ignores = parseSlugignore('# comment\n*.psd\n/docs\nspec/\n\n!keep.psd\r\ntmp/*.log\r\n')
    expect(['a.psd', 'deep/a.psd', 'keep.psd', 'tmp/x.log'].filter((path) => !ignores(path, false))).toEqual([])
    expect(['lib/docs', 'spec', 'tmp/x/y.log', '# comment'].filter((path) => ignores(path, false))).toEqual([])
    expect(['docs', 'spec', 'lib/spec'].filter((path) => !ignores(path, true))).toEqual([])
  })
})
