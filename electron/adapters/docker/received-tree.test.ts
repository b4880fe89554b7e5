import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Header } from 'tar'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { receiveTree, type TreeLimits } from './received-tree.ts'

type Entry = { readonly path: string; readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO'; readonly linkpath?: string; readonly text?: string; readonly mode?: number; readonly size?: number }

/** An archive with just these headers, however wrong they are. */
function archive(entries: readonly Entry[]): Readable {
  const parts = entries.flatMap(({ path, type = 'File', linkpath, text = '', mode = 0o640, size }) => {
    const header = new Header({ path, type, mode, size: size ?? Buffer.byteLength(text), uid: 1000, gid: 1000, mtime: new Date(0), ...(linkpath === undefined ? {} : { linkpath }) })
    header.encode()
    return [header.block ?? Buffer.alloc(512), Buffer.from(text), Buffer.alloc((512 - (Buffer.byteLength(text) % 512)) % 512)]
  })
  return Readable.from([...parts, Buffer.alloc(1024)])
}

describe('BC6 a folder as Docker sends it', () => {
  let place: string
  const out = (): string => join(place, 'out')
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'dynarium-received-'))
    mkdirSync(out())
    mkdirSync(join(place, 'outside'))
  })
  afterEach(() => rmSync(place, { recursive: true, force: true }))
  const receive = (entries: readonly Entry[], limits: TreeLimits = { bytes: 1024, entries: 10 }) => receiveTree(archive([{ path: 'build/', type: 'Directory', mode: 0o755 }, ...entries]), 'build', out(), limits)
  const refused = (entries: readonly Entry[]) => expect(receive(entries)).rejects.toMatchObject({ code: 'archive-unsafe' })

  it('has its files, folders and links, and leaves pipes and devices out', async () => {
    const entries = await receive([
      { path: 'build/lib/', type: 'Directory', mode: 0o500 }, { path: 'build/lib/a', text: 'a', mode: 0o511 }, { path: 'build/b', type: 'SymbolicLink', linkpath: '/usr/bin/b' },
      { path: 'build/c', type: 'Link', linkpath: 'build/lib/a' }, { path: 'build/pipe', type: 'FIFO' }, { path: 'build/null', type: 'CharacterDevice' }, { path: 'build/up', type: 'SymbolicLink', linkpath: '../../..' },
    ])
    expect(entries.map(({ kind, path }) => `${kind} ${path}`)).toEqual(['link b', 'file c', 'folder lib', 'file lib/a', 'link up'])
    expect([readlinkSync(join(out(), 'b')), readlinkSync(join(out(), 'up')), readFileSync(join(out(), 'c'), 'utf8')]).toEqual(['/usr/bin/b', '../../..', 'a'])
    expect([lstatSync(join(out(), 'lib')).mode & 0o777, lstatSync(join(out(), 'lib/a')).mode & 0o777]).toEqual([0o755, 0o755])
  })

  it('writes nothing through a link, in whatever order they come', async () => {
    const way = { path: 'build/way', type: 'SymbolicLink', linkpath: join(place, 'outside') } as const
    await refused([way, { path: 'build/way/x', text: 'x' }])
    await refused([way, { path: 'build/way/x', type: 'SymbolicLink', linkpath: 'y' }])
    await expect(receive([{ path: 'build/way/', type: 'Directory' }, { path: 'build/way/x', text: 'x' }, way])).rejects.toThrow()
    expect(readdirSync(join(place, 'outside'))).toEqual([])
  })

  it('refuses names that are not below it, and hard links to what is not in it', async () => {
    for (const path of ['build/../x', '../x', '/etc/x', 'other/x', 'build/./x', 'build']) await refused([{ path, text: 'x' }])
    for (const linkpath of ['/etc/passwd', '../outside', 'build/none']) await refused([{ path: 'build/x', type: 'Link', linkpath }])
    expect(existsSync(join(place, 'x'))).toBe(false)
  })

  it('stops at its bounds by what the headers say', async () => {
    await expect(receive([{ path: 'build/a', text: 'x'.repeat(600) }, { path: 'build/bomb', size: 10 ** 9 }])).rejects.toMatchObject({ code: 'slug-too-large', params: { size: 'more than 1 KB unpacked', largest: 'bomb (954 MB)' } })
    await expect(receive(Array.from({ length: 11 }, (_, n) => ({ path: `build/f${n}` })))).rejects.toMatchObject({ code: 'slug-too-large', params: { limit: '10 files' } })
  })

  it('is not taken for whole when it breaks off', async () => {
    const cut = Readable.from([Buffer.from(await archiveBytes([{ path: 'build/a', text: 'x'.repeat(600) }])).subarray(0, 700)])
    await expect(receiveTree(cut, 'build', out(), { bytes: 1024, entries: 10 })).rejects.toThrow()
  })
})

async function archiveBytes(entries: readonly Entry[]): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of archive(entries)) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
