import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildHostContract } from '../../engine/ports/build-host.contract.ts'
import { makeBuildWorld, type BuildWorld } from './build-world.fixture.ts'
import { runIn } from '../parts/build-world.fixture.ts'
import { createFlatShelf } from '../parts/flat-shelf.fixture.ts'
import { createProcessTable } from './process-table.ts'
import { writeFiles } from '../parts/test-files.fixture.ts'
import { waitUntil } from './process-world.fixture.ts'

buildHostContract('process', () => Promise.resolve(makeBuildWorld(createFlatShelf)))

const asRoot = process.getuid?.() === 0

describe('builds that are processes', () => {
  let world: BuildWorld
  beforeEach(() => void (world = makeBuildWorld(createFlatShelf)))
  afterEach(async () => {
    await world.host.stop()
    await world.close()
  })

  it('see nothing of the engine\'s environment, and what the buildpack API promises', async () => {
    process.env['ENGINE_SECRET'] = 'hidden'
    const workspace = await world.open({ 'a.txt': '' }, { buildId: 'build-x', config: { SECRET: 's3cret' } })
    const { output } = await runIn(workspace, ['env'])
    delete process.env['ENGINE_SECRET']
    const root = join(world.dataDir, 'builds/build-x')
    for (const line of [`HOME=${root}/home`, 'STACK=heroku-24', 'REQUEST_ID=build-x', `BUILD_DIR=${root}/app`, `CACHE_DIR=${join(world.dataDir, 'cache/app-1')}`, `ENV_DIR=${root}/env`]) expect(output.split('\n')).toContain(line)
    expect(output).not.toContain('hidden')
    expect(output).not.toContain('s3cret')
    expect(readFileSync(join(root, 'env/SECRET'), 'utf8')).toBe('s3cret')
    expect(lstatSync(join(root, 'env')).mode & 0o777).toBe(0o700)
    expect(lstatSync(join(root, 'env/SECRET')).mode & 0o777).toBe(0o600)
  })

  it('pass arguments on as they are and keep both outputs in order', async () => {
    const workspace = await world.open({ 'sub/a.txt': '' })
    expect((await runIn(workspace, ['printf', '%s|', '$HOME', '; id', '`id`', '"'])).output).toBe('$HOME|; id|`id`|"|')
    const { output } = await runIn(workspace, ['bash', '-c', 'for i in 1 2 3; do echo out $i; echo err $i >&2; done; pwd'], { cwd: 'sub' })
    expect(output).toBe(`${[1, 2, 3].flatMap((n) => [`out ${n}`, `err ${n}`]).join('\n')}\n${join(world.dataDir, 'builds/build-1/app/sub')}\n`)
  })

  it('find programs on the PATH that a step gives, and those of the build folder', async () => {
    const workspace = await world.open({ 'tools/greet': '#!/bin/sh\necho hi', 'run': '#!/bin/sh\necho ran' })
    expect((await runIn(workspace, ['greet'], { env: { PATH: `{BUILD_DIR}/tools:${process.env['PATH']}` } })).output).toBe('hi\n')
    expect((await runIn(workspace, ['./run'])).output).toBe('ran\n')
    expect(await runIn(workspace, ['./absent'])).toMatchObject({ exitStatus: 127 })
    expect(await runIn(workspace, ['absent'])).toEqual({ exitStatus: 127, output: 'absent: command not found\n' })
  })

  it('end with everything they started when they are cancelled or closed, daemons too', async () => {
    const table = createProcessTable()
    const alive = async (): Promise<number> => (await table.read()).filter((row) => row.labels?.build === 'build-d').length
    const workspace = await world.open({ 'a.txt': '' }, { buildId: 'build-d' })
    await runIn(workspace, ['bash', '-c', 'setsid sleep 1000 >/dev/null 2>&1 & sleep 0.1'])
    expect(await alive()).toBeGreaterThan(0)
    const running = runIn(workspace, ['bash', '-c', 'sleep 1000 & wait'])
    running.catch(() => {})
    workspace.cancel()
    await expect(running).rejects.toMatchObject({ code: 'build-cancelled' })
    await workspace.close()
    expect(await alive()).toBe(0)
    expect(existsSync(join(world.dataDir, 'builds/build-d'))).toBe(false)
  })

  it('do not write through a link out of the build folder, nor read', async () => {
    const workspace = await world.open({ 'a.txt': '' })
    const app = join(world.dataDir, 'builds/build-1/app')
    symlinkSync(world.folder, join(app, 'way-out'))
    await expect(workspace.run({ kind: 'write', path: 'way-out/x', text: 'x' }, () => {})).rejects.toThrow('leaves the build folder')
    await expect(workspace.readFile('way-out/x')).rejects.toThrow('leaves the build folder')
    expect(existsSync(join(world.folder, 'x'))).toBe(false)
  })

  it('leave what the source brings alone when the cache has the same folder', async () => {
    const first = await world.open({ 'deps/a.txt': 'cached' })
    await first.run({ kind: 'save', path: 'deps' }, () => {})
    await first.close()
    const second = await world.open({ 'deps/a.txt': 'pushed' })
    await second.run({ kind: 'restore', path: 'deps' }, () => {})
    expect(await second.readFile('deps/a.txt')).toBe('pushed')
  })

  it('write programs that can be run', async () => {
    const workspace = await world.open({ 'a.txt': '' })
    await workspace.run({ kind: 'write', path: 'bin/tool', text: '#!/bin/sh\necho tool\n', executable: true }, () => {})
    expect((await runIn(workspace, ['bin/tool'])).output).toBe('tool\n')
  })

  it('take a push from the git adapter', async () => {
    const asked: string[] = []
    const exportGit = async (handle: string, commit: string, folder: string, output: (text: string) => void): Promise<void> => {
      asked.push(`${handle} ${commit}`)
      output('exported\n')
      writeFiles(folder, { 'Procfile': 'web: true\n', 'skip/me.txt': '', '.slugignore': 'skip\n!skip/me.txt\n' })
    }
    const pushed = makeBuildWorld(createFlatShelf, {}, { exportGit })
    const workspace = await pushed.open({}, { source: { kind: 'git', commit: 'c0ffee', subject: 'One' }, handle: 'push-1' })
    expect(asked).toEqual(['push-1 c0ffee'])
    expect(workspace.tree.paths).toEqual(['.slugignore', 'Procfile'])
    expect((await runIn(workspace, ['env'])).output).toContain('SOURCE_VERSION=c0ffee\n')
    await workspace.close()
    await pushed.close()
  })

  it('sweep away what an engine that was killed had begun', async () => {
    writeFiles(join(world.dataDir, 'builds/old'), { 'app/a.txt': '' })
    const later = makeBuildWorld(createFlatShelf, {}, { dataDir: world.dataDir })
    await (await later.open({ 'a.txt': '' }, { buildId: 'build-new' })).close()
    expect(readdirSync(join(world.dataDir, 'builds'))).toEqual([])
    await later.close()
  })

  describe('from a folder', () => {
    it('leave .git out and keep modes and links that stay inside', async () => {
      const workspace = await openFolder((path) => {
        writeFiles(path, { 'bin/run': '#!/bin/sh\n', 'sub/.git': 'gitdir: elsewhere', 'a.txt': 'a' })
        symlinkSync('a.txt', join(path, 'inside'))
        symlinkSync('../a.txt', join(path, 'sub/up'))
      })
      expect(workspace.tree.paths).toEqual(['a.txt', 'bin/run', 'inside', 'sub/up'])
      expect(workspace.tree.read('inside')).toBe('a')
      const app = join(world.dataDir, 'builds/build-f/app')
      expect(lstatSync(join(app, 'bin/run')).mode & 0o111).not.toBe(0)
      expect(readlinkSync(join(app, 'sub/up'))).toBe('../a.txt')
    })

    it('leave links out that lead elsewhere, by whatever way, and say so', async () => {
      const workspace = await openFolder((path) => {
        writeFiles(path, { 'a.txt': 'a', 'd/b.txt': 'b' })
        symlinkSync('/etc/passwd', join(path, 'absolute'))
        symlinkSync('../../..', join(path, 'd/up'))
        symlinkSync('..', join(path, 'd/top'))
        symlinkSync('d/top/../elsewhere', join(path, 'winding'))
        mkdirSync(join(path, '../elsewhere'))
      })
      expect(workspace.tree.paths).toEqual(['a.txt', 'd/b.txt', 'd/top'])
      for (const name of ['absolute', 'd/up', 'winding']) expect(world.said()).toContain(`Left out ${name}: the link leads out of the folder.`)
    })

    it('are refused when it is not there, is no folder or is empty', async () => {
      await expect(openPath(join(world.folder, 'nowhere'))).rejects.toMatchObject({ code: 'source-unreadable', message: expect.stringContaining('nowhere is not there') })
      writeFileSync(join(world.folder, 'file'), '')
      await expect(openPath(join(world.folder, 'file'))).rejects.toMatchObject({ code: 'source-unreadable' })
      await expect(openFolder((path) => writeFiles(path, { '.slugignore': '*\n.*\n', 'a.txt': '' }))).rejects.toMatchObject({ code: 'source-empty' })
      expect(readdirSync(join(world.dataDir, 'builds'))).toEqual([])
    })

    it.skipIf(asRoot)('are refused when a file may not be read (root may read all)', async () => {
      await expect(openFolder((path) => {
        writeFiles(path, { 'a.txt': '' })
        chmodSync(join(path, 'a.txt'), 0)
      })).rejects.toMatchObject({ code: 'source-unreadable' })
    })

    it('are refused when they are too large or have too many files', async () => {
      const small = makeBuildWorld(createFlatShelf, { sourceBytes: 1000, sourceFiles: 5 })
      await expect(small.open({ 'a.txt': 'x'.repeat(1001) })).rejects.toMatchObject({ code: 'source-too-large', params: { size: 'more than 1000 B', limit: '1000 B' } })
      await expect(small.open(Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`f${n}`, ''])))).rejects.toMatchObject({ code: 'source-too-large', params: { size: 'more than 5 files' } })
      await small.close()
    })

    const openPath = (path: string) => world.open({}, { buildId: 'build-f', source: { kind: 'folder', path } })
    function openFolder(fill: (path: string) => void) {
      const path = join(world.folder, 'given', 'source')
      mkdirSync(path, { recursive: true })
      fill(path)
      return openPath(path)
    }
  })

  describe('from a tarball', () => {
    const pack = (files: Record<string, string>, ...names: string[]): void => {
      writeFiles(join(world.folder, 'in'), files)
      execFileSync('tar', ['-C', join(world.folder, 'in'), '-czf', join(world.folder, 'up.tgz'), ...names])
    }
    const open = () => world.open({}, { buildId: 'build-t', source: { kind: 'tarball', name: 'up.tgz' }, handle: 'up.tgz' })

    it('take one of GitHub, without its top folder', async () => {
      pack({ 'repo-abc/a.txt': 'a', 'repo-abc/bin/run': '#!/bin/sh', 'repo-abc/.git/HEAD': '' }, 'repo-abc')
      const workspace = await open()
      expect(workspace.tree.paths).toEqual(['a.txt', 'bin/run'])
      expect(lstatSync(join(world.dataDir, 'builds/build-t/app/bin/run')).mode & 0o777).toBe(0o755)
    })

    it('take one without a top folder', async () => {
      pack({ 'a.txt': 'a', 'lib/b.txt': 'b' }, '.')
      expect((await open()).tree.paths).toEqual(['a.txt', 'lib/b.txt'])
    })

    it('refuse what is no archive, and an upload that is not there', async () => {
      writeFileSync(join(world.folder, 'up.tgz'), 'PK\u0003\u0004')
      await expect(open()).rejects.toMatchObject({ code: 'source-unreadable' })
      await expect(world.open({}, { buildId: 'build-t', source: { kind: 'tarball', name: 'x' }, handle: 'absent' })).rejects.toMatchObject({ code: 'source-unreadable' })
    })
  })

  describe('asking for tools', () => {
    it('gives the first number it prints, remembered while it is the same file', async () => {
      const bin = join(world.folder, 'bin')
      writeFiles(bin, { tool: `#!/bin/sh\necho asked >> ${world.folder}/asked\nprintf '\\033[1mTool v2.10.3\\033[0m (from 2020)\\n'`, broken: '#!/bin/sh\necho 1.0; exit 1' })
      const path = process.env['PATH']
      process.env['PATH'] = `${bin}:${path}`
      const workspace = await world.open({ 'a.txt': '' }).finally(() => (process.env['PATH'] = path))
      expect(await workspace.probe('tool')).toEqual({ path: join(bin, 'tool'), version: '2.10.3' })
      expect(await workspace.probe('tool')).toEqual({ path: join(bin, 'tool'), version: '2.10.3' })
      expect(readFileSync(join(world.folder, 'asked'), 'utf8')).toBe('asked\n')
      expect(await workspace.probe('broken')).toBeNull()
      expect(await workspace.probe('../../bin/sh')).toBeNull()
    })
  })

  it.skipIf(!asRoot || process.platform !== 'linux')('say that the disk is full and leave nothing half done (needs root: a tiny tmpfs)', async () => {
    const small = join(world.folder, 'small')
    mkdirSync(small)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small])
    try {
      const full = makeBuildWorld(createFlatShelf, {}, { dataDir: join(small, 'data') })
      await expect(full.open({ 'a.txt': 'x'.repeat(400_000) })).rejects.toMatchObject({ code: 'disk-full' })
      await waitUntil('it is gone', () => readdirSync(join(small, 'data/builds')).length === 0)
      await full.close()
    } finally {
      execFileSync('umount', [small])
    }
  })
})
