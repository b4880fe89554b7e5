import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { create, Header, list } from 'tar'
import { afterAll, describe, expect, it } from 'vitest'
import { checkBundle, imageOfBundle, writeBundle } from './bundle-file.ts'
import { tarOf } from './tiny-image.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'dynarium-bundle-'))
const facts = { stack: 'heroku-24', from: 'made for a test', createdAt: 1, id: `sha256:${'a'.repeat(64)}` }
const quiet = new AbortController().signal
let count = 0
const fresh = (name = 'stack.tar'): string => join(folder, `${++count}-${name}`)

afterAll(() => rmSync(folder, { recursive: true }))

/** As engines save one image by its id. */
const savedImage = (change: Readonly<Record<string, string>> = {}): Promise<Buffer> =>
  tarOf({ 'manifest.json': '[{"Config":"c.json","RepoTags":null,"Layers":["1/layer.tar"]}]', 'c.json': '{}', '1/layer.tar': randomBytes(700).toString('hex'), ...change })

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 999) yield bytes.subarray(at, at + 999)
}
async function bundle(image: Buffer): Promise<string> {
  const path = fresh()
  await writeBundle(path, pieces(image), facts)
  return path
}
const check = (path: string) => checkBundle(path, quiet, () => {})

/** A plain tar of these entries, made without our writer. */
function handmade(entries: readonly { readonly path: string; readonly bytes?: Buffer; readonly type?: 'File' | 'SymbolicLink'; readonly linkpath?: string }[]): string {
  const path = fresh()
  const blocks = entries.flatMap(({ path, bytes = Buffer.alloc(0), type = 'File', linkpath }) => {
    const head = Buffer.alloc(512)
    new Header({ path, size: bytes.length, mode: 0o644, type, mtime: new Date(0), ...(linkpath === undefined ? {} : { linkpath }) }).encode(head, 0)
    return [head, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
  })
  writeFileSync(path, Buffer.concat([...blocks, Buffer.alloc(1024)]))
  return path
}
const manifestFor = (image: Buffer, change: object = {}): Buffer => Buffer.from(JSON.stringify({
  format: 'dynarium-stack', version: 1, stack: facts.stack, from: facts.from, createdAt: 1, image: { id: facts.id, bytes: image.length, sha256: createHash('sha256').update(image).digest('hex') }, ...change,
}))

describe('a bundle that was written', () => {
  it('is a tar like any other, says what it is, and gives the same image back, also when it was packed with gzip (CT9)', async () => {
    const image = await savedImage()
    const path = await bundle(image)
    const names: string[] = []
    await list({ file: path, onReadEntry: (entry) => void names.push(entry.path) })
    expect(names).toEqual(['image.tar', 'manifest.json'])
    const packed = fresh('stack.tar.gz')
    writeFileSync(packed, gzipSync(readFileSync(path)))
    for (const file of [path, packed]) {
      expect(await check(file)).toMatchObject({ stack: 'heroku-24', from: 'made for a test', image: { bytes: image.length, id: facts.id } })
      const back: Buffer[] = []
      for await (const chunk of imageOfBundle(file, quiet, () => {})) back.push(chunk as Buffer)
      expect(Buffer.concat(back).equals(image)).toBe(true)
    }
  })

  it('says how far its check has come, and stops when it is cancelled', async () => {
    const path = await bundle(await savedImage())
    const told: [number, number][] = []
    await checkBundle(path, quiet, (...at) => told.push(at))
    expect(told.at(-1)).toEqual([readFileSync(path).length, readFileSync(path).length])
    await expect(checkBundle(path, AbortSignal.abort(), () => {})).rejects.toThrow('abort')
  })
})

describe('what is not such a bundle is refused with what is wrong (CT9)', () => {
  it('a byte that changed, a part that is missing, a file that is none', async () => {
    const path = await bundle(await savedImage())
    const bytes = readFileSync(path)
    const write = (content: Buffer): string => {
      const other = fresh()
      writeFileSync(other, content)
      return other
    }
    const changed = Buffer.from(bytes)
    // In the middle of the layer, where nothing but the digest could tell.
    const at = changed.indexOf('layer.tar', 1024) + 700
    changed[at] = (changed[at] ?? 0) ^ 1
    await expect(check(write(changed))).rejects.toThrow('it is damaged')
    await expect(check(write(bytes.subarray(0, 2000)))).rejects.toThrow(/cut off|has no/)
    await expect(check(write(Buffer.from('hello')))).rejects.toThrow(/no archive|has no/)
    await expect(check(write(Buffer.alloc(0)))).rejects.toThrow(/no archive|has no/)
  })

  it('other files in it, paths that lead out, links', async () => {
    const image = await savedImage()
    const manifest = { path: 'manifest.json', bytes: manifestFor(image) }
    const ok = { path: 'image.tar', bytes: image }
    expect((await check(handmade([ok, manifest]))).stack).toBe('heroku-24')
    await expect(check(handmade([ok, manifest, { path: '../../etc/passwd' }]))).rejects.toThrow('it has "../../etc/passwd" in it')
    await expect(check(handmade([{ path: '/image.tar', bytes: image }, manifest]))).rejects.toThrow('it has "/image.tar" in it')
    await expect(check(handmade([{ path: 'image.tar', type: 'SymbolicLink', linkpath: '/dev/zero' }, manifest]))).rejects.toThrow('it has "image.tar" in it')
    await expect(check(handmade([ok, ok, manifest]))).rejects.toThrow('it has "manifest.json" in it')
    await expect(check(handmade([ok]))).rejects.toThrow('it has no manifest.json')
  })

  it('a manifest of another form, of too many bytes, of another stack\'s name', async () => {
    const image = await savedImage()
    const withManifest = (bytes: Buffer) => check(handmade([{ path: 'image.tar', bytes: image }, { path: 'manifest.json', bytes }]))
    await expect(withManifest(Buffer.from('{'))).rejects.toThrow('not one of ours')
    await expect(withManifest(manifestFor(image, { version: 2 }))).rejects.toThrow('not one of ours')
    await expect(withManifest(manifestFor(image, { stack: '../other:latest' }))).rejects.toThrow('not one of ours')
    await expect(withManifest(Buffer.alloc(70_000, ' '))).rejects.toThrow('too large')
  })

  it('an image with a name of its own, several images, no image', async () => {
    const refused = async (change: Readonly<Record<string, string>>, why: string) => expect(check(await bundle(await savedImage(change)))).rejects.toThrow(why)
    await refused({ 'manifest.json': '[{"RepoTags":["ubuntu:latest"]}]' }, 'a name of its own')
    await refused({ repositories: '{"ubuntu":{"latest":"1"}}' }, 'a name of its own')
    await refused({ 'index.json': '{"manifests":[{"annotations":{"io.containerd.image.name":"ubuntu:latest"}}]}' }, 'a name of its own')
    await refused({ 'manifest.json': '[{},{}]' }, 'exactly one image')
    await refused({ 'manifest.json': 'nonsense' }, 'can not be read')
    await expect(check(await bundle(Buffer.from('not an archive at all'.repeat(60))))).rejects.toThrow('its image is no archive')
  })

  it('a link in the image that leads out of it; one between its layers is as engines write it', async () => {
    const linked = async (target: string): Promise<string> => {
      const tree = mkdtempSync(join(folder, 'tree-'))
      writeFileSync(join(tree, 'manifest.json'), '[{"RepoTags":null}]')
      symlinkSync(target, join(tree, 'layer.tar'))
      const chunks: Buffer[] = []
      for await (const chunk of create({ cwd: tree, portable: true, preservePaths: true }, ['manifest.json', 'layer.tar'])) chunks.push(Buffer.from(chunk))
      return bundle(Buffer.concat(chunks))
    }
    expect((await check(await linked('other/layer.tar'))).stack).toBe('heroku-24')
    await expect(check(await linked('../../../etc/shadow'))).rejects.toThrow('leads out of it')
    await expect(check(await linked('/etc/shadow'))).rejects.toThrow('leads out of it')
  })
})
