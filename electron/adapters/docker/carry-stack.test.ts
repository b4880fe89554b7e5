import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { imageWorld, type ImageWorld } from './tiny-image.fixture.ts'

const engine = process.env['DYNARIUM_DOCKER'] ?? ''
const worlds: ImageWorld[] = []
function world(): ImageWorld {
  const made = imageWorld(engine)
  worlds.push(made)
  return made
}
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close()
})

describe.skipIf(engine === '')('a stack travels as a file', () => {
  it('exported, removed and imported, it is the same image under the same name (CT9)', async () => {
    const { host, stack, folder, makeImage, own, bring } = world()
    const image = await makeImage()
    const path = join(folder, 'stack.tar')
    expect(await host.exportImage(image.id, path)).toBe(statSync(path).size)
    await host.removeImage(image.id)
    expect(await own()).toEqual([])
    const { images, told } = await bring({ how: 'import', path })
    expect(images).toMatchObject([{ id: image.id, stack, from: 'made for a test', isCurrent: true }])
    expect(await host.imageOf(stack)).toBe(image.id)
    const bars = told.flatMap((news) => (news.kind === 'progress' ? news.parts : []))
    for (const id of ['check', 'image']) expect(bars.filter((bar) => bar.id === id).map(({ done, total }) => done === total).at(-1)).toBe(true)
  })

  it('an export takes no place of a file and no other place than a folder that is there, and leaves nothing of a failure (CT10)', async () => {
    const { host, folder, makeImage } = world()
    const { id } = await makeImage()
    const taken = join(folder, 'taken.tar')
    writeFileSync(taken, 'mine')
    const before = readdirSync(folder)
    for (const [path, why] of [[taken, 'something is there already'], [join(folder, 'no/such/x.tar'), 'its folder is not there'], ['x.tar', 'begin at the root'], [join(folder, 'x.zip'), 'end with .tar'], [join(folder, `${'x'.repeat(300)}.tar`), 'its name is too long']] as const) {
      await expect(host.exportImage(id, path)).rejects.toMatchObject({ code: 'bundle-unwritable', message: expect.stringContaining(why) as string })
    }
    expect(readdirSync(folder)).toEqual(before)
  })

  it.skipIf(process.platform !== 'linux' || !existsSync('/dev/full'))('an export to a full disk says so', async () => {
    const { host, folder, makeImage } = world()
    const { id } = await makeImage()
    const small = join(folder, 'small')
    mkdirSync(small)
    const { spawnSync } = await import('node:child_process')
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', small]).status !== 0) return
    try {
      writeFileSync(join(small, 'filler'), randomBytes(14_000))
      await expect(host.exportImage(id, join(small, 'stack.tar'))).rejects.toMatchObject({ code: 'disk-full' })
      expect(readdirSync(small)).toEqual(['filler'])
    } finally {
      spawnSync('umount', [small])
    }
  })

  it('a file that is no bundle changes nothing in the engine (CT9)', async () => {
    const { folder, own, bring } = world()
    const path = join(folder, 'nonsense.tar')
    writeFileSync(path, randomBytes(4096))
    await expect(bring({ how: 'import', path })).rejects.toMatchObject({ code: 'bundle-invalid' })
    await expect(bring({ how: 'import', path: folder })).rejects.toMatchObject({ code: 'bundle-invalid', message: expect.stringContaining('it is no file') as string })
    expect(await own()).toEqual([])
  })
})
