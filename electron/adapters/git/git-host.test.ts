import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Push } from '../../engine/ports/git-host.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { gitWorld, type GitWorld } from './git-fixture.ts'

let world: GitWorld

beforeEach(async () => {
  world = await gitWorld()
})
afterEach(() => world.close())

/** Of those who wait for what comes in a moment; on a busy machine a long one. */
const patience = { timeout: 20_000 }
const refsOf = async (app: string) => (await world.git(world.folder, 'ls-remote', world.url(app))).output

describe('a push', () => {
  it('hands every fact of it to the engine and moves the ref once the engine agreed', async () => {
    const folder = await world.repository('app', { 'index.js': '1' })
    const head = await world.commit(folder, { 'index.js': '2' }, 'Say two\n\nwith a body')
    const seen: Push[] = []
    world.receive = (pushes, say) => {
      seen.push(...pushes)
      say('-----> Building\n')
      return Promise.resolve({ accept: true })
    }
    const pushed = await world.git(folder, 'push', world.url('hello'), 'main')
    expect(pushed.output).toContain('remote: -----> Building')
    expect(pushed.status).toBe(0)
    expect(seen).toEqual([{
      appName: 'hello', ref: 'refs/heads/main', oldCommit: '0'.repeat(40), newCommit: head, subject: 'Say two', by: 'tester@localhost', handle: expect.stringMatching(/^[0-9a-f]{32}$/),
    }])
    expect(await refsOf('hello')).toContain(`${head}\trefs/heads/main`)
    expect(world.logged).toEqual([])
  })

  it('shows what the build says while it says it, also in the middle of a line', async () => {
    const folder = await world.repository('app', { 'index.js': '1' })
    const push = deferred<() => string>()
    world.receive = async (_, say) => {
      const shown = await push.promise
      for (const line of ['one', 'two']) {
        say(`${line}\n`)
        await expect.poll(shown, patience).toContain(`remote: ${line}`)
      }
      say('three... ')
      await new Promise((later) => setTimeout(later, 300))
      say('done\n')
      return { accept: true }
    }
    const started = world.start(folder, ['push', world.url('hello'), 'main'])
    push.resolve(started.shown)
    const pushed = await started.ended
    expect(pushed.status).toBe(0)
    expect(pushed.output).toMatch(/remote: three\.\.\. (\S*\s*remote: )?done/)
  })

  it('that the engine rejects leaves the ref and the objects alone', async () => {
    const folder = await world.repository('app', { 'index.js': '1' })
    await world.git(folder, 'push', world.url('hello'), 'main')
    const before = await refsOf('hello')
    await world.commit(folder, { 'index.js': 'broken' })
    world.receive = (_, say) => {
      say(' !     Push rejected, failed to compile Node.js app.\n')
      return Promise.resolve({ accept: false })
    }
    const pushed = await world.git(folder, 'push', world.url('hello'), 'main')
    expect(pushed.status).toBe(1)
    expect(pushed.output).toContain('remote:  !     Push rejected, failed to compile Node.js app.')
    expect(pushed.output).toContain('(pre-receive hook declined)')
    expect(await refsOf('hello')).toBe(before)
    expect(await leftovers('hello')).toEqual([])
  })

  it('shows a refusal with what to do about it', async () => {
    const folder = await world.repository('app', { 'index.js': '1' })
    world.receive = () => Promise.reject(new PlatformError('build-in-progress', { app: 'hello' }))
    const pushed = await world.git(folder, 'push', world.url('hello'), 'main')
    expect(pushed.output).toContain('A build of hello is under way: one at a time.')
    expect(pushed.output).toContain('Push again when it has ended.')
    expect(pushed.status).toBe(1)
  })

  it('brings several refs together, other branches and deletions too', async () => {
    const folder = await world.repository('app', { 'index.js': '1' })
    const seen: (readonly Push[])[] = []
    world.receive = (pushes) => {
      seen.push(pushes)
      return Promise.resolve({ accept: true })
    }
    await world.git(folder, 'branch', 'topic')
    await world.git(folder, 'push', world.url('hello'), 'main', 'topic')
    const removed = await world.git(folder, 'push', world.url('hello'), ':topic')
    expect(removed.status).toBe(0)
    expect(seen.map((pushes) => pushes.map((push) => [push.ref, push.newCommit === '0'.repeat(40), push.subject]))).toEqual([
      [['refs/heads/main', false, 'Begin'], ['refs/heads/topic', false, 'Begin']],
      [['refs/heads/topic', true, '']],
    ])
  })

  it('of the same commit again says so and asks nobody', async () => {
    const folder = await world.repository('app', { 'index.js': '1' })
    await world.git(folder, 'push', world.url('hello'), 'main')
    world.receive = () => Promise.reject(new Error('not to be called'))
    const again = await world.git(folder, 'push', world.url('hello'), 'main')
    expect(again).toMatchObject({ status: 0, output: expect.stringContaining('Everything up-to-date') })
  })

  it('two at once to two apps go on side by side', async () => {
    const folder = await world.repository('app', { 'index.js': '1' })
    const both = deferred<void>()
    let under = 0
    world.receive = async () => {
      under += 1
      if (under === 2) both.resolve()
      await both.promise
      return { accept: true }
    }
    const pushes = await Promise.all(['one', 'two'].map((app) => world.git(folder, 'push', world.url(`app-${app}`), 'main')))
    expect(pushes.map((push) => push.status)).toEqual([0, 0])
  })

  it('of 30 MB arrives whole', async () => {
    const folder = await world.repository('app', { 'big.bin': randomBytes(30 * 1024 * 1024) })
    expect((await world.git(folder, 'push', world.url('hello'), 'main')).status).toBe(0)
    await world.git(world.folder, 'clone', '--quiet', world.url('hello'), 'back')
    expect((await world.git(world.folder, 'diff', '--no-index', '--stat', 'app/big.bin', 'back/big.bin')).status).toBe(0)
  })

  it('to an app that is not there says so', async () => {
    const folder = await world.repository('app', { 'index.js': '1' })
    const pushed = await world.git(folder, 'push', world.url('nobody'), 'main')
    expect(pushed.output).toContain("Couldn't find that app: nobody.")
    expect(pushed.status).not.toBe(0)
  })
})

