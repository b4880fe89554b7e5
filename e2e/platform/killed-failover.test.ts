// A real app on a premium database, through failovers and through kills of the engine in the middle of one. Replication is synchronous: what a
// visitor was told is kept must be there afterwards, whatever was killed.

import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedPrograms } from '../../electron/adapters/postgres/server-programs.ts'
import type { PostgresDatabase } from '../../shared/domain/postgres.ts'
import type { PlatformState } from '../../shared/domain/state.ts'
import type { Client } from '../../shared/protocol/client.ts'
import { connectClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { followState, type FollowedState } from '../support/follow-state.ts'
import { freePort } from '../support/free-port.ts'
import { startHost, type Host } from '../support/host.ts'

const app = 'shop'
const addOn = 'shop-orders'
const limitMs = 120_000

describe.runIf(process.platform === 'linux')('a failover under a real app', () => {
  // Right below the system's folder, so that the servers' user gets there under root, too.
  const dataDir = mkdtempSync(join(tmpdir(), 'dynarium-failover-'))
  const told = new Set<string>()
  let ports: [number, number]
  let host: Host
  let client: Client
  let followed: FollowedState

  const database = (state = followed.now()): PostgresDatabase => {
    const found = Object.values(state.postgres).find(({ follows }) => follows === null)
    if (found === undefined) throw new Error('there is no database')
    return found
  }
  const folderOf = (server: string): string => join(dataDir, 'postgres/servers', server, 'data')
  const pidOf = (server: string): number => Number(readFileSync(join(folderOf(server), 'postmaster.pid'), 'utf8').split('\n')[0])

  async function begin(): Promise<void> {
    host = await startHost(dataDir, ...ports)
    client = await connectClient(host)
    followed = followState(client)
    await followed.until(({ seq }) => seq > 0, limitMs)
  }

  async function killEngine(): Promise<void> {
    client.close()
    host.child.kill('SIGKILL')
    await once(host.child, 'exit')
  }

  /** A row by way of the router, a dyno and its DATABASE_URL; counted as told only when the visitor had the answer. */
  async function write(name: string): Promise<boolean> {
    const { status } = await post(ports[1], name)
    if (status === 303) told.add(name)
    return status === 303
  }

  /** One primary, one standby that follows it, all dynos of the newest release with the URL of now, and no file of a server that is gone. */
  async function isWhole(): Promise<void> {
    await followed.until((state) => {
      const { servers, failover } = database(state)
      return failover === null && servers.map(({ role }) => role).join() === 'primary,standby'
    }, limitMs)
    const state = await followed.until(isSettled, limitMs)
    const { servers } = database(state)
    const { DATABASE_URL = '' } = await client.call('config:get', { app })
    expect(Number(new URL(DATABASE_URL).port)).toBe(servers[0]?.ports?.app)
    await eventually(async () => readdirSync(join(dataDir, 'postgres/servers')).sort(), (names) => names.join() === Object.values(state.postgres).flatMap((one) => one.servers.map(({ id }) => id)).sort().join())
    expect(servers.map(({ id }) => existsSync(join(folderOf(id), 'standby.signal')))).toEqual([false, true])
    await eventually(() => client.call('pg:info', { addOn }), ({ lag }) => lag.some(({ isStreaming, isSync }) => isStreaming && isSync))
    await eventually(() => write(`after ${told.size}`), (isDone) => isDone)
    const { rows } = await client.call('pg:query', { addOn, sql: 'SELECT name FROM entries', maxRows: 1000 })
    const there = new Set(rows.map(([name]) => name))
    expect([...told].filter((name) => !there.has(name))).toEqual([])
  }

  beforeAll(async () => {
    ports = [await freePort(), await freePort()]
    await begin()
    await client.call('apps:create', { name: app })
    for (const [service, name] of [['heroku-postgresql:premium-0', addOn], ['heroku-redis', 'shop-queue']] as const) await client.call('addons:create', { app, service, name })
    await followed.until(({ addOns }) => Object.values(addOns).every(({ state }) => state === 'provisioned'), limitMs)
    await client.call('builds:create', { app, source: { kind: 'sample', sample: 'guestbook-node' } })
    await followed.until((state) => Object.keys(state.dynos).length > 0 && isSettled(state), 240_000)
    await client.call('ps:scale', { app, changes: [{ type: 'web', quantity: 2 }] })
    await followed.until((state) => database(state).servers.length === 2, limitMs)
    await client.call('pg:settings', { addOn, replication: 'sync', detectionMs: 3000 })
    await isWhole()
  }, 480_000)
  afterAll(async () => {
    client.close()
    await host.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('has every dyno restarted with the new URL, and what visitors were told is there (HA2, HA4)', { timeout: 300_000 }, async () => {
    const old = new Set(Object.keys(followed.now().dynos))
    const count = database().failovers.length
    let isOver = false
    const writing = (async () => {
      for (let n = 0; !isOver; n += 1) await write(`through ${n}`).catch(() => false)
    })()
    await eventually(async () => told.size, (size) => size > 10)
    await client.call('faults:start', { kind: 'addon-kill', target: { kind: 'addon', addOn, server: 'primary' } })
    await followed.until((state) => database(state).failovers.length > count, limitMs)
    const then = told.size
    await eventually(async () => told.size, (size) => size > then + 10)
    isOver = true
    await writing
    await isWhole()
    expect(Object.keys(followed.now().dynos).filter((id) => old.has(id))).toEqual([])
  })

  it('that the engine only suspected when it was killed is no failover: the primary is there again (HA8)', { timeout: 300_000 }, async () => {
    await write('before the suspicion')
    const [primary] = database().servers
    const count = database().failovers.length
    process.kill(pidOf(primary?.id ?? ''), 'SIGKILL')
    await followed.until((state) => database(state).failover !== null, limitMs)
    await killEngine()
    await begin()
    await isWhole()
    expect([database().servers[0]?.id, database().failovers.length]).toEqual([primary?.id, count])
  })

  // The standby is held still until the engine is gone: so it is killed between the fence and the promotion.
  it.each([['before the standby is promoted', false], ['after it was promoted, which nobody was told', true]] as const)('is brought to its end by the next engine when this one is killed %s (HA8)', { timeout: 300_000 }, async (_, isPromoted) => {
    await write(`before the kill, ${isPromoted}`)
    const [primary, standby] = database().servers.map(({ id }) => id)
    const count = database().failovers.length
    process.kill(pidOf(primary ?? ''), 'SIGKILL')
    await followed.until((state) => database(state).failover !== null, limitMs)
    process.kill(pidOf(standby ?? ''), 'SIGSTOP')
    await followed.until((state) => database(state).failover?.fencedAt != null, limitMs)
    await killEngine()
    await eventually(async () => existsSync(join(folderOf(standby ?? ''), 'postmaster.pid')), (isThere) => !isThere)
    if (isPromoted) await promoteByHand(folderOf(standby ?? ''))
    await begin()
    await isWhole()
    expect([database().servers[0]?.id, database().failovers.length]).toEqual([standby, count + 1])
  })

  it('that was over when the engine was killed has its dynos on the new release, its follower made anew, and the old server gone (HA8)', { timeout: 300_000 }, async () => {
    await client.call('addons:create', { app, service: 'heroku-postgresql:standard-0', name: 'shop-copy', options: { follow: addOn } })
    await followed.until(({ addOns }) => Object.values(addOns).every(({ state }) => state === 'provisioned'), limitMs)
    await write('before the last kill')
    const [primary, standby] = database().servers.map(({ id }) => id)
    const count = database().failovers.length
    process.kill(pidOf(primary ?? ''), 'SIGKILL')
    await followed.until((state) => database(state).failovers.length > count, limitMs)
    await killEngine()
    await begin()
    await isWhole()
    expect(database().servers[0]?.id).toBe(standby)
    const rows = (name: string): Promise<string> => client.call('pg:query', { addOn: name, sql: 'SELECT count(*) FROM entries' }).then((answer) => answer.rows[0]?.[0] ?? '')
    await eventually(async () => [await rows(addOn), await rows('shop-copy')], ([here, there]) => here === there)
  })
})

function isSettled({ apps, dynos, releases }: PlatformState): boolean {
  const [one] = Object.values(apps)
  const all = Object.values(dynos)
  return Object.values(releases).flat().every(({ status }) => status.kind !== 'pending') && all.length > 0 && all.every((dyno) => dyno.kind === 'formation' && dyno.state.kind === 'up' && dyno.stopping === null && dyno.version === one?.currentVersion)
}

async function promoteByHand(folder: string): Promise<void> {
  const { pgCtl } = await embeddedPrograms()
  const { uid, gid } = statSync(folder)
  const control = (...args: readonly string[]): void => void execFileSync(pgCtl, [...args, '-w', '-D', folder], { uid, gid, stdio: 'ignore' })
  control('start', '-l', join(folder, 'by-hand.log'))
  control('promote')
  control('stop', '-m', 'fast')
}

function post(routerPort: number, name: string): Promise<{ readonly status: number }> {
  const body = new URLSearchParams({ name }).toString()
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: '127.0.0.1', port: routerPort, path: '/entries', method: 'POST', agent: false,
      headers: { host: `${app}.localhost:${routerPort}`, 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) },
    }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0 }))
    })
    request.on('error', reject)
    request.end(body)
  })
}
