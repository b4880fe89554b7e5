import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { dynosOf } from '../../shared/domain/state.ts'
import { connectClient } from '../support/client.ts'
import { containerEngine } from '../support/containers.ts'
import { deployedSample } from '../support/deployed.ts'
import { eventually } from '../support/eventually.ts'
import { followState } from '../support/follow-state.ts'
import { freePort } from '../support/free-port.ts'
import { startHost, type Host } from '../support/host.ts'
import { visit } from '../support/visit.ts'

const maxRequests = 6000

it.skipIf(containerEngine === null)('a serving app moves into containers and back without one failed request (RT1, RT2) (needs docker)', { timeout: 240_000 }, () => onHost([], {}, async (host, id) => {
  const client = await connectClient(host)
  const state = followState(client)
  const runs = (runtime: string) => state.until((now) => {
    const web = dynosOf(now, id).filter((dyno) => dyno.type === 'web')
    return web.length === 2 && web.every((dyno) => dyno.state.kind === 'up' && dyno.runtime === runtime && dyno.stopping === null)
  }, 120_000)
  const statuses = new Map<number, number>()
  let isOver = false
  async function traffic(): Promise<void> {
    for (let sent = 0; sent < maxRequests && !isOver; sent++) {
      const { status } = await visit(host.routerPort, 'mover')
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  await client.call('ps:scale', { app: 'mover', changes: [{ type: 'web', quantity: 2 }] })
  await runs('process')
  const visitors = [traffic(), traffic()]
  await client.call('runtime:set', { app: 'mover', runtime: 'docker' })
  const there = await runs('docker')
  expect(dynosOf(there, id).map((dyno) => dyno.address?.host)).not.toContain('127.0.0.1')
  const before = statuses.get(200) ?? 0
  await eventually(() => Promise.resolve(statuses.get(200) ?? 0), (count) => count > before + 20)
  await client.call('runtime:set', { app: 'mover', runtime: 'process' })
  await runs('process')
  isOver = true
  await Promise.all(visitors)
  expect([...statuses.keys()]).toEqual([200])
  client.close()
}))

it('without a Docker an app stays where it is, and is told why and what to do (RT2, RT3)', { timeout: 120_000 }, () => onHost([], { DOCKER_HOST: 'unix:///nonexistent/docker.sock' }, async (host, id) => {
  const client = await connectClient(host)
  const state = followState(client)
  const before = await state.until((now) => Object.values(now.dynos).some((dyno) => dyno.state.kind === 'up'))
  await expect(client.call('runtime:set', { app: 'mover', runtime: 'docker' })).rejects.toMatchObject({ code: 'docker-unavailable' })
  expect(state.now().apps[id]?.runtime).toBeUndefined()
  expect(dynosOf(state.now(), id).map((dyno) => dyno.id)).toEqual(dynosOf(before, id).map((dyno) => dyno.id))
  expect((await visit(host.routerPort, 'mover')).status).toBe(200)
  client.close()
}))

async function onHost(args: readonly string[], env: Readonly<Record<string, string>>, work: (host: Host, id: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-move-'))
  const host = await startHost(join(folder, 'data'), await freePort(), await freePort(), args, env)
  try {
    await deployedSample(host, 'mover', 'node')
    const client = await connectClient(host)
    const { apps } = await followState(client).until((now) => Object.keys(now.apps).length === 1)
    client.close()
    await work(host, Object.keys(apps)[0] ?? '')
  } finally {
    await host.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
