// What a start needs before there is a process: ports, an order of launches, an environment, a shell.

import { createServer, type AddressInfo, type Server } from 'node:net'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { dynoEnvironment } from './dyno-environment.ts'
import { hostEnvironment, hostNetworkEnvironment } from './host-environment.ts'
import { createLaunchGate } from './launch-gate.ts'
import { createPortPool, isPortFree } from './port-pool.ts'
import { createPortWatch } from './port-watch.ts'
import { makeFolder, writeFiles } from '../parts/test-files.fixture.ts'
import { freePorts, waitUntil } from './process-world.fixture.ts'
import { findOnPath, findShell } from './shell.ts'

let server: Server | null = null
afterEach(() => {
  server?.close()
  server = null
})

function listen(host: string, port = 0): Promise<number> {
  const made = createServer((socket) => socket.destroy())
  server = made
  return new Promise((resolve, reject) => made.once('error', reject).listen(port, host, () => resolve((made.address() as AddressInfo).port)))
}

describe('the port pool', () => {
  it('never gives a port twice at once, and none that is taken by others', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), fc.uniqueArray(fc.integer({ min: 100, max: 109 }), { maxLength: 5 }), async (takes, busy) => {
      const pool = createPortPool([100, 109], (port) => Promise.resolve(!busy.includes(port)), 0)
      const held: number[] = []
      for (const take of takes) {
        const first = held[0]
        if (!take && first !== undefined) pool.giveBack(held.shift() ?? first)
        else if (held.length < 10 - busy.length) held.push(await pool.take())
        else await expect(pool.take()).rejects.toMatchObject({ code: 'unsupported' })
        expect(new Set(held).size).toBe(held.length)
        expect(held.some((port) => busy.includes(port))).toBe(false)
      }
    }), { numRuns: 50 })
  })

  it('goes on to the next port, so that one just given back is not the next to be given', async () => {
    const pool = createPortPool([100, 109], () => Promise.resolve(true), 0)
    const first = await pool.take()
    pool.giveBack(first)
    expect(await pool.take()).not.toBe(first)
  })

  it('gives those who ask together different ports', async () => {
    const pool = createPortPool([100, 149], () => new Promise((resolve) => setImmediate(() => resolve(true))), 7)
    const ports = await Promise.all(Array.from({ length: 50 }, () => pool.take()))
    expect(new Set(ports).size).toBe(50)
  })

  for (const host of ['127.0.0.1', '0.0.0.0', '::1', '::']) {
    it(`sees that somebody listens on ${host}`, async () => {
      const port = await listen(host)
      expect(await isPortFree(port)).toBe(false)
    })
  }
})

describe('the port watch', () => {
  it('tells once when the port answers, and not before', async () => {
    const [port] = await freePorts()
    let answers = 0
    createPortWatch().watch(port, () => answers++)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(answers).toBe(0)
    await listen('127.0.0.1', port)
    await waitUntil('it answers', () => answers > 0)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(answers).toBe(1)
  })

  it('tells nothing after it was ended', async () => {
    const port = await listen('127.0.0.1')
    let answers = 0
    const end = createPortWatch().watch(port, () => answers++)
    end()
    await new Promise((resolve) => setTimeout(resolve, 80))
    expect(answers).toBe(0)
  })
})

describe('the launch gate', () => {
  it('launches together what was prepared together', async () => {
    const gate = createLaunchGate(0)
    const launched: string[] = []
    const [one, two] = [gate.enter(), gate.enter()]
    void one.prepared().then(() => launched.push('one'))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(launched).toEqual([])
    void two.prepared().then(() => launched.push('two'))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(launched).toEqual(['one', 'two'])
  })

  it('does not wait for one that failed, nor for ever for a slow one', async () => {
    const gate = createLaunchGate(0)
    const [one, broken] = [gate.enter(), gate.enter()]
    const launching = one.prepared()
    broken.failed()
    await launching
    const quick = gate.enter()
    gate.enter()
    await quick.prepared()
  })

  it('launches the first at once', async () => {
    const gate = createLaunchGate(1)
    const [one, two] = [gate.enter(), gate.enter()]
    await one.prepared()
    const launched: string[] = []
    gate.enter()
    void two.prepared().then(() => launched.push('two'))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(launched).toEqual([])
  })

  it('launches all, a handful a turn', async () => {
    const gate = createLaunchGate()
    const entered = Array.from({ length: 50 }, () => gate.enter())
    await Promise.all(entered.map((one) => one.prepared()))
  })
})

describe('the environment', () => {
  it('of the machine is a short list, with a language', () => {
    expect(hostEnvironment({ PATH: '/bin', HOME: '/home/me', AWS_SECRET_ACCESS_KEY: 'x', JAVA_HOME: '/jdk' }, 'linux')).toEqual({ PATH: '/bin', JAVA_HOME: '/jdk', LANG: 'C.UTF-8' })
    expect(hostEnvironment({ LC_ALL: 'de_DE.UTF-8' }, 'linux')).toEqual({ LC_ALL: 'de_DE.UTF-8' })
    expect(hostEnvironment({ Path: 'C:\\bin', SYSTEMROOT: 'C:\\Windows', LANG: 'C' }, 'win32')).toEqual({ PATH: 'C:\\bin', SystemRoot: 'C:\\Windows', LANG: 'C' })
    expect(hostNetworkEnvironment({ https_proxy: 'http://proxy', npm_config_registry: 'http://mirror', npm_config_user: 'x' }, 'linux')).toEqual({ https_proxy: 'http://proxy', npm_config_registry: 'http://mirror' })
  })

  it('of a dyno: config vars win over the machine, and what the platform sets over config vars', () => {
    const place = { app: '/d/app', temporary: '/d/tmp', port: 20_001, dataDir: '/data', sessionId: 's1' }
    const environment = dynoEnvironment({ id: 'd1', env: { PATH: '/mine', HOME: '/other', PORT: '1', DYNARIUM_DYNO: 'forged', TMPDIR: '/t', A: 'b' } }, place, { PATH: '/bin', LANG: 'C' })
    expect(environment).toEqual({ PATH: '/mine', LANG: 'C', TMPDIR: '/t', A: 'b', HOME: '/d/app', PWD: '/d/app', PORT: '20001', DYNARIUM_DYNO: 'd1', DYNARIUM_DATA: '/data', DYNARIUM_SESSION: 's1' })
    expect(dynoEnvironment({ id: 'd1', env: {} }, { ...place, port: null }, {})).not.toHaveProperty('PORT')
  })
})

describe('the shell', () => {
  it('is looked for on the PATH; without one people are told what to install', () => {
    const folder = makeFolder('shell')
    writeFiles(folder, { 'bash': '#!/bin/sh\n', 'plain.txt': '' })
    expect(findShell({ PATH: folder }, 'linux')).toBe(join(folder, 'bash'))
    expect(findOnPath('plain.txt', folder)).toBeNull()
    expect(() => findShell({ PATH: folder, ProgramFiles: folder }, 'win32')).toThrow(expect.objectContaining({ code: 'unsupported', help: 'Install Git for Windows: its bash is used.' }))
    rmSync(folder, { recursive: true })
  })
})
