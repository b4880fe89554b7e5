import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inWords } from './browser-host.mjs'
import { run } from './child.mjs'
import { isSameTree } from './dependencies.mjs'
import { fallbackFits } from './fallback-runtime.mjs'
import { hasDisplay, missingBasics, sandboxFlags } from './machine.mjs'
import { cacheDir, withDataDir } from './paths.mjs'
import { step, timeLeft } from './progress.mjs'

describe('dependencies', () => {
  const lock = { packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-darwin': { version: '2.0.0', optional: true } } }

  test('a tree that npm made by hand is accepted, without the parts for other systems', () => {
    expect(isSameTree(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true)
  })

  test.each([
    ['a package is missing', {}],
    ['a package has another version', { 'node_modules/a': { version: '1.0.1' } }],
    ['a package is there that nobody asked for', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/c': { version: '1.0.0' } }],
  ])('%s: install again', (_what, packages) => {
    expect(isSameTree(lock, { packages })).toBe(false)
  })
})

describe('progress', () => {
  test('a known fraction gives the time left; else the expected time, and honesty once it has passed', () => {
    expect(timeLeft({ elapsedMs: 10_000, expectedMs: 5_000, fraction: 0.25 })).toBe('about 30 s left')
    expect(timeLeft({ elapsedMs: 10_000, expectedMs: 45_000 })).toBe('about 35 s left')
    expect(timeLeft({ elapsedMs: 200_000, expectedMs: 45_000 })).toBe('longer than expected, 3 min 20 s so far')
  })

  const cache = mkdtempSync(join(tmpdir(), 'progress-'))
  const before = process.env['DYNARIUM_CACHE_DIR']
  beforeAll(() => void (process.env['DYNARIUM_CACHE_DIR'] = cache))
  afterAll(() => {
    if (before === undefined) delete process.env['DYNARIUM_CACHE_DIR']
    else process.env['DYNARIUM_CACHE_DIR'] = before
    rmSync(cache, { recursive: true })
  })

  test('a log gets a line at the start and one at the end, and a failed step says so and passes its error on', async () => {
    const lines: string[] = []
    const stream = { isTTY: false, write: (text: string) => lines.push(text) }
    expect(await step({ key: 'build', title: 'Building', stream }, async () => 'made')).toBe('made')
    expect(lines).toEqual(['  Building: about 8 s left\n', '  Building: done in 1 s\n'])
    const failing = step({ key: 'build', title: 'Building', stream }, async () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    expect(lines.at(-1)).toBe('  Building: failed after 1 s\n')
  })
})

describe('this machine', () => {
  test('only Linux can be without a display, and only root on Linux loses the sandbox', () => {
    expect(hasDisplay('linux', {})).toBe(false)
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
    expect(hasDisplay('darwin', {})).toBe(true)
    expect(sandboxFlags('linux', 0)).toEqual(['--no-sandbox'])
    expect(sandboxFlags('linux', 1000)).toEqual([])
    expect(sandboxFlags('win32', undefined)).toEqual([])
  })

  test('an old Node and a missing git are told in words', () => {
    expect(missingBasics('18.19.0', () => '/usr/bin/git')).toContain('Node.js 20 or newer')
    expect(missingBasics('20.1.0', () => null)).toContain('git was not found')
    expect(missingBasics('20.1.0', () => '/usr/bin/git')).toBeNull()
  })

  test('the cache lies outside the repository, where the system wants it, and can be moved', () => {
    expect(cacheDir({ platform: 'linux', env: {}, home: '/h' })).toBe(join('/h', '.cache', 'dynarium'))
    expect(cacheDir({ platform: 'linux', env: { DYNARIUM_CACHE_DIR: '/elsewhere' }, home: '/h' })).toBe('/elsewhere')
  })

  test('the data dir comes first, from the command line in either spelling or from the standard place', () => {
    expect(withDataDir(['--port', '1'], '/std')).toEqual(['--data-dir', '/std', '--port', '1'])
    expect(withDataDir(['--port', '1', '--data-dir', '/mine'], '/std')).toEqual(['--data-dir', '/mine', '--port', '1'])
    expect(withDataDir(['--data-dir=/a=b', '--port', '1'], '/std')).toEqual(['--data-dir', '/a=b', '--port', '1'])
  })

  test('the fallback runtime is for 64-bit Linux only', () => {
    expect(fallbackFits('linux', 'x64')).toBe(true)
    expect(fallbackFits('darwin', 'arm64')).toBe(false)
  })
})

test("the server's ready line becomes an address to open; other lines stay as they are", () => {
  const ready = JSON.stringify({ event: 'ready', url: 'http://127.0.0.1:7070/', router: 'http://localhost:7080', token: 'abc' })
  expect(inWords(ready)).toContain('Open http://127.0.0.1:7070/#token=abc')
  expect(inWords('plain words')).toBe('plain words')
})

test('a command over its time is ended with everything it started, groups of their own included', async () => {
  const script = `const { spawn } = require('node:child_process')
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' })
    console.log(child.pid)
    setInterval(() => {}, 1000)`
  const result = await run(process.execPath, ['-e', script], { timeoutMs: 5_000 })
  expect(result.timedOut).toBe(true)
  const grandchild = Number(result.stdout)
  expect(grandchild).toBeGreaterThan(0)
  await expect.poll(() => isAlive(grandchild), { timeout: 30_000 }).toBe(false)
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
