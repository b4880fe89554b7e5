import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { RequestReport } from '../../shared/domain/route.ts'
import type { TrafficSecond } from '../../shared/domain/traffic.ts'
import { connectClient } from '../support/client.ts'
import { deployedSample } from '../support/deployed.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/free-port.ts'
import { startHost } from '../support/host.ts'
import { platformApi, type ApiDyno } from '../support/platform-api.ts'
import { visit } from '../support/visit.ts'

const rate = 500
/** Long enough for some to be under way at each dyno whenever it dies. */
const path = '/slow?ms=100'

it('RT86 a killed dyno loses what was under way at it, a scale-down and a restart lose nothing, at 500 requests a second', { timeout: 240_000 }, async () => {
  const work = mkdtempSync(join(tmpdir(), 'dynarium-lost-'))
  const host = await startHost(join(work, 'data'), await freePort(), await freePort())
  const api = platformApi(host.url, host.token)
  const client = await connectClient(host)
  const seconds = new Map<number, TrafficSecond>()
  const reports: RequestReport[] = []
  const codes = new Map<number, Readonly<Record<string, number>>>()
  const web = async (): Promise<ApiDyno[]> => (await api<ApiDyno[]>('GET', '/apps/steady/dynos')).filter((dyno) => dyno.type === 'web')
  const scale = (quantity: number): Promise<unknown> => api('PATCH', '/apps/steady/formation', { updates: [{ type: 'web', quantity }] })
  const allUp = (count: number) => (dynos: ApiDyno[]): boolean => dynos.length === count && dynos.every(({ state }) => state === 'up')
  const total = (of: 'sent' | 'ok' | 'failed'): number => [...seconds.values()].reduce((sum, second) => sum + second[of], 0)
  // H11: a machine too busy for the rate refuses some before any dyno is asked. They are counted below, and are not what is asked here.
  const failed = (): RequestReport[] => reports.filter(({ code }) => code !== null && code !== 'H11')
  /** Of the router's own count: reports are a sample when more than a thousand end in one second. */
  const counted = (isMeant: (code: string) => boolean): number => [...codes.values()].flatMap(Object.entries).reduce((sum, [code, count]) => sum + (isMeant(code) ? count : 0), 0)

  /** By the generator's own journal. */
  async function moreAnswered(count: number): Promise<void> {
    const from = total('ok')
    await eventually(() => Promise.resolve(total('ok')), (now) => now >= from + count)
  }

  async function pidOf(dyno: string): Promise<number> {
    const isIt = (text: string): boolean => text.includes(`<title>${dyno} ·`)
    const { text } = await eventually(() => visit(host.routerPort, 'steady'), (answer) => answer.status === 200 && isIt(answer.text))
    const pid = Number(/Process id<\/dt><dd>(\d+)</.exec(text)?.[1])
    expect(pid).toBeGreaterThan(1)
    return pid
  }

  try {
    await deployedSample(host, 'steady', 'node')
    await scale(3)
    await eventually(web, allUp(3))
    const pid = await pidOf('web.2')
    client.open('traffic', { app: 'steady', seconds: 600 }, (item) => item.seconds.forEach((second) => seconds.set(second.at, second)), ended)
    client.open('metrics', { app: 'steady', seconds: 600 }, (item) => item.seconds.forEach((second) => codes.set(second.at, second.codes)), ended)
    client.open('flow', { app: 'steady', perSecond: 1000 }, (item) => reports.push(...item.requests), ended)
    await client.call('traffic:start', { app: 'steady', plan: { rate, shape: { kind: 'steady' }, paths: [{ path, weight: 1 }], seconds: null } })
    await moreAnswered(rate * 2)
    expect(failed()).toEqual([])

    const killedAt = Date.now()
    process.kill(pid, 'SIGKILL')
    // It dies when the machine gets to it.
    const diedAt = await eventually(() => Promise.resolve(isThere(pid) ? 0 : Date.now()), (at) => at > 0)
    await moreAnswered(rate * 2)
    await eventually(web, allUp(3))
    expect(await pidOf('web.2'), 'the killed dyno was started anew').not.toBe(pid)
    await moreAnswered(rate)
    const lost = failed()
    // A report is written when its request ends.
    const wasUnderWay = ({ dyno, at, totalMs }: RequestReport): boolean => dyno === 'web.2' && at - totalMs <= diedAt && at >= killedAt
    const underWay = reports.filter(wasUnderWay)
    expect(lost.filter((request) => !wasUnderWay(request)), JSON.stringify(lost)).toEqual([])
    expect(lost.length, 'requests that the killed dyno had begun to read are not sent again').toBeGreaterThan(0)
    expect(lost.every(({ code }) => code === 'H13' || code === 'H18')).toBe(true)
    expect(lost.length).toBeLessThanOrEqual(underWay.length)

    await client.call('ps:restart', { app: 'steady' })
    await moreAnswered(rate)
    await eventually(web, allUp(3))
    await scale(2)
    await eventually(web, allUp(2))
    await moreAnswered(rate)
    await client.call('traffic:stop', { app: 'steady' })
    await eventually(() => Promise.resolve(total('sent') - total('ok') - total('failed')), (open) => open === 0)
    // The router counts them in batches.
    await eventually(() => Promise.resolve(counted(() => true)), (count) => count >= total('failed'))
    expect(counted((code) => code !== 'H11'), JSON.stringify(failed().slice(lost.length))).toBe(lost.length)
    const refused = counted((code) => code === 'H11')
    expect(total('failed'), 'the generator and the router agree').toBe(lost.length + refused)
    console.log(`killed at ${rate}/s: sent ${total('sent')}, lost ${lost.length}, under way at the killed dyno ${underWay.length}, refused ${refused}`)
  } finally {
    client.close()
    await host.stop()
    rmSync(work, { recursive: true, force: true })
  }
})

const ended = (): void => {}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