describe('an interrupted push', () => {
  it('in its build tells the engine and leaves nothing behind', async () => {
    const folder = await world.repository('app', { 'index.js': '1' })
    const building = deferred<void>()
    const gone = deferred<void>()
    world.receive = async (_, say, onGone) => {
      onGone(gone.resolve)
      say('-----> Building\n')
      building.resolve()
      await gone.promise
      return { accept: false }
    }
    const push = world.start(folder, ['push', world.url('hello'), 'main'])
    await building.promise
    process.kill(-push.pid, 'SIGINT')
    await Promise.all([gone.promise, push.ended])
    await expect.poll(() => leftovers('hello'), patience).toEqual([])
    expect(await refsOf('hello')).toBe('')
    world.receive = () => Promise.resolve({ accept: true })
    expect((await world.git(folder, 'push', world.url('hello'), 'main')).status).toBe(0)
  })

  it('whose build was accepted still moves the ref', async () => {
    const folder = await world.repository('app', { 'index.js': '1' })
    const push = deferred<number>()
    world.receive = async () => {
      process.kill(-(await push.promise), 'SIGKILL')
      return { accept: true }
    }
    const started = world.start(folder, ['push', world.url('hello'), 'main'])
    push.resolve(started.pid)
    await started.ended
    await expect.poll(() => refsOf('hello'), patience).toContain('refs/heads/main')
  })

  it('ends with the host', async () => {
    const folder = await world.repository('app', { 'index.js': '1' })
    const building = deferred<void>()
    world.receive = () => {
      building.resolve()
      return new Promise(() => {})
    }
    const push = world.start(folder, ['push', world.url('hello'), 'main'])
    await building.promise
    await world.host.stop()
    expect((await push.ended).status).not.toBe(0)
    expect(await leftovers('hello')).toEqual([])
  })
})

