// Links on the whole platform: made by a client of Toxiproxy, seen in the protocol, broken and mended by a fault.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { connect, createServer, type AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Toxiproxy } from 'toxiproxy-node-client'
import { build } from 'vite'
import type { CallOutput } from '../../shared/protocol/calls.ts'
import { composePlatform, type Platform } from './compose.ts'

const root = resolve(import.meta.dirname, '../..')
const work = mkdtempSync(join(tmpdir(), 'dynarium-links-'))
const echo = createServer((socket) => void socket.on('error', () => {}).pipe(socket))
let platform: Platform | null = null

beforeAll(async () => {
  await new Promise<void>((listening) => echo.listen(0, '127.0.0.1', listening))
  for (const thread of ['edge-thread', 'traffic-thread', 'wire-thread']) {
    await build({
      root, configFile: false, logLevel: 'error',
      build: { ssr: `electron/headless/${thread}.ts`, target: 'node18', outDir: work, emptyOutDir: false, rolldownOptions: { output: { format: 'cjs', entryFileNames: `${thread}.cjs` } } },
    })
  }
})
afterEach(async () => {
  await platform?.stop()
  platform = null
})
afterAll(() => {
  echo.close()
  rmSync(work, { recursive: true, force: true })
})

async function start(toxiproxyPort: number | null): Promise<(name: string, input?: unknown) => Promise<unknown>> {
  const thread = (name: string) => join(work, `${name}-thread.cjs`)
  const running = await composePlatform({
    dataDir: join(work, 'data'), port: 0, routerPort: 0, toxiproxyPort, version: '0', samplesDir: join(work, 'none'), experimentsDir: join(work, 'none'), staticDir: null,
    edgeThreadFile: thread('edge'), trafficThreadFile: thread('traffic'), wireThreadFile: thread('wire'), drainThreadFile: 'none', addOnThreadFile: 'none', searchThreadFile: 'none',
  })
  platform = running
  return (name, input = {}) => running.engine.call(name, input, 'ada@localhost')
}

/** Milliseconds until the echo is back. */
function roundTrip(address: string): Promise<number> {
  const begin = performance.now()
  const socket = connect({ host: '127.0.0.1', port: Number(address.split(':').pop()) })
  return new Promise((done, failed) => {
    socket.on('error', failed)
    socket.on('data', () => {
      done(performance.now() - begin)
      socket.destroy()
    })
    socket.write('hello')
  })
}

describe('links', () => {
  it('lose what faults did to them with a reset by a client of Toxiproxy, and each such fault has a receipt that says so (FT4, WI9)', async () => {
    const call = await start(0)
    const links = async () => ((await call('proxies:list')) as CallOutput<'proxies:list'>)
    const client = new Toxiproxy((await links()).apiUrl ?? '')
    const { listen } = await client.createProxy({ name: 'redis', listen: 'localhost:0', upstream: `127.0.0.1:${(echo.address() as AddressInfo).port}` })
    const { leaseId } = (await call('faults:start', { kind: 'latency', target: { kind: 'proxy', proxy: 'redis' }, params: { latencyMs: 60_000 }, seconds: 600 })) as { leaseId: string }
    await client.reset()
    const { leases, receipts } = platform?.engine.kernel.state ?? { leases: {}, receipts: [] }
    expect(Object.keys(leases)).toEqual([])
    expect(receipts.find((receipt) => receipt.leaseId === leaseId)).toMatchObject({ why: 'links-reset', residue: [] })
    expect((await links()).proxies).toMatchObject([{ enabled: true, toxics: [] }])
    await roundTrip(listen)
  })

  it('are made by a client of Toxiproxy, shown with counters, slowed by a fault and left without a trace of it; gone with the engine (WI9, WI11)', async () => {
    let call = await start(0)
    const links = async () => (await call('proxies:list')) as CallOutput<'proxies:list'>
    const { apiUrl, proxies } = await links()
    expect([apiUrl?.startsWith('http://127.0.0.1:'), proxies]).toEqual([true, []])
    const { listen } = await new Toxiproxy(apiUrl ?? '').createProxy({ name: 'redis', listen: 'localhost:0', upstream: `127.0.0.1:${(echo.address() as AddressInfo).port}` })
    await roundTrip(listen)
    expect((await links()).proxies).toMatchObject([{ name: 'redis', listen, connectionsEver: 1, bytesToUpstream: 5, bytesToClient: 5, toxics: [] }])
    const { leaseId } = (await call('faults:start', { kind: 'latency', target: { kind: 'proxy', proxy: 'redis' }, params: { latencyMs: 100, way: 'both' } })) as { leaseId: string }
    expect((await links()).proxies[0]?.toxics.map(({ stream, attributes }) => [stream, attributes['latency']])).toEqual([['upstream', 100], ['downstream', 100]])
    expect(await roundTrip(listen)).toBeGreaterThanOrEqual(200)
    await call('faults:stop', { leaseId })
    expect((await links()).proxies[0]?.toxics).toEqual([])
    await platform?.stop()
    await expect(roundTrip(listen)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    call = await start(null)
    expect(await links()).toEqual({ apiUrl: null, proxies: [] })
  })
})
