// Toxiproxy's own Node client, unchanged, drives our API; real bytes go through what it makes.

import { Toxiproxy, type ICreateToxicBody, type Proxy, type Toxic } from 'toxiproxy-node-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSwitchboard } from '../../adapters/wire/switchboard.ts'
import { serveToxiproxy, type ToxiproxyServer } from './server.ts'
import { exchange, openEcho, type EchoServer } from './toxiproxy.fixture.ts'

let echo: EchoServer
let server: ToxiproxyServer
let stopWire: () => Promise<void>
let client: Toxiproxy

beforeEach(async () => {
  echo = await openEcho()
  const wire = { ...createSwitchboard(), apiUrl: null }
  stopWire = wire.stop
  server = (await serveToxiproxy({ wire, port: 0, log: () => {} })) as ToxiproxyServer
  client = new Toxiproxy(server.url)
})
afterEach(async () => {
  await server.stop()
  await stopWire()
  await echo.close()
})

const open = (name = 'redis'): Promise<Proxy> => client.createProxy({ name, listen: 'localhost:0', upstream: echo.address })
/** The client's types want every field; its users leave out what has a default. */
const add = <T>(proxy: Proxy, body: Partial<ICreateToxicBody<T>>): Promise<Toxic<T>> => proxy.addToxic(body as ICreateToxicBody<T>)

describe("toxiproxy-node-client's calls (WI13)", () => {
  it('make, show, list, switch off and on, and remove proxies', async () => {
    const proxy = await open()
    expect(proxy.toJson()).toEqual({ name: 'redis', listen: proxy.listen, upstream: echo.address, enabled: true })
    expect(proxy.listen).toMatch(/^127\.0\.0\.1:\d+$/)
    expect((await exchange(proxy.listen, 'hello')).text).toBe('hello')
    expect((await client.get('redis')).listen).toBe(proxy.listen)
    expect(Object.keys(await client.getAll())).toEqual(['redis'])
    const down = await proxy.update({ enabled: false, listen: proxy.listen, upstream: proxy.upstream })
    expect(down.enabled).toBe(false)
    expect((await exchange(proxy.listen, 'hello')).end).toBe('ECONNREFUSED')
    expect((await proxy.update({ enabled: true, listen: proxy.listen, upstream: proxy.upstream })).enabled).toBe(true)
    expect((await exchange(proxy.listen, 'again')).text).toBe('again')
    await proxy.remove()
    await expect(client.get('redis')).rejects.toThrow('404')
    expect(await client.getAll()).toEqual({})
  })

  it('populate, twice with the same without touching what is there', async () => {
    const list = [{ name: 'a', listen: '127.0.0.1:0', upstream: echo.address }, { name: 'b', listen: '127.0.0.1:0', upstream: echo.address, enabled: false }]
    const first = await client.populate(list)
    expect([first['a']?.enabled, first['b']?.enabled]).toEqual([true, false])
    const { listen } = first['a'] as Proxy
    await add(first['a'] as Proxy, { type: 'latency', attributes: { latency: 5, jitter: 0 } })
    const second = await client.populate([{ name: 'a', listen, upstream: echo.address }])
    expect(second['a']?.listen).toBe(listen)
    expect((await (await client.get('a')).getToxic('latency_downstream')).name).toBe('latency_downstream')
  })

  it('tell the version, and reset everything (WI9)', async () => {
    expect(JSON.parse(await client.getVersion())).toMatchObject({ version: '2.12.0' })
    const proxy = await open()
    await add(proxy, { type: 'timeout', attributes: { timeout: 1 } })
    await proxy.update({ enabled: false, listen: proxy.listen, upstream: proxy.upstream })
    await client.reset()
    expect((await client.get('redis')).enabled).toBe(true)
    expect((await exchange(proxy.listen, 'well')).text).toBe('well')
  })

  it('show, change and remove toxics, with the defaults of the name, the stream and the toxicity', async () => {
    const proxy = await open()
    const made = await add(proxy, { type: 'latency', attributes: { latency: 40, jitter: 0 } })
    expect(made.toJson()).toEqual({ name: 'latency_downstream', type: 'latency', stream: 'downstream', toxicity: 1, attributes: { latency: 40, jitter: 0 } })
    const changed = await made.update({ attributes: { latency: 60, jitter: 0 }, name: made.name, stream: made.stream, toxicity: 0.5, type: made.type })
    expect(changed.toJson()).toMatchObject({ attributes: { latency: 60, jitter: 0 }, toxicity: 0.5 })
    expect((await proxy.getToxic('latency_downstream')).toJson()).toEqual(changed.toJson())
    await made.remove()
    await expect(proxy.getToxic('latency_downstream')).rejects.toThrow('404')
  })
})

