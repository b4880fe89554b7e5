import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareDataDir } from './data-dir.ts'
import { lockDataDir } from './data-dir-lock.ts'
import { processStart } from './process-start.ts'
import { loadToken } from './token.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynarium-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a data folder', () => {
  it('is made with its parents, for its owner only', () => {
    const deep = join(folder, 'a', 'b')
    prepareDataDir(deep)
    prepareDataDir(deep)
    expect(statSync(deep).mode & 0o777).toBe(0o700)
    expect(readdirSync(deep)).toEqual([])
  })

  it.skipIf(process.platform !== 'linux')('that can not be made is refused with a reason, and at once', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => prepareDataDir(join(folder, 'file'))).toThrow('it is a file. Choose another')
    expect(() => prepareDataDir(join(folder, 'file', 'below'))).toThrow('can not be used')
    expect(() => prepareDataDir('/proc/nowhere/data')).toThrow('can not be used')
  })
})

describe('the lock of a data folder', () => {
  it('lets one engine in at a time', () => {
    const unlock = lockDataDir(folder)
    expect(() => lockDataDir(folder)).toThrow(`Dynarium runs on ${folder} already (process ${process.pid}).`)
    unlock()
    lockDataDir(folder)()
  })

  it('of a killed engine is taken over, also when its id was given to another process', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    const lock = (holder: object | string) => writeFileSync(join(folder, 'engine.lock'), typeof holder === 'string' ? holder : JSON.stringify(holder))
    lock({ pid: child.pid, start: processStart(child.pid ?? 0) })
    expect(() => lockDataDir(folder)).toThrow(`process ${child.pid}`)
    lock({ pid: child.pid, start: 'another boot:1' })
    lockDataDir(folder)()
    lock({ pid: child.pid, start: processStart(child.pid ?? 0) })
    child.kill('SIGKILL')
    await new Promise((resolve) => child.on('exit', resolve))
    lockDataDir(folder)()
    lock('half a fi')
    lockDataDir(folder)()
  })

  it('is not given back by an engine that lost it', () => {
    const unlock = lockDataDir(folder)
    writeFileSync(join(folder, 'engine.lock'), 'of another')
    unlock()
    expect(readFileSync(join(folder, 'engine.lock'), 'utf8')).toBe('of another')
  })
})

describe('the token of a data folder', () => {
  it('is made once, long, and for its owner only', () => {
    const token = loadToken(folder)
    expect(token).toMatch(/^[0-9a-f]{40}$/)
    expect(loadToken(folder)).toBe(token)
    expect(statSync(join(folder, 'token')).mode & 0o777).toBe(0o600)
  })

  it('that somebody emptied or opened to all is put right', () => {
    writeFileSync(join(folder, 'token'), '', { mode: 0o644 })
    expect(loadToken(folder)).toMatch(/^[0-9a-f]{40}$/)
    expect(statSync(join(folder, 'token')).mode & 0o777).toBe(0o600)
  })
})
