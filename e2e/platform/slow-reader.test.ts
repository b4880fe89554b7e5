import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { PlatformState } from '../../shared/domain/state.ts'
import type { TrafficSecond } from '../../shared/domain/traffic.ts'
import type { Client } from '../../shared/protocol/client.ts'
import { connectClient } from '../support/client.ts'
import { deployedSample } from '../support/deployed.ts'
import { eventually } from '../support/eventually.ts'
import { followState } from '../support/follow-state.ts'
import { freePort } from '../support/free-port.ts'
import { startHost } from '../support/host.ts'

const app = 'steady'
const rate = 200
/** Enough for a SIGTERM that does not wait to come first, and less than the 3 s that it waits at most. */
const stillMs = 500

const scale = (client: Client, quantity: number): Promise<unknown> => client.call('ps:scale', { app, changes: [{ type: 'web', quantity }] })
const dynosOf = ({ dynos }: PlatformState) => Object.values(dynos).filter(({ type }) => type === 'web')

it.runIf(process.platform !== 'win32').each([
  { how: 'scaled away', end: (client: Client) => scale(client, 2) },
  { how: 'replaced by a release', end: (client: Client) => client.call('config:set', { app, vars: { GREETING: 'anew' } }) },
])('DY13 a dyno that a busy machine lets read nothing for a while loses no request when it is $how', { timeout: 120_000 }, async ({ end }) => {
  const work = mkdtempSync(join(tmpdir(), 'dynarium-slow-reader-'))
  const host = await startHost(join(work, 'data'), await freePort(), await freePort())
  const client = await connectClient(host)
  const state = followState(client)
  const seconds = new Map<number, TrafficSecond>()
  const total = (of: 'sent' | 'ok' | 'failed'): number => [...seconds.values()].reduce((sum, second) => sum + second[of], 0)
  let underWay: Readonly<Record<string, number>> = {}

  async function answered(count: number): Promise<void> {
    const from = total('ok')
    await eventually(() => Promise.resolve(total('ok')), (now) => now >= from + count)
  }

  try {
    await deployedSample(host, app, 'node')
    await scale(client, 3)
    const steady = await state.until((now) => dynosOf(now).length === 3 && dynosOf(now).every((dyno) => dyno.state.kind === 'up'))
    const { id, pid } = dynosOf(steady).find(({ name }) => name === 'web.3') ?? { id: '', pid: null }
    if (pid === null) throw new Error('a dyno that is up has a process')
    client.open('traffic', { app, seconds: 600 }, (item) => item.seconds.forEach((second) => seconds.set(second.at, second)), ended)
    client.open('flow', { app, history: 0, perSecond: 1 }, (item) => item.loads.forEach(({ byDyno }) => (underWay = byDyno)), ended)
    await client.call('traffic:start', { app, plan: { rate, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null } })
    await answered(rate)

    process.kill(pid, 'SIGSTOP')
    await eventually(() => Promise.resolve(underWay[id] ?? 0), (count) => count >= 20)
    await end(client)
    await state.until((now) => (now.dynos[id]?.stopping ?? null) !== null)
    await new Promise((resolve) => setTimeout(resolve, stillMs))
    process.kill(pid, 'SIGCONT')
    await state.until((now) => now.dynos[id] === undefined && dynosOf(now).every((dyno) => dyno.state.kind === 'up' && dyno.stopping === null))
    await answered(rate)
    await client.call('traffic:stop', { app })
    await eventually(() => Promise.resolve(total('sent') - total('ok') - total('failed')), (open) => open === 0)
    expect(total('failed')).toBe(0)
  } finally {
    client.close()
    await host.stop()
    rmSync(work, { recursive: true, force: true })
  }
})

const ended = (): void => {}