describe('limits', () => {
  it('a pack over the limit is refused with the reason', async () => {
    await world.close()
    world = await gitWorld({ maxPushBytes: 1024 * 1024 })
    const folder = await world.repository('app', { 'big.bin': randomBytes(3 * 1024 * 1024) })
    const pushed = await world.git(folder, 'push', world.url('hello'), 'main')
    expect(pushed.status).not.toBe(0)
    expect(pushed.output).toContain('exceeds maximum allowed size')
    expect(await leftovers('hello')).toEqual([])
  })

  it.skipIf(!mayMount())('a full disk is said before the push, or by git in the middle of it, and nothing is kept', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=70m', 'tmpfs', world.dataDir])
    try {
      const folder = await world.repository('app', { 'big.bin': randomBytes(75 * 1024 * 1024) })
      const during = await world.git(folder, '-c', 'core.compression=0', 'push', world.url('hello'), 'main')
      expect(during.output).toContain('No space left on device')
      expect(during.status).toBe(1)
      await expect.poll(() => leftovers('hello'), patience).toEqual([])
      await writeFile(join(world.dataDir, 'filling'), Buffer.alloc(10 * 1024 * 1024))
      const before = await world.git(folder, 'push', world.url('hello'), 'main')
      expect(before.output).toContain('The disk is full: the push was not kept.')
    } finally {
      execFileSync('umount', [world.dataDir])
    }
  })

  it('nothing but the smart protocol is served', async () => {
    const folder = await world.repository('app', { 'index.js': '1' })
    await world.git(folder, 'push', world.url('hello'), 'main')
    const base = world.url('hello')
    for (const path of ['/HEAD', '/config', '/objects/info/packs', '/info/refs', '/../id-hello.git/config', '/info/refs?service=git-daemon']) {
      expect((await fetch(base + path)).status, path).toBe(404)
    }
  })
})

describe('reading back', () => {
  it('clone and fetch work, also of an app that only ever saw master', async () => {
    const folder = await world.repository('app', { 'index.js': '1' })
    await world.git(folder, 'push', world.url('classic'), 'main:master')
    const cloned = await world.git(world.folder, 'clone', world.url('classic'), 'back')
    expect(cloned.output).not.toContain('unable to checkout')
    expect(await readdir(join(world.folder, 'back'))).toContain('index.js')
    const head = await world.commit(folder, { 'index.js': '2' })
    await world.git(folder, 'push', world.url('classic'), 'main:master')
    await world.git(join(world.folder, 'back'), 'fetch', '--quiet')
    expect((await world.git(join(world.folder, 'back'), 'rev-parse', 'origin/master')).output.trim()).toBe(head)
  })

  it('a destroyed app leaves no repository', async () => {
    const folder = await world.repository('app', { 'index.js': '1' })
    await world.git(folder, 'push', world.url('hello'), 'main')
    await world.host.forgetApp('id-hello')
    await world.host.forgetApp('id-never-pushed')
    expect(await readdir(join(world.dataDir, 'repos'))).toEqual([])
    expect(await refsOf('hello')).toBe('')
  })
})

async function leftovers(app: string): Promise<string[]> {
  const names = await readdir(join(world.dataDir, 'repos', `id-${app}.git`, 'objects'))
  return names.filter((name) => name.includes('incoming'))
}

/** Only root on Linux can make a small disk to fill. */
function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-mount-'))
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0
  if (isMounted) execFileSync('umount', [folder])
  rmdirSync(folder)
  return isMounted
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let settle: ((value: T) => void) | null = null
  const promise = new Promise<T>((resolve) => (settle = resolve))
  return { promise, resolve: (value) => settle?.(value) }
}
