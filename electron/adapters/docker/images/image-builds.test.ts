import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BuiltImage, ImageOrder, ImageWorkspace } from '../../../engine/ports/build-host.ts'
import { createFlatShelf } from '../../parts/flat-shelf.fixture.ts'
import { makeContainerBuildWorld, testEngine, type ContainerBuildWorld, type TestEngine } from '../container-builds.fixture.ts'
import { listMade } from '../made.ts'

const engine = testEngine() as TestEngine

describe.skipIf(engine === null)('images built from Dockerfiles (DYNARIUM_DOCKER)', { timeout: 180_000 }, () => {
  let world: ContainerBuildWorld
  /** So that no test finds in Docker what another one built. */
  let salt: string
  beforeEach(() => {
    world = makeContainerBuildWorld(engine)
    salt = `${process.pid}-${String(performance.now())}`
  })
  afterEach(() => world.close())

  const base = (): string => `FROM ${engine.image}\nENV SALT=${salt}\n`
  const order = (more: Partial<ImageOrder> = {}): ImageOrder => ({ name: 'web', dockerfile: 'Dockerfile', target: null, args: {}, ...more })
  const mine = () => listMade(world.docker).then((made) => made.filter(({ data }) => data === world.dataDir))
  const names = async (): Promise<string[]> => (await mine()).filter(({ kind }) => kind === 'image').map(({ name }) => name).sort()

  async function built(workspace: ImageWorkspace, wanted = order()): Promise<BuiltImage & { readonly text: string }> {
    let text = ''
    return { ...(await workspace.build(wanted, (piece) => (text += piece))), text }
  }

  async function filesIn(image: string, path: string): Promise<string> {
    const container = await world.docker.createContainer({ Image: image, Cmd: ['find', path, '-type', 'f'], HostConfig: { NetworkMode: 'none' } })
    try {
      const stream = await container.attach({ stream: true, stdout: true, stderr: true })
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk.subarray(8)))
      const end = new Promise((resolve) => stream.once('end', resolve))
      await container.start()
      await end
      return Buffer.concat(chunks).toString()
    } finally {
      await container.remove({ force: true })
    }
  }

  it('the steps are told as they are made, and the image and its slug say what they are (IM1, IM3)', async () => {
    const workspace = await world.openImages({ Dockerfile: `${base()}RUN echo hello from the builder\nVOLUME /data\nCMD ["node", "web.js"]\n`, 'web.js': '1' })
    const { text, image, bytes, layers, volumes, command } = await built(workspace)
    expect(text).toMatch(/Step 1\/5 : FROM [\s\S]+Step 3\/5 : RUN echo hello from the builder\n[\s\S]*hello from the builder\n[\s\S]+Step 5\/5/)
    expect({ volumes, command }).toEqual({ volumes: ['/data'], command: 'node web.js' })
    expect(bytes).toBeGreaterThan(1024 ** 2)
    expect(layers).toBeGreaterThanOrEqual(1)
    const packed = await workspace.pack({ web: { image, command: 'node web.js' }, worker: { image, command: 'node worker.js' } })
    expect(packed).toMatchObject({ bytes, files: 1 })
    await workspace.close()
    expect(await names()).toEqual([`dynarium/app:${packed.slugId.slice(7)}-1`])
    const folder = mkdtempSync(join(tmpdir(), 'dynarium-image-slug-'))
    await createFlatShelf(join(world.dataDir, 'slugs')).open(packed.slugId, folder)
    expect(JSON.parse(readFileSync(join(folder, 'images.json'), 'utf8'))).toEqual({ web: { image, command: 'node web.js' }, worker: { image, command: 'node worker.js' } })
    rmSync(folder, { recursive: true })
  })

  it('the folder of the Dockerfile is the context, less what .dockerignore names; stages and arguments are given (IM2)', async () => {
    const workspace = await world.openImages({
      'server/Dockerfile': `${base()}ARG COLOUR\nRUN echo the colour is $COLOUR\nCOPY . /code/\nFROM ${engine.image} AS last\nRUN false\n`.replace(`FROM ${engine.image}\n`, `FROM ${engine.image} AS first\n`),
      'server/web.js': '1', 'server/@odd': '1', 'server/@../secret.txt': '1', 'server/secret.key': 'x', 'server/logs/a.log': 'x', 'server/logs/keep.log': 'x', 'server/.dockerignore': '*.key\nlogs\n!logs/keep.log\n', 'outside.txt': '1',
    })
    const { text, image } = await built(workspace, order({ dockerfile: 'server/Dockerfile', target: 'first', args: { COLOUR: 'teal' } }))
    expect(text).toContain('the colour is teal\n')
    expect((await filesIn(image, '/code')).trim().split('\n').sort()).toEqual(['/code/.dockerignore', '/code/@../secret.txt', '/code/@odd', '/code/Dockerfile', '/code/logs/keep.log', '/code/web.js'])
    await workspace.close()
    expect(await names()).toEqual([])
  })

  it('a step that fails is told with its status, and the next build goes on from the one before it (IM4)', async () => {
    const dockerfile = (last: string): string => `${base()}RUN echo a long first step\nRUN ${last}\nCMD true\n`
    const failing = await world.openImages({ Dockerfile: dockerfile('exit 7') })
    await expect(built(failing)).rejects.toMatchObject({ code: 'image-step-failed', message: expect.stringMatching(/The image for web could not be built from Dockerfile: The command '.*exit 7' returned a non-zero code: 7\./) as string })
    await failing.close()
    expect(await names()).toEqual(['dynarium/unfinished:app-1-1'])
    const mended = await world.openImages({ Dockerfile: dockerfile('true') })
    const { text, image } = await built(mended)
    expect(text.match(/Using cache/g)?.length).toBe(2)
    await mended.pack({ web: { image, command: 'true' } })
    await mended.close()
    expect((await names()).filter((name) => name.startsWith('dynarium/unfinished'))).toEqual([])
  })

  it('a Dockerfile that is none is told in the builder\'s words, and an image that can not be had as well (IM4)', async () => {
    const workspace = await world.openImages({ Dockerfile: 'FORM scratch\n', 'Dockerfile.far': 'FROM dynarium/no-such-image:1\n' })
    await expect(built(workspace)).rejects.toMatchObject({ code: 'image-step-failed', message: expect.stringContaining('unknown instruction: FORM') as string })
    await expect(built(workspace, order({ dockerfile: 'Dockerfile.far' }))).rejects.toMatchObject({ code: 'image-step-failed', message: expect.stringMatching(/from Dockerfile\.far: dynarium\/no-such-image:1 could not be had: /) as string })
    await workspace.close()
  })

  it('one that is cancelled ends at once and leaves nothing that runs (IM4)', async () => {
    const workspace = await world.openImages({ Dockerfile: `${base()}RUN echo begun && sleep 1000\n` })
    const ours = async (): Promise<number> => (await world.docker.listContainers()).filter(({ Command }) => Command.includes('echo begun && sleep 1000')).length
    const ended = new Promise<unknown>((resolve) => workspace.build(order(), (text) => text.includes('begun\n') && !text.includes('Step') && workspace.cancel()).then(resolve, resolve))
    expect(await ended).toMatchObject({ code: 'build-cancelled' })
    await workspace.close()
    await expect.poll(ours, { timeout: 30_000 }).toBe(0)
    expect((await names()).filter((name) => name.startsWith('dynarium/build'))).toEqual([])
    await expect(workspace.build(order(), () => {})).rejects.toMatchObject({ code: 'build-cancelled' })
  })

  it('an emptied cache is not used', async () => {
    const files = { Dockerfile: `${base()}RUN echo again\nCMD true\n` }
    const first = await world.openImages(files)
    const { image } = await built(first)
    await first.pack({ web: { image, command: 'true' } })
    await first.close()
    await world.host.purgeCache('app-1')
    const second = await world.openImages(files)
    expect((await built(second)).text).not.toContain('Using cache')
    await second.close()
  })

  it('the next start takes away what a killed engine left: builds that never ended, and images without a slug (IM6)', async () => {
    const killed = await world.openImages({ Dockerfile: `${base()}CMD true\n` })
    const { image } = await built(killed)
    const { slugId } = await killed.pack({ web: { image, command: 'true' } })
    const kept = await killed.pack({ web: { image, command: 'false' } })
    await world.host.removeSlug(slugId)
    expect(await names()).toHaveLength(1)
    const next = makeContainerBuildWorld(engine, { dataDir: world.dataDir })
    await (await next.openImages({ Dockerfile: 'FROM scratch\n' })).close()
    const left = await world.docker.getImage(image).inspect()
    expect(left.RepoTags).toEqual([`dynarium/app:${kept.slugId.slice(7)}-1`])
    rmSync(next.folder, { recursive: true, force: true })
  })
})
