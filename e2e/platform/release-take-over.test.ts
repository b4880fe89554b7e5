import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { connectClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/free-port.ts'
import { startHost } from '../support/host.ts'
import { platformApi, type ApiDyno } from '../support/platform-api.ts'
import { sampleRepository } from '../support/repository.ts'
import { visit } from '../support/visit.ts'

const maxRequests = 4000

it('a new release (classic and preboot), a scale and a restart take over without one failed request (RL6)', { timeout: 240_000 }, async () => {
  const work = mkdtempSync(join(tmpdir(), 'dynarium-take-over-'))
  const [port, routerPort] = [await freePort(), await freePort()]
  const host = await startHost(join(work, 'data'), port, routerPort)
  const api = platformApi(host.url, host.token)
  const web = async (): Promise<ApiDyno[]> => (await api<ApiDyno[]>('GET', '/apps/steady/dynos')).filter((dyno) => dyno.type === 'web')
  const allUp = (count: number, version: number) => (dynos: ApiDyno[]): boolean => dynos.length === count && dynos.every((dyno) => dyno.state === 'up' && dyno.release.version === version)
  const statuses = new Map<number, number>()
  let isOver = false

  /** Between the steps some requests go through in peace, so that each step meets a steady stream. */
  async function steady(count: number): Promise<void> {
    const from = total()
    await eventually(() => Promise.resolve(total()), (now) => now >= from + count)
  }

  const total = (): number => [...statuses.values()].reduce((sum, count) => sum + count, 0)

  async function traffic(): Promise<void> {
    for (let sent = 0; sent < maxRequests && !isOver; sent++) {
      const { status } = await visit(routerPort, 'steady', sent % 5 === 0 ? '/slow?ms=300' : '/')
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  try {
    await api('POST', '/apps', { name: 'steady' })
    const repository = await sampleRepository(join(work, 'app'), 'node')
    const push = await repository.push(`http://heroku:${host.token}@127.0.0.1:${port}/steady.git`)
    expect(push.ok, push.output).toBe(true)
    await eventually(web, allUp(1, 3))
    const visitors = [traffic(), traffic(), traffic(), traffic()]
    await steady(40)
    await api('PATCH', '/apps/steady/formation', { updates: [{ type: 'web', quantity: 3 }] })
    await eventually(web, allUp(3, 3))
    await steady(40)
    await api('PATCH', '/apps/steady/config-vars', { GREETING: 'second' })
    await eventually(web, allUp(3, 4))
    await steady(40)
    await api('DELETE', '/apps/steady/dynos')
    await eventually(web, allUp(3, 4))
    await steady(40)
    const client = await connectClient(host)
    await client.call('preboot:set', { app: 'steady', on: true })
    await api('PATCH', '/apps/steady/config-vars', { GREETING: 'third, booted beside the second' })
    await eventually(web, allUp(3, 5))
    client.close()
    await steady(40)
    await api('PATCH', '/apps/steady/formation', { updates: [{ type: 'web', quantity: 1 }] })
    await eventually(web, allUp(1, 5))
    await steady(40)
    isOver = true
    await Promise.all(visitors)
    expect([...statuses.keys()]).toEqual([200])
    expect(statuses.get(200)).toBeGreaterThan(200)
  } finally {
    isOver = true
    await host.stop()
    rmSync(work, { recursive: true, force: true })
  }
})
