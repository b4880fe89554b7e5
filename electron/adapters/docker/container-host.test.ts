import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { containerHostContract } from '../../engine/ports/container-host.contract.ts'
import { createContainerHost } from './container-host.ts'
import { followEngine } from './engine-lines.ts'
import { docker2410, fakeWorld } from './fake-engine.fixture.ts'
import { openRegistry, type Registry } from './registry.fixture.ts'
import { imageWorld, tarOf, type Change, type ImageWorld } from './tiny-image.fixture.ts'

const engine = process.env['DYNARIUM_DOCKER'] ?? ''
const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

function world(change: Change = {}): ImageWorld {
  const made = imageWorld(engine, change)
  ends.push(made.close)
  return made
}
async function registry(): Promise<Registry> {
  const made = await openRegistry(process.arch === 'x64' ? 'amd64' : process.arch, ['24', '24-build'])
  ends.push(made.close)
  return made
}

describe('where there is no engine (CT3, CT4)', () => {
  containerHostContract(() => {
    const { around } = fakeWorld()
    return Promise.resolve({
      host: createContainerHost({ around, dataDir: join(around.root, 'data') }), noSuchFile: join(around.root, 'none.tar'),
      close: () => Promise.resolve(rmSync(around.root, { recursive: true })),
    })
  })

  it('one that goes away is said to be gone, and one that comes is found', async () => {
    const made = fakeWorld()
    const host = createContainerHost({ around: made.around, dataDir: made.path('data') })
    const at = made.path('var/run/docker.sock')
    await expect(host.images()).rejects.toMatchObject({ code: 'docker-unavailable' })
    await made.serve(at, docker2410)
    expect(await host.look()).toMatchObject({ kind: 'ready' })
    await made.close()
    await expect(host.images()).rejects.toMatchObject({ code: 'docker-unavailable', message: 'There is no Docker on this machine.' })
    rmSync(made.around.root, { recursive: true })
  })
})

describe.skipIf(engine === '')('on a real engine', () => {
  containerHostContract(() => {
    const made = imageWorld(engine)
    return Promise.resolve({ host: made.host, noSuchFile: join(made.folder, 'none.tar'), close: made.close })
  })

  it('dynos of a stack start from the image that has its name; builds too where it brings what they need (CT6)', async () => {
    const { host, stack, makeImage, own } = world()
    await expect(host.imageOf(stack)).rejects.toMatchObject({ code: 'image-missing', message: `There is no image of stack ${stack} on this machine yet.` })
    const older = await makeImage()
    expect(await host.imageOf(stack)).toBe(older.id)
    await expect(host.imageOf(`${stack}-build`)).rejects.toMatchObject({ code: 'image-missing' })
    const newer = await makeImage({ 'local.dynarium.builds': 'true' })
    expect(await host.imageOf(stack)).toBe(newer.id)
    expect(await host.imageOf(`${stack}-build`)).toBe(newer.id)
    expect(await own()).toMatchObject([{ id: newer.id, isCurrent: true, from: 'made for a test', digest: null }, { id: older.id, isCurrent: false, names: [] }].sort((a, b) => Number(a.id === older.id) - Number(b.id === older.id)))
  })

  it('an image that a container is made of stays, with a word on how many; without one it goes, and no other with it (CT7)', async () => {
    const { docker, host, makeImage, own } = world()
    const older = await makeImage()
    const image = await makeImage()
    const container = await docker.createContainer({ Image: image.id, Cmd: ['true'] })
    try {
      expect((await own()).map(({ id, usedBy }) => [id, usedBy])).toContainEqual([image.id, 1])
      await expect(host.removeImage(image.id)).rejects.toMatchObject({ code: 'image-in-use', message: expect.stringContaining('in use by 1 container') as string })
    } finally {
      await container.remove({ force: true })
    }
    await host.removeImage(image.id)
    expect((await own()).map(({ id }) => id)).toEqual([older.id])
  })

  it('only images of stacks are listed and removed (CT7)', async () => {
    const { docker, host, stack, folder } = world()
    const path = join(folder, 'other.tar')
    writeFileSync(path, await tarOf({ 'etc/other': stack }))
    await followEngine(await docker.importImage(path, { repo: 'somebody/else', tag: stack }), () => {})
    try {
      expect((await host.images()).flatMap(({ names }) => names)).not.toContain(`somebody/else:${stack}`)
      await expect(host.removeImage(`somebody/else:${stack}`)).rejects.toMatchObject({ code: 'image-not-found' })
    } finally {
      await docker.getImage(`somebody/else:${stack}`).remove()
    }
  })

  it('both published images are pulled with a bar for each layer, named for their stacks, and known by the digest that came (CT8)', async () => {
    const { host: at } = await registry()
    const { host, stack, bring } = world({ registry: at })
    const { images, told } = await bring({ how: 'pull', stack })
    expect(images.map((image) => image.stack)).toEqual([stack, `${stack}-build`])
    for (const image of images) expect(image).toMatchObject({ digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string, from: `pulled from ${at}/${stack}`, isCurrent: true })
    expect(await host.imageOf(`${stack}-build`)).toBe(images[1]?.id)
    const progress = told.flatMap((news) => (news.kind === 'progress' ? [news.parts] : []))
    expect(progress.at(-1)?.map(({ done, total }) => done === total)).toEqual([true, true])
    expect(told.at(-1)).toMatchObject({ kind: 'done' })
  })

  it('a pull that is cancelled half way stops, and leaves no image (CT5)', async () => {
    const far = await registry()
    const { host, stack, own } = world({ registry: far.host })
    const isHeld = far.holdLayers()
    const bringing = host.bring({ how: 'pull', stack }, () => {})
    await isHeld
    bringing.cancel()
    await expect(bringing.done).rejects.toMatchObject({ code: 'image-cancelled' })
    expect(await own()).toEqual([])
  })

  it('a registry that can not be reached, and one that does not have it, are said in words (CT8)', async () => {
    const nowhere = world()
    await expect(nowhere.bring({ how: 'pull', stack: nowhere.stack })).rejects.toMatchObject({ code: 'image-pull-failed', message: expect.stringMatching(/connection refused/) as string })
    const made = await openRegistry('amd64', [])
    ends.push(made.close)
    const empty = world({ registry: made.host })
    await expect(empty.bring({ how: 'pull', stack: empty.stack })).rejects.toMatchObject({ code: 'image-pull-failed', message: expect.stringMatching(/manifest unknown/) as string })
  })

  it('what is under way ends with the host', async () => {
    const far = await registry()
    const { host, stack } = world({ registry: far.host })
    const isHeld = far.holdLayers()
    const outcome = host.bring({ how: 'pull', stack }, () => {}).done.then(() => 'done', (error: { code: string }) => error.code)
    await isHeld
    await host.stop()
    expect(await outcome).toBe('image-cancelled')
  })
})
