import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { BringNews } from '../../../shared/protocol/containers.ts'
import { createContainerHost } from './container-host.ts'
import { docker2410, fakeWorld } from './fake-engine.fixture.ts'
import { imageWorld, type ImageWorld } from './tiny-image.fixture.ts'

const engine = process.env['DYNARIUM_DOCKER'] ?? ''
const hasTool = (name: string): boolean => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0
const canBuild = engine !== '' && process.getuid?.() === 0 && ['mmdebstrap', 'dpkg-deb', 'unshare'].every(hasTool)

/** An archive of one package, in a folder: nothing is fetched from anywhere. */
function archiveOfOne(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-archive-'))
  const tree = join(folder, 'tree')
  const control = 'Package: tiny\nVersion: 1\nArchitecture: all\nMaintainer: Nobody <nobody@example.test>\nDescription: a file\n'
  for (const name of ['DEBIAN', 'etc', 'tmp', 'usr/share/tiny']) mkdirSync(join(tree, name), { recursive: true })
  writeFileSync(join(tree, 'DEBIAN/control'), control)
  writeFileSync(join(tree, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\n')
  writeFileSync(join(tree, 'etc/group'), 'root:x:0:\n')
  writeFileSync(join(tree, 'usr/share/tiny/word'), 'a word')
  const name = 'tiny_1_all.deb'
  execFileSync('dpkg-deb', ['--build', '--root-owner-group', tree, join(folder, name)], { stdio: 'ignore' })
  rmSync(tree, { recursive: true })
  const bytes = readFileSync(join(folder, name))
  writeFileSync(join(folder, 'Packages'), `${control}Filename: ./${name}\nSize: ${bytes.length}\nSHA256: ${createHash('sha256').update(bytes).digest('hex')}\n\n`)
  return folder
}

describe.skipIf(!canBuild)('a stack is built from packages of an archive', () => {
  let archive = ''
  const worlds: ImageWorld[] = []
  beforeAll(() => void (archive = archiveOfOne()))
  afterAll(() => rmSync(archive, { recursive: true, force: true }))
  afterEach(async () => {
    for (const made of worlds.splice(0)) await made.close()
  })
  function world(packages: readonly string[]): ImageWorld {
    const mirror = `deb [trusted=yes] copy:${archive} ./`
    const made = imageWorld(engine, { built: { packages, variant: 'extract', mirrors: { debian: mirror, ubuntu: mirror } } })
    worlds.push(made)
    return made
  }
  /** What is left of a build: its working space, and processes that name it. */
  function left({ folder }: ImageWorld): readonly string[] {
    const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n').filter((line) => line.includes(archive) && line.includes('mmdebstrap'))
    return [...readdirSync(join(folder, 'data')).map((name) => `data/${name}`), ...processes]
  }

  it('with a user for dynos whose home is /app, and labels that say where it is from; its output is told (CT11)', async () => {
    const made = world(['tiny'])
    const { images, told } = await made.bring({ how: 'build', stack: made.stack })
    expect(images).toMatchObject([{ stack: made.stack, isCurrent: true, digest: null, from: expect.stringMatching(/^built here from 1 packages of (debian bookworm|ubuntu noble)$/) as string }])
    expect(told.some((news) => news.kind === 'output' && news.lines.some((line) => line.startsWith('I:')))).toBe(true)
    expect(told.some((news) => news.kind === 'progress' && news.parts.some(({ done }) => done > 0))).toBe(true)
    const { Config } = await made.docker.getImage(images[0]?.id ?? '').inspect()
    expect(Config).toMatchObject({ User: '1000:1000', WorkingDir: '/app' })
    const container = await made.docker.createContainer({ Image: images[0]?.id ?? '', Cmd: ['x'] })
    try {
      const read = async (path: string): Promise<string> => {
        let text = ''
        for await (const chunk of (await container.getArchive({ path })) as AsyncIterable<Buffer>) text += chunk.toString()
        return text
      }
      expect(await read('/etc/passwd')).toContain('dyno:x:1000:1000::/app:/bin/bash')
      expect(await read('/usr/share/tiny/word')).toContain('a word')
      // Of the folder's own head in the archive: owner and group, octal.
      expect((await read('/app')).slice(108, 124)).toBe('0001750\u00000001750\u0000')
    } finally {
      await container.remove({ force: true })
    }
    expect(left(made)).toEqual([])
  })

  it('a package that there is not ends it in words, and nothing is kept (CT11)', async () => {
    const made = world(['tiny', 'no-such-package'])
    await expect(made.bring({ how: 'build', stack: made.stack })).rejects.toMatchObject({ code: 'image-build-failed', message: expect.stringContaining('no-such-package') as string })
    expect(await made.own()).toEqual([])
    expect(left(made)).toEqual([])
  })

  it('cancelled, it ends at once with all that it started (CT5)', async () => {
    const made = world(['tiny'])
    const bringing = made.host.bring({ how: 'build', stack: made.stack }, (news: BringNews) => {
      if (news.kind === 'output') bringing.cancel()
    })
    await expect(bringing.done).rejects.toMatchObject({ code: 'image-cancelled' })
    expect(await made.own()).toEqual([])
    expect(left(made)).toEqual([])
  })
})

describe('where none can be built that is said (CT11)', () => {
  it.each([
    ['darwin', ['mmdebstrap'], null, 'it needs Debian or Ubuntu'],
    ['linux', ['mmdebstrap'], 'ID=fedora\n', 'it needs Debian or Ubuntu'],
    ['linux', [], 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', process.getuid?.() === 0 ? 'neither mmdebstrap nor debootstrap is here' : 'only root can do it'],
  ] as const)('on %s with %j', async (platform, programs, release, why) => {
    const made = fakeWorld({ platform }, programs)
    if (release !== null) writeFileSync(made.path('etc/os-release'), release)
    await made.serve(made.path('home/.docker/run/docker.sock'), docker2410)
    try {
      const host = createContainerHost({ around: made.around, dataDir: made.path('data') })
      await expect(host.bring({ how: 'build', stack: 'heroku-24' }, () => {}).done).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining(why) as string })
    } finally {
      await made.close()
      rmSync(made.around.root, { recursive: true })
    }
  })
})
