import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSlugStore, type SlugStore } from './slug-store.ts'
import type { PackEntry } from './tar-stream.ts'

function list(folder: string, below = ''): PackEntry[] {
  const names = readdirSync(join(folder, below))
  names.sort()
  return names.flatMap((name): PackEntry[] => {
    const path = below === '' ? name : `${below}/${name}`
    const stats = lstatSync(join(folder, path))
    const kind = stats.isSymbolicLink() ? 'link' : stats.isDirectory() ? 'folder' : 'file'
    return [{ path, kind, mode: stats.mode & 0o777, bytes: kind === 'file' ? stats.size : 0 }, ...(kind === 'folder' ? list(folder, path) : [])]
  })
}

describe('the slug store', () => {
  let place: string
  let tree: string
  let store: SlugStore
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'dynarium-slugs-'))
    tree = join(place, 'tree')
    mkdirSync(tree)
    store = createSlugStore(join(place, 'slugs'))
  })
  afterEach(() => rmSync(place, { recursive: true, force: true }))

  function put(path: string, text: string | Buffer, mode = 0o644): void {
    mkdirSync(join(tree, path, '..'), { recursive: true })
    writeFileSync(join(tree, path), text)
    chmodSync(join(tree, path), mode)
  }

  const pack = () => store.pack(tree, list(tree))
  const longName = `${'deep/'.repeat(30)}${'n'.repeat(120)} größe.txt`

  it('gives back links that lead out of the slug, as a Python virtual environment has them', async () => {
    put('a.txt', 'a')
    mkdirSync(join(tree, '.venv/bin'), { recursive: true })
    symlinkSync('/usr/bin/env', join(tree, '.venv/bin/python'))
    symlinkSync('../../../outside', join(tree, '.venv/bin/up'))
    const { slugId } = await pack()
    const out = join(place, 'out')
    await store.open(slugId, out)
    expect(readlinkSync(join(out, '.venv/bin/python'))).toBe('/usr/bin/env')
    expect(readlinkSync(join(out, '.venv/bin/up'))).toBe('../../../outside')
  })

  it('gives back what was packed: contents, modes, links, empty folders and long names', async () => {
    put('a.txt', 'a')
    put('bin/run', '#!/bin/sh\n', 0o755)
    put(longName, 'deep')
    put('large.bin', Buffer.alloc(700_001, 7))
    mkdirSync(join(tree, 'empty'))
    symlinkSync('bin/run', join(tree, 'link'))
    const { slugId, files, bytes } = await pack()
    expect(files).toBe(5)
    expect(store.has(slugId)).toBe(true)
    const out = join(place, 'out')
    await store.open(slugId, out)
    expect(list(out)).toEqual(list(tree))
    expect(readFileSync(join(out, longName), 'utf8')).toBe('deep')
    expect(readFileSync(join(out, 'large.bin')).equals(Buffer.alloc(700_001, 7))).toBe(true)
    expect(readlinkSync(join(out, 'link'))).toBe('bin/run')
    expect(bytes).toBe(lstatSync(join(place, 'slugs', `${slugId.slice(7)}.tgz`)).size)
  })

  it('makes archives that the usual tar reads', async () => {
    put('a.txt', 'a')
    put(longName, 'deep')
    const { slugId } = await pack()
    const listed = execFileSync('tar', ['-tzf', join(place, 'slugs', `${slugId.slice(7)}.tgz`), '--quoting-style=literal'], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } })
    expect(listed.split('\n')).toContain(longName)
  })

  it('gives the same id for the same tree, whatever its times and finer modes are', async () => {
    put('a.txt', 'a')
    put('run', 'x', 0o700)
    const first = await pack()
    utimesSync(join(tree, 'a.txt'), 1, 1)
    chmodSync(join(tree, 'a.txt'), 0o600)
    chmodSync(join(tree, 'run'), 0o755)
    expect(await pack()).toEqual(first)
    expect(readdirSync(join(place, 'slugs'))).toHaveLength(1)
    chmodSync(join(tree, 'run'), 0o644)
    expect((await pack()).slugId).not.toBe(first.slugId)
  })

  it('refuses one that is too large, names the largest files and leaves nothing behind', async () => {
    store = createSlugStore(join(place, 'slugs'), 100_000)
    put('small.txt', 'a')
    put('noise.bin', randomBytes(200_000))
    await expect(pack()).rejects.toMatchObject({ code: 'slug-too-large', params: { limit: '98K', largest: 'noise.bin (195 KB), small.txt (1 B)' } })
    expect(readdirSync(join(place, 'slugs'))).toEqual([])
  })

  it('does not open one whose bytes are not those that were built', async () => {
    put('a.txt', 'a')
    const one = await pack()
    put('a.txt', 'b')
    const two = await pack()
    const file = (slugId: string): string => join(place, 'slugs', `${slugId.slice(7)}.tgz`)
    writeFileSync(file(one.slugId), readFileSync(file(two.slugId)))
    await expect(store.open(one.slugId, join(place, 'out'))).rejects.toThrow('not the one that was built')
    writeFileSync(file(one.slugId), readFileSync(file(two.slugId)).subarray(0, 50))
    await expect(store.open(one.slugId, join(place, 'out2'))).rejects.toThrow()
    await expect(store.open('sha256:../../etc', join(place, 'out3'))).rejects.toThrow('not on this disk')
  })

  it('forgets what was removed', async () => {
    put('a.txt', 'a')
    const { slugId } = await pack()
    await store.remove(slugId)
    await store.remove(slugId)
    expect(store.has(slugId)).toBe(false)
  })

  it('fails when a file changed between listing and packing', async () => {
    put('a.txt', 'a')
    const entries = list(tree)
    put('a.txt', 'longer')
    await expect(store.pack(tree, entries)).rejects.toThrow('changed while it was packed')
  })

  const canMount = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/bin/mount')
  it.skipIf(!canMount)('says that the disk is full and takes its partial file away (needs root: a tiny tmpfs)', async () => {
    const small = join(place, 'small')
    mkdirSync(small)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small])
    try {
      store = createSlugStore(small)
      put('noise.bin', randomBytes(300_000))
      await expect(pack()).rejects.toMatchObject({ code: 'disk-full' })
      expect(readdirSync(small)).toEqual([])
    } finally {
      execFileSync('umount', [small])
    }
  })
})