describe('every toxic, through real sockets', () => {
  it('latency', async () => {
    const proxy = await open()
    await add(proxy, { type: 'latency', attributes: { latency: 120, jitter: 20 } })
    const { text, ms } = await exchange(proxy.listen, 'hello')
    expect(text).toBe('hello')
    expect(ms).toBeGreaterThanOrEqual(100)
  })

  it('bandwidth', async () => {
    const proxy = await open()
    await add(proxy, { type: 'bandwidth', stream: 'upstream', attributes: { rate: 100 } })
    const { text, ms } = await exchange(proxy.listen, 'x'.repeat(30_000))
    expect(text.length).toBe(30_000)
    expect(ms).toBeGreaterThanOrEqual(285)
  })

  it('slow_close', async () => {
    const proxy = await open()
    await add(proxy, { type: 'slow_close', attributes: { delay: 150 } })
    const { text, end, ms } = await exchange(proxy.listen, 'hello')
    expect([text, end, ms >= 150]).toEqual(['hello', 'closed', true])
  })

  it('timeout', async () => {
    const proxy = await open()
    await add(proxy, { type: 'timeout', attributes: { timeout: 100 } })
    const { text, ms } = await exchange(proxy.listen, 'hello', 'waits')
    expect([text, ms >= 100]).toEqual(['', true])
  })

  it('reset_peer', async () => {
    const proxy = await open()
    await add(proxy, { type: 'reset_peer', attributes: { timeout: 30 } })
    const { text, end, ms } = await exchange(proxy.listen, 'hello')
    expect([text, end, ms >= 30]).toEqual(['', 'ECONNRESET', true])
  })

  it('slicer', async () => {
    const proxy = await open()
    await add(proxy, { type: 'slicer', attributes: { average_size: 10, size_variation: 2, delay: 25_000 } })
    const { text, chunks } = await exchange(proxy.listen, 'abcdefghij'.repeat(20))
    expect(text).toBe('abcdefghij'.repeat(20))
    expect(chunks).toBeGreaterThan(5)
  })

  it('limit_data', async () => {
    const proxy = await open()
    await add(proxy, { type: 'limit_data', attributes: { bytes: 7 } } as never)
    expect((await exchange(proxy.listen, 'hello world', 'waits')).text).toBe('hello w')
  })

  it('loss and corrupt, which are ours', async () => {
    const proxy = await open()
    const lossy = await add(proxy, { type: 'loss', attributes: { percent: 100, retransmit: 80 } } as never)
    const late = await exchange(proxy.listen, 'hello')
    expect([late.text, late.ms >= 80]).toEqual(['hello', true])
    await lossy.remove()
    await add(proxy, { type: 'corrupt', attributes: { per_million: 1_000_000 } } as never)
    const broken = await exchange(proxy.listen, 'hello')
    expect(broken.text).not.toBe('hello')
  })

  it('none, by a toxicity of 0', async () => {
    const proxy = await open()
    await add(proxy, { type: 'timeout', toxicity: 0, attributes: { timeout: 1 } })
    expect((await exchange(proxy.listen, 'hello')).text).toBe('hello')
  })
})
