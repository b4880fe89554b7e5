import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { TrafficSecond } from '../../shared/domain/traffic.ts'
import { connectClient } from '../support/client.ts'
import { deployedSample } from '../support/deployed.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/free-port.ts'
import { startHost } from '../support/host.ts'
import { platformApi, type ApiDyno } from '../support/platform-api.ts'
import { visit } from '../support/visit.ts'

const rate = 200

it.runIf(process.platform !== 'win32')('DY13 a dyno that a busy machine lets read nothing for a while loses no request when it is scaled away', { timeout: 240_000 }, async () => {
  const work = mkdtempSync(join(tmpdir(), 'dynarium-slow-reader-'))
  const host = await startHost(join(work, 'data'), await freePort(), await freePort())
  const api = platformApi(host.url, host.token)
  const client = await connectClient(host)
  const seconds = new Map<number, TrafficSecond>()
  const total = (of: 'sent' | 'ok' | 'failed'): number => [...seconds.values()].reduce((sum, second) => sum + second[of], 0)
  let underWay: Readonly<Record<string, number>> = {}
  let routed = 0

  async function web(count: number): Promise<ApiDyno[]> {
    await api('PATCH', '/apps/steady/formation', { updates: [{ type: 'web', quantity: count }] })
    const dynos = async (): Promise<ApiDyno[]> => (await api<ApiDyno[]>('GET', '/apps/steady/dynos')).filter(({ type }) => type === 'web')
    return eventually(dynos, (found) => found.length === count && found.every(({ state }) => state === 'up'))
  }

  /** Of the other dynos, while one of them reads nothing. */
  async function answered(count: number): Promise<void> {
    const from = routed
    await eventually(() => Promise.resolve(routed), (now) => now >= from + count)
  }

  async function pidOf(dyno: string): Promise<number> {
    const { text } = await eventually(() => visit(host.routerPort, 'steady'), (answer) => answer.text.includes(`<title>${dyno} ·`))
    const pid = Number(/Process id<\/dt><dd>(\d+)</.exec(text)?.[1])
    expect(pid).toBeGreaterThan(1)
    return pid
  }

  try {
    await deployedSample(host, 'steady', 'node')
    const dynoId = (await web(3)).find(({ name }) => name === 'web.3')?.id ?? ''
    const pid = await pidOf('web.3')
    client.open('traffic', { app: 'steady', seconds: 600 }, (item) => item.seconds.forEach((second) => seconds.set(second.at, second)), ended)
    client.open('flow', { app: 'steady', history: 0, perSecond: 1 }, (item) => {
      routed += item.ended
      for (const { byDyno } of item.loads) underWay = byDyno
    }, ended)
    await client.call('traffic:start', { app: 'steady', plan: { rate, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null } })
    await answered(rate)

    process.kill(pid, 'SIGSTOP')
    await eventually(() => Promise.resolve(underWay[dynoId] ?? 0), (count) => count >= 20)
    const isDown = web(2)
    await answered(rate / 2)
    process.kill(pid, 'SIGCONT')
    await isDown
    await answered(rate / 2)
    await client.call('traffic:stop', { app: 'steady' })
    await eventually(() => Promise.resolve(total('sent') - total('ok') - total('failed')), (open) => open === 0)
    expect(total('failed')).toBe(0)
  } finally {
    client.close()
    await host.stop()
    rmSync(work, { recursive: true, force: true })
  }
})

const ended = (): void => {}
