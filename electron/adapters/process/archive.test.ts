import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { join } from 'node:path'
import { Header } from 'tar'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder } from '../parts/test-files.fixture.ts'
import { unpackArchive } from '../parts/unpack-archive.ts'

type Entry = { readonly path: string; readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO'; readonly linkpath?: string; readonly text?: string; readonly mode?: number; readonly size?: number }

/** An archive with just these headers, however wrong they are. */
function archive(entries: readonly Entry[]): Buffer {
  const parts = entries.flatMap(({ path, type = 'File', linkpath, text = '', mode = 0o644, size }) => {
    const header = new Header({ path, type, mode, size: size ?? Buffer.byteLength(text), uid: 4242, gid: 4242, mtime: new Date(0), ...(linkpath === undefined ? {} : { linkpath }) })
    header.encode()
    return [header.block ?? Buffer.alloc(512), Buffer.from(text), Buffer.alloc((512 - (Buffer.byteLength(text) % 512)) % 512)]
  })
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

describe('unpacking an archive', () => {
  let place: string
  beforeEach(() => void (place = makeFolder('archive')))
  afterEach(() => rmSync(place, { recursive: true, force: true }))

  async function unpack(bytes: Buffer, limits = { bytes: 1024 * 1024, entries: 100 }): Promise<string> {
    writeFileSync(join(place, 'given.tgz'), bytes)
    return unpackArchive(join(place, 'given.tgz'), join(place, 'out'), limits)
  }

  it('takes files, folders and links that stay inside, packed or not', async () => {
    const entries: Entry[] = [{ path: 'lib/', type: 'Directory' }, { path: 'lib/a.txt', text: 'a' }, { path: 'b', type: 'SymbolicLink', linkpath: 'lib/a.txt' }, { path: 'c', type: 'Link', linkpath: 'lib/a.txt' }]
    expect(readdirSync(await unpack(archive(entries)))).toEqual(['b', 'c', 'lib'])
    rmSync(join(place, 'out'), { recursive: true })
    expect(readdirSync(await unpack(gzipSync(archive(entries))))).toEqual(['b', 'c', 'lib'])
  })

  it('takes a single top folder away', async () => {
    expect(await unpack(archive([{ path: 'repo/a.txt', text: 'a' }]))).toBe(join(place, 'out/repo'))
  })

  const hostile: readonly (readonly [string, readonly Entry[], RegExp])[] = [
    ['an absolute name', [{ path: '/tmp/dynarium-evil', text: 'x' }], /not below it/],
    ['a name that climbs out', [{ path: 'a/../../evil', text: 'x' }], /not below it/],
    ['a name of Windows that climbs out', [{ path: 'a\\..\\..\\evil', text: 'x' }], /not below it/],
    ['a name with a drive', [{ path: 'C:evil', text: 'x' }], /not below it/],
    ['a link that leaves', [{ path: 'a', type: 'SymbolicLink', linkpath: '../secret' }], /leads out/],
    ['an absolute link', [{ path: 'a', type: 'SymbolicLink', linkpath: '/etc' }], /leads out/],
    ['a file through a link', [{ path: 'a', type: 'SymbolicLink', linkpath: '..' }, { path: 'a/evil', text: 'x' }], /leads out/],
    ['a hard link to something outside', [{ path: 'a', type: 'Link', linkpath: '/etc/passwd' }], /not in it/],
    ['a hard link to what is not there', [{ path: 'a', type: 'Link', linkpath: 'b' }], /not in it/],
    ['a device', [{ path: 'a', type: 'CharacterDevice' }], /no file, folder or link/],
    ['a pipe', [{ path: 'a', type: 'FIFO' }], /no file, folder or link/],
  ]
  for (const [what, entries, why] of hostile) {
    it(`refuses ${what}, and writes nothing`, async () => {
      await expect(unpack(gzipSync(archive([{ path: 'good.txt', text: 'g' }, ...entries])))).rejects.toMatchObject({ code: 'archive-unsafe', message: expect.stringMatching(why) })
      expect(existsSync(join(place, 'out'))).toBe(false)
      expect(existsSync(join(place, 'evil'))).toBe(false)
      expect(existsSync('/tmp/dynarium-evil')).toBe(false)
    })
  }

  it('refuses links that lead out only together', async () => {
    const entries: Entry[] = [{ path: 'd/', type: 'Directory' }, { path: 'd/top', type: 'SymbolicLink', linkpath: '..' }, { path: 'winding', type: 'SymbolicLink', linkpath: 'd/top/../given.tgz' }]
    await expect(unpack(archive(entries))).rejects.toMatchObject({ code: 'archive-unsafe', params: { why: 'the link winding leads out of it' } })
  })

  it('refuses too many entries, too many bytes and bytes that only unpacking shows', async () => {
    await expect(unpack(archive(Array.from({ length: 101 }, (_, index) => ({ path: `f${index}` }))))).rejects.toMatchObject({ params: { why: 'it has more than 100 entries' } })
    await expect(unpack(gzipSync(archive([{ path: 'zeros', text: '\0'.repeat(2 * 1024 * 1024) }])))).rejects.toMatchObject({ params: { why: 'it unpacks to more than 1 MB' } })
    await expect(unpack(archive([{ path: 'claims', size: 8 * 1024 ** 3 }]))).rejects.toMatchObject({ code: 'archive-unsafe' })
  })

  it('refuses a damaged one', async () => {
    const whole = gzipSync(archive([{ path: 'a.txt', text: 'x'.repeat(5000) }]))
    await expect(unpack(whole.subarray(0, whole.length - 20))).rejects.toMatchObject({ code: 'archive-unsafe' })
    const bent = archive([{ path: 'a.txt', text: 'a' }, { path: 'b.txt', text: 'b' }])
    bent.write('XXXX', 1024 + 148)
    await expect(unpack(bent)).rejects.toMatchObject({ code: 'archive-unsafe' })
  })

  it('says of a zip what it takes instead', async () => {
    await expect(unpack(Buffer.from('PK\u0003\u0004'.padEnd(600, '.')))).rejects.toMatchObject({ code: 'source-unreadable', params: { why: 'it is not a .tar, .tar.gz or .tgz archive' } })
  })
})
