import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeBuildWorld, type BuildWorld } from './build-world.fixture.ts'
import { createFlatShelf } from '../parts/flat-shelf.fixture.ts'
import { writeFiles } from '../parts/test-files.fixture.ts'

describe('links in what is built', () => {
  let world: BuildWorld
  beforeEach(() => void (world = makeBuildWorld(createFlatShelf)))
  afterEach(async () => {
    await world.host.stop()
    await world.close()
  })

  /** A push with links, which git keeps as they are. */
  async function pushed(links: Readonly<Record<string, string>>) {
    const exportGit = (_handle: string, _commit: string, folder: string): Promise<void> => {
      writeFiles(folder, { 'index.html': '' })
      for (const [path, target] of Object.entries(links)) {
        mkdirSync(join(folder, path, '..'), { recursive: true })
        symlinkSync(target, join(folder, path))
      }
      return Promise.resolve()
    }
    const host = makeBuildWorld(createFlatShelf, {}, { exportGit, dataDir: world.dataDir })
    return host.open({}, { buildId: 'build-links', source: { kind: 'git', commit: 'c0ffee', subject: '' }, handle: 'push-1' })
  }

  it('a step that writes a file replaces a link of that name, and leaves what it pointed to alone', async () => {
    const outside = join(world.folder, 'bashrc')
    writeFileSync(outside, 'mine')
    const workspace = await pushed({ '.profile.d/nodejs.sh': outside })
    await workspace.run({ kind: 'write', path: '.profile.d/nodejs.sh', text: 'export A=1\n' }, () => {})
    expect(readFileSync(outside, 'utf8')).toBe('mine')
    const written = join(world.dataDir, 'builds/build-links/app/.profile.d/nodejs.sh')
    expect(lstatSync(written).isFile()).toBe(true)
    expect(readFileSync(written, 'utf8')).toBe('export A=1\n')
    await workspace.close()
  })

  it('a Procfile that is a link out of the source is as good as none', async () => {
    const outside = join(world.folder, 'secret')
    writeFileSync(outside, 'hidden')
    const workspace = await pushed({ Procfile: outside, 'Inside.txt': 'index.html' })
    expect(await workspace.readFile('Procfile')).toBeNull()
    expect(await workspace.readFile('Inside.txt')).toBe('')
    await workspace.close()
  })

  it.skipIf(!existsSync('/dev/zero'))('a .slugignore that never ends is as good as none', async () => {
    const workspace = await pushed({ '.slugignore': '/dev/zero' })
    expect(workspace.tree.paths).toContain('index.html')
    await workspace.close()
  })

  it('a folder that is itself reached by a link keeps the links inside it', async () => {
    const real = join(world.folder, 'real')
    writeFiles(real, { 'lib/tool.js': 'x' })
    mkdirSync(join(real, 'bin'))
    symlinkSync('../lib/tool.js', join(real, 'bin/tool'))
    symlinkSync(real, join(world.folder, 'by-link'))
    const workspace = await world.open({}, { source: { kind: 'folder', path: join(world.folder, 'by-link') } })
    expect(workspace.tree.paths).toEqual(['bin/tool', 'lib/tool.js'])
    expect(world.said()).toBe('')
  })
})
