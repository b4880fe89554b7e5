import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Workspace } from '../../engine/ports/build-host.ts'
import { runIn } from '../parts/build-world.fixture.ts'
import { bundleEngine } from '../parts/bundled-engine.fixture.ts'
import { createFlatShelf } from '../parts/flat-shelf.fixture.ts'
import { listTree } from '../parts/list-tree.ts'
import { writeFiles } from '../parts/test-files.fixture.ts'
import { makeContainerBuildWorld, testEngine, type ContainerBuildWorld, type TestEngine } from './container-builds.fixture.ts'

const engine = testEngine() as TestEngine
const megabyte = 1024 * 1024

describe.skipIf(engine === null)('builds that are containers', { timeout: 180_000 }, () => {
  let world: ContainerBuildWorld
  /** Of one test beside its world. */
  let others: ContainerBuildWorld[]
  beforeEach(() => {
    world = makeContainerBuildWorld(engine)
    others = []
  })
  afterEach(async () => {
    for (const one of [...others, world]) await one.close()
  })

  const another = (more: Parameters<typeof makeContainerBuildWorld>[1]): ContainerBuildWorld => {
    const made = makeContainerBuildWorld(engine, more)
    others.push(made)
    return made
  }

  const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 120_000; !(await isSo());) if (Date.now() > end) throw new Error(`waited in vain: ${what}`)
  }
  const bash = (workspace: Workspace, script: string) => runIn(workspace, ['bash', '-c', script])

  it('BC1 have no rights, no folder of this machine, and bounds; the environment is the buildpack API\'s', async () => {
    process.env['ENGINE_SECRET'] = 'hidden'
    const workspace = await world.open({ 'a.txt': '' }, { buildId: 'build-x', config: { SECRET: 's3cret' }, source: { kind: 'folder', path: await folderWith({ 'a.txt': '' }) } })
    const { output } = await runIn(workspace, ['env'])
    delete process.env['ENGINE_SECRET']
    for (const line of ['HOME=/app', 'STACK=heroku-24', 'REQUEST_ID=build-x', 'BUILD_DIR=/tmp/build', 'CACHE_DIR=/tmp/cache', 'ENV_DIR=/tmp/env']) expect(output.split('\n')).toContain(line)
    expect(output).not.toContain('hidden')
    expect(output).not.toContain('s3cret')
    expect((await bash(workspace, 'cat /tmp/env/SECRET; ls -ld /tmp/env | head -c 10; ls -l /tmp/env/SECRET | head -c 10; id -u')).output).toBe('s3cretdrwx-------rw-------1000\n')
    expect((await bash(workspace, 'touch /app/x /tmp/cache/x /tmp/build/x && ! touch /etc/x 2>/dev/null && ls /app')).output).toBe('x\n')
    const [id = ''] = await world.containers()
    const { HostConfig: host, Config: config, Mounts: mounts } = await world.docker.getContainer(id).inspect()
    expect(host).toMatchObject({ CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'], NetworkMode: 'none', Init: true, Memory: 2048 * megabyte, PidsLimit: 2048, Binds: null, Privileged: false })
    expect(mounts.map(({ Type, Destination }) => `${Type} ${Destination}`)).toEqual(['volume /tmp/cache'])
    expect(config.User).toBe('1000:1000')
    expect(config.Labels).toMatchObject({ 'local.dynarium.data': world.dataDir, 'local.dynarium.session': 'session-1', 'local.dynarium.app': 'app-1', 'local.dynarium.build': 'build-x' })
  })

  it('BC2 pass arguments on as they are, keep both outputs in order, and lose nothing', async () => {
    const workspace = await world.open({ 'sub/a.txt': '', 'tools/greet': '#!/bin/bash\necho hi', 'run': '#!/bin/bash\necho ran' })
    expect((await runIn(workspace, ['printf', '%s|', '$HOME', '; id', '`id`', '"'])).output).toBe('$HOME|; id|`id`|"|')
    const both = await runIn(workspace, ['bash', '-c', 'for i in 1 2 3; do echo out $i; echo err $i >&2; done; pwd'], { cwd: 'sub' })
    expect(both.output).toBe(`${[1, 2, 3].flatMap((n) => [`out ${n}`, `err ${n}`]).join('\n')}\n/tmp/build/sub\n`)
    expect((await runIn(workspace, ['greet'], { env: { PATH: '{BUILD_DIR}/tools:/usr/bin:/bin' } })).output).toBe('hi\n')
    expect((await runIn(workspace, ['./run'])).output).toBe('ran\n')
    expect(await runIn(workspace, ['absent'])).toEqual({ exitStatus: 127, output: 'absent: command not found\n' })
    const missing = await runIn(workspace, ['./absent'])
    expect(missing.exitStatus).toBe(127)
    expect(missing.output).toContain('/absent: No such file or directory')
    const many = await bash(workspace, 'for ((i = 0; i < 100000; i++)); do echo "line $i é"; done; sleep 1000 & exit 4')
    expect(many.exitStatus).toBe(4)
    expect(many.output).toBe(Array.from({ length: 100_000 }, (_, i) => `line ${i} é\n`).join(''))
    // What it left in its group is ended with it.
    expect((await bash(workspace, 'cat /proc/[0-9]*/comm | grep -c "^sleep$"')).output).toBe('0\n')
    expect((await bash(workspace, 'kill -9 $$')).exitStatus).toBe(137)
  })

  it('BC2 what is printed is there before the program goes on', async () => {
    const workspace = await world.open({ 'a.txt': '' })
    let seen = ''
    // It waits for a file that is only written once its question was heard.
    const asking = workspace.run({ kind: 'run', label: 'ask', argv: ['bash', '-c', 'printf "ready?"; while [ ! -e answer ]; do sleep 0.05; done; echo " yes"'] }, (text) => (seen += text))
    await until('it asks', async () => seen === 'ready?' || (await new Promise((resolve) => setTimeout(resolve, 5)), false))
    await workspace.run({ kind: 'write', path: 'answer', text: '' }, () => {})
    await asking
    expect(seen).toBe('ready? yes\n')
  })

  it('BC3 a container that somebody removes ends the build in words, and so does the next step', async () => {
    const workspace = await world.open({ 'a.txt': '' })
    let seen = ''
    const running = workspace.run({ kind: 'run', label: 'wait', argv: ['bash', '-c', 'echo on; sleep 1000'] }, (text) => (seen += text))
    running.catch(() => {})
    await until('it runs', async () => seen !== '' || (await new Promise((resolve) => setTimeout(resolve, 5)), false))
    for (const id of await world.containers()) await world.docker.getContainer(id).remove({ force: true })
    await expect(running).rejects.toMatchObject({ code: 'build-container-lost' })
    await expect(workspace.pack()).rejects.toMatchObject({ code: 'build-container-lost' })
    await expect(workspace.readFile('a.txt')).rejects.toMatchObject({ code: 'build-container-lost' })
    await workspace.close()
  })

  it('BC3 Docker that goes away ends the build in words, and its container ends by itself', async () => {
    const way = await wayTo(engine, join(world.folder, 'way.sock'))
    const beyond = makeContainerBuildWorld({ ...engine, docker: new Docker({ socketPath: way.path }) }, { dataDir: world.dataDir })
    const workspace = await beyond.open({ 'a.txt': '' })
    let seen = ''
    const running = workspace.run({ kind: 'run', label: 'wait', argv: ['bash', '-c', 'echo on; sleep 1000'] }, (text) => (seen += text))
    running.catch(() => {})
    await until('it runs', async () => seen !== '' || (await new Promise((resolve) => setTimeout(resolve, 5)), false))
    expect(await world.containers()).toHaveLength(1)
    way.cut()
    await expect(running).rejects.toMatchObject({ code: 'build-container-lost', message: "The build's container was lost: Docker could not be reached any more." })
    await workspace.close()
    await until('its container is gone', async () => (await world.containers()).length === 0)
    rmSync(beyond.folder, { recursive: true })
  })

  it('BC4 Docker that does not answer keeps neither a cancel nor the end of the engine', async () => {
    const way = await wayTo(engine, join(world.folder, 'way.sock'))
    const beyond = makeContainerBuildWorld({ ...engine, docker: new Docker({ socketPath: way.path }) }, { dataDir: world.dataDir, limits: { endMs: 200 } })
    const workspace = await beyond.open({ 'a.txt': '' })
    way.freeze()
    const running = runIn(workspace, ['true'])
    running.catch(() => {})
    workspace.cancel()
    await expect(running).rejects.toMatchObject({ code: 'build-cancelled' })
    await beyond.host.stop()
    way.cut()
    rmSync(beyond.folder, { recursive: true })
    await until('its container is gone', async () => (await world.containers()).length === 0)
  })

  it('BC3 what Docker refuses is said in words, and nothing is left of it', async () => {
    const without = makeContainerBuildWorld({ ...engine, image: 'dynarium/no-such-image:1' })
    await expect(without.open({ 'a.txt': '' })).rejects.toMatchObject({ code: 'docker-failed', message: expect.stringContaining('dynarium/no-such-image:1') })
    await without.close()
    const nowhere = makeContainerBuildWorld({ ...engine, docker: new Docker({ socketPath: join(world.folder, 'no.sock') }) })
    await expect(nowhere.open({ 'a.txt': '' })).rejects.toMatchObject({ code: 'docker-failed' })
    await expect(nowhere.host.purgeCache('app-1')).rejects.toMatchObject({ code: 'docker-failed' })
    await nowhere.host.stop()
    rmSync(nowhere.folder, { recursive: true })
  })

  it('BC4 end with everything they started when they are cancelled or closed, daemons too', async () => {
    const workspace = await world.open({ 'a.txt': '' })
    // A daemon that keeps the output open does not keep the step.
    expect(await bash(workspace, 'setsid sleep 1000 & echo begun')).toEqual({ exitStatus: 0, output: 'begun\n' })
    const running = bash(workspace, 'sleep 1000')
    running.catch(() => {})
    workspace.cancel()
    await expect(running).rejects.toMatchObject({ code: 'build-cancelled' })
    await workspace.close()
    expect(await world.containers()).toEqual([])
    await expect(workspace.readFile('a.txt')).rejects.toMatchObject({ code: 'build-cancelled' })
  })

  it('BC4 an engine that is killed leaves no container, and the next sweeps what it finds', async () => {
    await world.docker.createContainer({ Image: engine.image, Cmd: ['cat'], Labels: { 'local.dynarium.data': world.dataDir, 'local.dynarium.build': 'build-old' } })
    writeFiles(join(world.dataDir, 'container-builds/build-old'), { 'a.txt': '' })
    await (await world.open({ 'a.txt': '' })).close()
    expect(await world.containers()).toEqual([])
    const bundle = await bundleEngine(join(import.meta.dirname, 'doomed-build.fixture.ts'), join(world.folder, 'bundle'))
    const env = { ...process.env, TMPDIR: world.folder, NODE_PATH: join(import.meta.dirname, '../../../node_modules') }
    const doomed = spawn(process.execPath, [bundle, world.dataDir], { stdio: ['ignore', 'pipe', 'inherit'], env })
    await once(doomed.stdout, 'data')
    expect(await world.containers()).toHaveLength(1)
    doomed.kill('SIGKILL')
    await until('its container is gone', async () => (await world.containers()).length === 0)
  })

  it('a program over the bound of memory is ended and the reason said', async () => {
    const small = another({ limits: { memoryBytes: 96 * megabyte } })
    const workspace = await small.open({ 'a.txt': '' })
    const { exitStatus, output } = await runIn(workspace, ['perl', '-e', '$x = "x" x (200 * 1024 * 1024); sleep 100'], { env: { LC_ALL: 'C' } })
    expect(exitStatus).toBe(137)
    expect(output).toBe('Ended for want of memory: a build may have 96 MB.\n')
    expect(await runIn(workspace, ['false'])).toEqual({ exitStatus: 1, output: '' })
  })

  it('do not write through a link out of the build folder, nor read; a link of the name is replaced', async () => {
    const workspace = await world.open({ 'a.txt': 'a' })
    await bash(workspace, 'ln -s /tmp way-out; ln -s /etc/passwd Procfile; ln -s a.txt inside; ln -s nowhere dangling; mkdir -p /tmp/cache/.saved; ln -s /etc /tmp/cache/.saved/etc')
    await expect(workspace.run({ kind: 'write', path: 'way-out/x', text: 'x' }, () => {})).rejects.toThrow('leaves the build folder')
    await expect(workspace.run({ kind: 'write', path: 'dangling/x', text: 'x' }, () => {})).rejects.toThrow('leaves the build folder')
    await expect(workspace.run({ kind: 'remove', path: 'way-out/cache' }, () => {})).rejects.toThrow('leaves the build folder')
    await expect(workspace.run({ kind: 'restore', path: 'etc/apt' }, () => {})).rejects.toThrow('leaves the build folder')
    await expect(workspace.run({ kind: 'run', label: '', argv: ['pwd'], cwd: 'way-out/cache' }, () => {})).rejects.toThrow('leaves the build folder')
    await expect(workspace.readFile('way-out/x')).rejects.toThrow('leaves the build folder')
    expect(await workspace.readFile('Procfile')).toBeNull()
    expect(await workspace.readFile('inside')).toBe('a')
    await workspace.run({ kind: 'write', path: 'inside', text: '#!/bin/bash\necho "it\'s $HOME"\n', executable: true }, () => {})
    expect(await workspace.readFile('a.txt')).toBe('a')
    expect((await runIn(workspace, ['./inside'])).output).toBe("it's /app\n")
    const long = 'é'.repeat(300_000)
    await workspace.run({ kind: 'write', path: 'deep/er/long.txt', text: long }, () => {})
    expect(await workspace.readFile('deep/er/long.txt')).toBe(long)
    await bash(workspace, 'mkdir -p locked/in; touch locked/in/x; chmod 500 locked/in locked')
    await workspace.run({ kind: 'remove', path: 'locked' }, () => {})
    expect((await bash(workspace, 'ls -d locked 2>/dev/null')).output).toBe('')
  })

  it('BC6 pack what is there after the steps: links as they are, no pipes, plain modes', async () => {
    const path = await folderWith({ 'a.txt': 'a', 'bin/run.sh': '#!/bin/bash\n', 'lib/b/c.txt': '' })
    const workspace = await world.open({ 'a.txt': 'a' }, { source: { kind: 'folder', path } })
    const outside = await createFlatShelf(join(world.folder, 'outside')).pack(path, await listTree(path))
    expect(await workspace.pack()).toEqual(outside)
    await bash(workspace, 'rm -rf bin lib; printf "#!/bin/bash\\n" >tool; chmod 751 tool; ln -s /usr/bin/env env; ln -s ../a.txt up; mkdir lib; ln a.txt lib/hard; chmod 600 a.txt; perl -e "use POSIX; mkfifo(q(pipe), 0600)"')
    const { slugId, files } = await workspace.pack()
    expect(files).toBe(3)
    const slug = join(world.dataDir, 'slugs', slugId.slice('sha256:'.length))
    expect(readlinkSync(join(slug, 'env'))).toBe('/usr/bin/env')
    expect(readlinkSync(join(slug, 'up'))).toBe('../a.txt')
    expect(readFileSync(join(slug, 'lib/hard'), 'utf8')).toBe('a')
    expect([lstatSync(join(slug, 'tool')).mode & 0o777, lstatSync(join(slug, 'a.txt')).mode & 0o777]).toEqual([0o755, 0o644])
  })

  it('BC6 a build folder over the bound is refused before it is all there', async () => {
    const small = another({ limits: { builtBytes: megabyte } })
    const workspace = await small.open({ 'a.txt': 'a' })
    await bash(workspace, 'dd if=/dev/zero of=big bs=1024 count=4096 2>/dev/null')
    await expect(workspace.pack()).rejects.toMatchObject({ code: 'slug-too-large', params: { largest: 'big (4 MB)' } })
    await bash(workspace, 'rm -rf /tmp/build; ln -s /etc /tmp/build')
    await expect(workspace.pack()).rejects.toMatchObject({ code: 'archive-unsafe' })
  })

  async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
    const { source } = await world.source(files)
    if (source.kind !== 'folder') throw new Error('a folder was asked for')
    return source.path
  }
})

/** A socket that leads to the engine until it is cut, or only takes what is sent. */
async function wayTo({ socketPath }: TestEngine, path: string): Promise<{ readonly path: string; cut(): void; freeze(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ path: socketPath, allowHalfOpen: true })
    for (const [from, to] of [[near, far], [far, near]] as const) {
      sockets.add(from)
      from.on('error', () => {})
      from.pipe(to)
    }
  })
  server.listen(path)
  await once(server, 'listening')
  return {
    path,
    cut: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
    freeze: () => {
      server.removeAllListeners('connection')
      for (const socket of sockets) socket.unpipe().pause()
    },
  }
}
