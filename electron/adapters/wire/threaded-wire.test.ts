import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { build } from 'vite'
import type { Toxic } from '../../../shared/wire/toxic.ts'
import { wireContract } from '../../engine/ports/wire.contract.ts'
import type { Wire } from '../../engine/ports/wire.ts'
import { createThreadedWire } from './threaded-wire.ts'
import { openUpstream, until, visit } from './wire.fixture.ts'

const root = resolve(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'dynarium-wire-'))
const threadFile = join(folder, 'wire-thread.cjs')
const breakingFile = join(folder, 'breaking.cjs')
const slow: Toxic = { name: 'slow', stream: 'downstream', toxicity: 1, settings: { type: 'latency', latencyMs: 80, jitterMs: 0, distribution: 'uniform' } }

beforeAll(async () => {
  await build({
    root, configFile: false, logLevel: 'error',
    build: { ssr: 'electron/headless/wire-thread.ts', target: 'node18', outDir: folder, emptyOutDir: false, rolldownOptions: { output: { format: 'cjs', entryFileNames: 'wire-thread.cjs' } } },
  })
  writeFileSync(breakingFile, `require('worker_threads').parentPort.on('message', (message) => { if (message.args[0] === 'break') throw new Error('a bug') })\nrequire('./wire-thread.cjs')`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

wireContract('thread with sockets', async () => {
  const upstream = await openUpstream()
  return { wire: createThreadedWire({ threadFile }), upstream: upstream.address, close: upstream.close }
})

describe('proxies in a thread', () => {
  let wire: Wire | null = null
  afterEach(() => wire?.stop())

  it('have none before the first proxy, and none that keeps the process after a stop', async () => {
    const none = createThreadedWire({ threadFile: join(folder, 'does-not-exist.cjs') })
    expect([await none.list(), await none.reset()]).toEqual([[], 0])
    await none.stop()
    await none.stop()
    await expect(none.create({ name: 'a', listen: '127.0.0.1:0', upstream: '127.0.0.1:1' })).rejects.toThrow('Dynarium is stopping.')
  })

  it('are made again with their ports and toxics when the thread breaks (WI12)', async () => {
    const upstream = await openUpstream()
    const said: string[] = []
    wire = createThreadedWire({ threadFile: breakingFile, log: (text) => said.push(text) })
    const { listen } = await wire.create({ name: 'redis', listen: '127.0.0.1:0', upstream: upstream.address })
    await wire.create({ name: 'off', listen: '127.0.0.1:0', upstream: upstream.address, enabled: false })
    await wire.addToxic('redis', slow)
    const cut = visit(listen)
    cut.socket.write('a')
    await until(() => cut.received().length === 1)
    await expect(wire.remove('break')).rejects.toThrow('Ask again')
    await until(() => cut.seen.includes('close'))
    expect(await wire.list()).toMatchObject([{ name: 'redis', listen, enabled: true, toxics: [slow], connectionsEver: 0 }, { name: 'off', enabled: false }])
    expect(said.join()).toContain('a bug')
    const start = performance.now()
    const next = visit(listen)
    next.socket.write('b')
    await until(() => next.received().length === 1)
    expect(performance.now() - start).toBeGreaterThanOrEqual(80)
    next.socket.destroy()
    await upstream.close()
  })

  it('are given up when it breaks again and again, and begin anew', async () => {
    const said: string[] = []
    wire = createThreadedWire({ threadFile: breakingFile, log: (text) => said.push(text) })
    const proxy = { name: 'a', listen: '127.0.0.1:0', upstream: '127.0.0.1:9' }
    await wire.create(proxy)
    for (let time = 0; time < 4; time += 1) await expect(wire.remove('break')).rejects.toThrow('Ask again')
    expect(await wire.list()).toEqual([])
    expect(said.join()).toContain('its 1 proxies are gone')
    expect(await wire.create(proxy)).toMatchObject({ name: 'a' })
  })

  it('close their listeners with a stop', async () => {
    const one = createThreadedWire({ threadFile })
    const { listen } = await one.create({ name: 'a', listen: '127.0.0.1:0', upstream: '127.0.0.1:9' })
    await one.stop()
    const late = visit(listen)
    await until(() => late.seen.includes('close'))
    expect(late.seen[0]).toBe('ECONNREFUSED')
  })
})
