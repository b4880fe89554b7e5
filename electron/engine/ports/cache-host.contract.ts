// What every cache must do, seen by an unmodified client (memjs, binary protocol with SASL) and by lines of the text protocol.

import { connect, type Socket } from 'node:net'
import { Client } from 'memjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CacheHost, CacheSpec } from './cache-host.ts'

const spec: CacheSpec = { id: 'cache-one', user: 'app', password: 'secret', memoryBytes: 4 * 1024 * 1024 }

export function cacheHostContract(name: string, make: () => Promise<{ host: CacheHost; close(): Promise<void> }>): void {
  describe(`Cache contract: ${name}`, () => {
    let fixture: { host: CacheHost; close(): Promise<void> }
    let host: CacheHost
    let ends: string[]
    let port = 0
    const closing: (() => void)[] = []

    beforeEach(async () => {
      fixture = await make()
      host = fixture.host
      ends = []
      host.connect({ ended: (id) => void ends.push(id) })
      port = (await host.start(spec)).port
    })
    afterEach(async () => {
      for (const close of closing.splice(0)) close()
      await host.stopAll()
      await fixture.close()
    })

    function visit(password = spec.password): Client {
      const client = Client.create(`127.0.0.1:${port}`, { username: spec.user, password, retries: 0, timeout: 20, failover: false })
      closing.push(() => client.close())
      return client
    }
    const text = async (client: Client, key: string): Promise<string | null> => (await client.get(key)).value?.toString() ?? null

    it('keeps, adds, replaces, joins, counts and forgets for memjs (CH1)', async () => {
      const client = visit()
      expect([await client.set('k', 'one', {}), await text(client, 'k'), await text(client, 'none')]).toEqual([true, 'one', null])
      expect([await client.add('k', 'two', {}), await client.add('new', 'x', {}), await client.replace('k', 'three', {}), await client.replace('none', 'x', {})]).toEqual([false, true, true, false])
      // What memjs calls prepend goes out as an append.
      expect([await client.append('k', '!'), await client.prepend('k', '?'), await text(client, 'k')]).toEqual([true, true, 'three!?'])
      expect([(await client.increment('n', 5, { initial: 10 })).value, (await client.increment('n', 5, {})).value, (await client.decrement('n', 100, {})).value]).toEqual([10, 15, 0])
      expect([await client.delete('k'), await client.delete('k'), await client.touch('n', 100), await client.touch('none', 1)]).toEqual([true, false, true, false])
      const bytes = Buffer.from([0, 13, 10, 255])
      await client.set('bytes', bytes, {})
      expect((await client.get('bytes')).value).toEqual(bytes)
      expect(await client.flush()).toMatchObject({ [`127.0.0.1:${port}`]: true })
      expect(await text(client, 'bytes')).toBe(null)
    })

    it('lets nobody in without the password (CH2)', async () => {
      await expect(visit('wrong').set('k', 'v', {})).rejects.toThrow()
      const line = await lines()
      expect(await line('get k')).toBe('CLIENT_ERROR unauthenticated\r\n')
      expect(await line('set auth 0 0 9\r\napp wrong')).toBe('CLIENT_ERROR authentication failure\r\n')
      expect(await line('get k')).toBe('CLIENT_ERROR unauthenticated\r\n')
    })

    it('refuses what is too large, and goes on', async () => {
      const client = visit()
      await expect(client.set('large', Buffer.alloc(1024 * 1024 + 1), {})).rejects.toThrow(/large|Too/i)
      expect(await client.set('k', Buffer.alloc(1024 * 1024), {})).toBe(true)
      const line = await known()
      expect(await line(`set large 0 0 1048577\r\n${'x'.repeat(1048577)}`)).toBe('SERVER_ERROR object too large for cache\r\n')
      expect(await line(`get ${'k'.repeat(251)}`)).toBe('END\r\n')
    })

    it('keeps within its memory: what was longest unused goes (CH3)', async () => {
      const client = visit()
      for (let index = 0; index < 1000; index += 1) {
        await client.set(`k${index}`, 'x'.repeat(10_000), {})
        if (index % 50 === 0) await client.get('k0')
      }
      const stats = await host.stats(spec.id)
      expect(stats.usedBytes).toBeLessThanOrEqual(spec.memoryBytes)
      expect([stats.items > 300, stats.evictions]).toEqual([true, 1000 - stats.items])
      expect([await text(client, 'k0').then((value) => value?.length), await text(client, 'k1'), (await text(client, 'k999'))?.length]).toEqual([10_000, null, 10_000])
      const less = await host.setMemory(spec.id, 1024 * 1024)
      expect([less.usedBytes <= 1024 * 1024, less.items < stats.items]).toEqual([true, true])
    })

    it('speaks the text protocol, in any pieces', async () => {
      const line = await known()
      expect(await line('set k 7 0 3\r\nabc')).toBe('STORED\r\n')
      expect(await line('gets k none')).toMatch(/^VALUE k 7 3 \d+\r\nabc\r\nEND\r\n$/)
      const cas = /abc/.test(await line('gets k')) ? Number(/ 3 (\d+)/.exec(await line('gets k'))?.[1]) : 0
      expect([await line(`cas k 0 0 1 ${cas + 1000}\r\nx`), await line(`cas k 0 0 1 ${cas}\r\nx`), await line('cas none 0 0 1 1\r\nx'), await line('add k 0 0 1\r\ny'), await line('append k 0 0 1\r\ny'), await line('prepend k 0 0 1\r\nw'), await line('get k')]).toEqual(['EXISTS\r\n', 'STORED\r\n', 'NOT_FOUND\r\n', 'NOT_STORED\r\n', 'STORED\r\n', 'STORED\r\n', 'VALUE k 0 3\r\nwxy\r\nEND\r\n'])
      expect([await line('set n 0 0 2\r\n10'), await line('incr n 5'), await line('decr n 100'), await line('incr k 1'), await line('incr none 1')]).toEqual(['STORED\r\n', '15\r\n', '0\r\n', 'CLIENT_ERROR cannot increment or decrement non-numeric value\r\n', 'NOT_FOUND\r\n'])
      expect([await line('set gone 0 -1 1\r\nx'), await line('get gone'), await line('touch n 100'), await line('gat 0 n'), await line('delete n'), await line('delete n')]).toEqual(['STORED\r\n', 'END\r\n', 'TOUCHED\r\n', 'VALUE n 0 1\r\n0\r\nEND\r\n', 'DELETED\r\n', 'NOT_FOUND\r\n'])
      expect(await line('stats')).toMatch(/STAT limit_maxbytes 4194304\r\n[\s\S]*END\r\n$/)
      expect([await line('flush_all'), await line('get k'), await line('nonsense'), await line('set k x y z'), await line('version')]).toEqual(['OK\r\n', 'END\r\n', 'ERROR\r\n', 'CLIENT_ERROR bad command line format\r\n', expect.stringMatching(/^VERSION /)])
      expect(await line('set k 0 0 3 noreply\r\nabc\r\nget k')).toBe('VALUE k 0 3\r\nabc\r\nEND\r\n')
    })

    it('is empty after a kill, which is told', async () => {
      await visit().set('k', 'v', {})
      await host.kill(spec.id)
      expect(ends).toEqual([spec.id])
      await expect(host.stats(spec.id)).rejects.toThrow('does not run')
      port = (await host.start(spec)).port
      expect(await text(visit(), 'k')).toBe(null)
      await host.freeze(spec.id)
      await host.thaw(spec.id)
      expect((await host.flush(spec.id)).flushes).toBe(1)
    })

    /** Says a command in pieces of one to three bytes, and resolves with the whole answer. */
    async function lines(): Promise<(command: string) => Promise<string>> {
      const socket: Socket = connect({ host: '127.0.0.1', port })
      closing.push(() => socket.destroy())
      socket.setNoDelay(true)
      await new Promise((connected) => socket.once('connect', connected))
      let got = ''
      let heard = (): void => {}
      socket.on('data', (chunk) => {
        got += chunk.toString('latin1')
        heard()
      })
      return async (command) => {
        got = ''
        const bytes = Buffer.from(`${command}\r\n`, 'latin1')
        const step = bytes.length > 1000 ? 100_000 : 3
        for (let at = 0; at < bytes.length; at += step) socket.write(bytes.subarray(at, at + step))
        // Only of some it is known how they end.
        const isWhole = (): boolean => (/^(gets?|gats?|stats)\b/.test(command) || command.includes('noreply') ? /(END|ERROR[^\r]*)\r\n$/ : /\r\n$/).test(got)
        while (!isWhole()) await new Promise<void>((next) => (heard = next))
        return got
      }
    }

    async function known(): Promise<(command: string) => Promise<string>> {
      const line = await lines()
      expect(await line('set auth 0 0 10\r\napp secret')).toBe('STORED\r\n')
      return line
    }
  })
}
