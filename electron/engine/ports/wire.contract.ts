// What every Wire must do: the same bodies run against the thread with real sockets and the simulated one.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Toxic } from '../../../shared/wire/toxic.ts'
import { wireLimits } from '../../../shared/wire/wire-limits.ts'
import { WireRefusal } from '../../../shared/wire/wire-refusal.ts'
import type { Wire } from './wire.ts'

export type WireFixture = {
  readonly wire: Wire
  /** host:port of something to connect to. */
  readonly upstream: string
  close(): Promise<void>
}

export function wireContract(name: string, make: () => Promise<WireFixture>): void {
  describe(`Wire contract: ${name}`, () => {
    let fixture: WireFixture
    let wire: Wire
    const slow: Toxic = { name: 'slow', stream: 'downstream', toxicity: 1, settings: { type: 'latency', latencyMs: 100, jitterMs: 0, distribution: 'uniform' } }
    const cut: Toxic = { name: 'cut', stream: 'upstream', toxicity: 0.5, settings: { type: 'limit_data', bytes: 10 } }

    beforeEach(async () => {
      fixture = await make()
      wire = fixture.wire
    })
    afterEach(async () => {
      await wire.stop()
      await fixture.close()
    })

    const open = (proxy: string, more: { listen?: string; enabled?: boolean } = {}) => wire.create({ name: proxy, listen: '127.0.0.1:0', upstream: fixture.upstream, ...more })
    const trouble = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no trouble', (error: unknown) => (error instanceof WireRefusal ? error.trouble : error))

    it('has none at first, and makes them with a port of their own', async () => {
      expect([await wire.list(), await wire.reset()]).toEqual([[], 0])
      const made = await open('redis')
      expect(made).toMatchObject({ name: 'redis', upstream: fixture.upstream, enabled: true, toxics: [], connections: 0, connectionsEver: 0, bytesFromClient: 0, bytesToClient: 0 })
      expect(made.listen).toMatch(/^127\.0\.0\.1:[1-9]\d+$/)
      expect((await open('six', { listen: 'localhost:0' })).listen).not.toBe(made.listen)
      expect((await wire.list()).map((proxy) => proxy.name)).toEqual(['redis', 'six'])
    })

    it('keeps both ends on loopback, and does not call itself (WI8)', async () => {
      for (const address of ['0.0.0.0:0', '192.168.1.1:80', 'example.com:80', ':80', '[::]:80', '127.0.0.1', '127.0.0.1:99999', 'localhost.example.com:1'])
        expect(await trouble(wire.create({ name: 'out', listen: address, upstream: fixture.upstream })), address).toBe('address')
      for (const address of ['10.0.0.1:80', 'example.com:80', '169.254.169.254:80', '127.0.0.1:0', ':80', ''])
        expect(await trouble(wire.create({ name: 'out', listen: '127.0.0.1:0', upstream: address })), address).toBe('address')
      const { listen } = await open('redis')
      expect(await trouble(wire.update('redis', { upstream: listen }))).toBe('address')
      expect(await trouble(wire.update('redis', { upstream: 'example.com:80' }))).toBe('address')
      expect(await wire.list()).toMatchObject([{ name: 'redis', listen, upstream: fixture.upstream, enabled: true }])
    })

    it('refuses names that are taken or unknown, and ports that are taken, in words', async () => {
      const { listen } = await open('redis')
      expect(await trouble(open('redis'))).toBe('exists')
      expect(await trouble(open('other', { listen }))).toBe('taken')
      expect(await wire.list()).toHaveLength(1)
      for (const work of [wire.update('no', {}), wire.remove('no'), wire.addToxic('no', slow), wire.removeToxic('no', 'slow'), wire.removeToxic('redis', 'no')]) expect(await trouble(work)).toBe('unknown')
      await expect(wire.remove('no')).rejects.toThrow('There is no proxy no.')
    })

    it('keeps toxics in the order they came; one of the same name takes the place of the old', async () => {
      await open('redis')
      await wire.addToxic('redis', slow)
      await wire.addToxic('redis', cut)
      await wire.addToxic('redis', { ...slow, toxicity: 0.1 })
      expect((await wire.list())[0]?.toxics).toEqual([{ ...slow, toxicity: 0.1 }, cut])
      await wire.removeToxic('redis', 'slow')
      expect((await wire.list())[0]?.toxics).toEqual([cut])
    })

    it('is switched off and on at the same address, changes it, and is removed', async () => {
      const { listen } = await open('redis')
      expect(await wire.update('redis', { enabled: false })).toMatchObject({ enabled: false, listen })
      expect(await wire.update('redis', { enabled: true })).toMatchObject({ enabled: true, listen })
      expect((await wire.update('redis', { listen: '127.0.0.1:0' })).listen).not.toBe(listen)
      await wire.remove('redis')
      expect(await wire.list()).toEqual([])
      expect((await open('redis', { listen })).listen).toBe(listen)
    })

    it('resets: all enabled, no toxic left, and says how many there were (WI9)', async () => {
      await open('a')
      await open('b', { enabled: false })
      await wire.addToxic('a', slow)
      await wire.addToxic('a', cut)
      await wire.addToxic('b', cut)
      expect(await wire.reset()).toBe(3)
      expect(await wire.list()).toMatchObject([{ name: 'a', enabled: true, toxics: [] }, { name: 'b', enabled: true, toxics: [] }])
    })

    it('tells of a reset before it takes off anything, and waits for who is told (WI9)', async () => {
      await open('a')
      await wire.addToxic('a', slow)
      const seen: number[] = []
      wire.connect({ resetting: async () => void seen.push((await wire.list())[0]?.toxics.length ?? 0) })
      expect(await wire.reset()).toBe(1)
      expect(seen).toEqual([1])
    })

    it('is bounded in proxies and toxics (WI10)', async () => {
      for (let count = 0; count < wireLimits.proxies; count += 1) await open(`p${count}`, { enabled: false })
      expect(await trouble(open('one too many'))).toBe('full')
      for (let count = 0; count < wireLimits.toxicsPerProxy; count += 1) await wire.addToxic('p0', { ...slow, name: `t${count}` })
      expect(await trouble(wire.addToxic('p0', cut))).toBe('full')
    })
  })
}
