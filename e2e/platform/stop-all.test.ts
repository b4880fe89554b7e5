import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Dyno } from '../../shared/domain/dyno.ts'
import type { FaultFacts, FaultTarget } from '../../shared/domain/fault.ts'
import type { PlatformState } from '../../shared/domain/state.ts'
import type { Client } from '../../shared/protocol/client.ts'
import { connectClient } from '../support/client.ts'
import { deployedSample } from '../support/deployed.ts'
import { eventually } from '../support/eventually.ts'
import { followState, type FollowedState } from '../support/follow-state.ts'
import { freePort } from '../support/free-port.ts'
import { startHost, type Host } from '../support/host.ts'
import { labelled } from '../support/labelled.ts'
import { visit } from '../support/visit.ts'

type Order = { readonly kind: string; readonly target: FaultTarget; readonly params?: Record<string, string | number> }
type Stage = { readonly host: Host; readonly client: Client; readonly state: FollowedState; readonly dataDir: string; readonly apiUrl: string }

const rounds = 5
/** FT2 promises it, and a person who presses that key waits for it. On a machine that others use it is as much longer as all takes there. */
const limitMs = 1000
const app = 'shop'
const webCount = 9
const steadyMs = 120_000
/** Of processor time, to find out what else the machine does. */
const lookMs = 200
const link = 'shop-to-other'

const dynos = (...names: string[]): FaultTarget => ({ kind: 'dynos', app, dynos: names })
const lostHost: Order = { kind: 'host-loss', target: { kind: 'host', host: 'a1' } }
const atDynos: readonly Order[] = [
  { kind: 'dyno-freeze', target: dynos('web.1') },
  { kind: 'memory-leak', target: dynos('web.2'), params: { growSeconds: 1 } },
  { kind: 'cpu-hog', target: dynos('web.3') },
  { kind: 'cpu-limit', target: dynos('web.3') },
  { kind: 'disk-full', target: dynos('web.4') },
  { kind: 'crash-loop', target: dynos('web.5') },
  { kind: 'slow-boot', target: dynos('web.6') },
  { kind: 'never-binds', target: dynos('web.7') },
  { kind: 'missing-config-var', target: dynos('web.8'), params: { name: 'GREETING' } },
  { kind: 'ignores-sigterm', target: { kind: 'type', app, type: 'worker' } },
  { kind: 'bad-release', target: { kind: 'type', app: 'other', type: 'web' } },
]

/** Everything at the router and on links: on all web dynos, and on the link. */
function atTheRouter(faults: readonly FaultFacts[]): Order[] {
  const lasting = faults.filter(({ isMomentary, layer }) => !isMomentary && layer !== 'dyno' && layer !== 'host' && layer !== 'release')
  const onWeb = lasting.flatMap(({ kind, targets }): Order[] => (targets.includes('type') ? [{ kind, target: { kind: 'type', app, type: 'web' } }] : []))
  const onLink = lasting.flatMap(({ kind, targets }): Order[] => (targets.includes('proxy') ? [{ kind, target: { kind: 'proxy', proxy: link } }] : []))
  return [...onWeb, ...onLink]
}

it.runIf(process.platform === 'linux')('FT2 "stop all" ends every kind of fault on real processes within a second, and nothing of them is left', { timeout: 480_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dynarium-stop-all-'))
  const host = await startHost(dataDir, await freePort(), await freePort())
  const client = await connectClient(host)
  try {
    const stage: Stage = { host, client, dataDir, state: followState(client), apiUrl: (await client.call('proxies:list', {})).apiUrl ?? '' }
    await deployedSample(host, app, 'node')
    await deployedSample(host, 'other', 'node')
    await client.call('config:set', { app, vars: { GREETING: 'hello' } })
    await client.call('ps:scale', { app, changes: [{ type: 'web', quantity: webCount }, { type: 'worker', quantity: 1 }] })
    await fetch(`${stage.apiUrl}/proxies`, { method: 'POST', body: JSON.stringify({ name: link, listen: '127.0.0.1:0', upstream: `127.0.0.1:${host.routerPort}` }) })
    const took: { readonly ms: number; readonly slowness: number }[] = []
    for (let round = 0; round < rounds; round++) took.push(await oneRound(stage))
    const median = took.map(({ ms, slowness }) => ms / slowness).sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Infinity
    console.log(`"stop all" took ${took.map(({ ms, slowness }) => `${ms} ms (slowness ${slowness.toFixed(1)})`).join(', ')}, median ${Math.round(median)} ms`)
    expect(median).toBeLessThanOrEqual(limitMs)
  } finally {
    client.close()
    await host.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

/** How many times longer than alone something takes on this machine now. */
function slowness(): number {
  const [since, before] = [performance.now(), process.cpuUsage()]
  const spent = (): number => {
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }
  while (spent() < lookMs);
  return Math.max(1, (performance.now() - since) / spent())
}

/** Milliseconds from the command to the moment at which nothing of any fault is left. */
async function oneRound(stage: Stage): Promise<{ readonly ms: number; readonly slowness: number }> {
  const { client, state } = stage
  await state.until(isSteady, steadyMs)
  const isSlow = slowness()
  const { faults } = await client.call('faults:list', {})
  await begin(client, lostHost)
  await state.until((now) => isSteady(now) && Object.values(now.dynos).every((dyno) => dyno.host !== 'a1'), steadyMs)
  const orders = [...atDynos, ...atTheRouter(faults)]
  for (const order of orders) await begin(client, order)
  await eventually(() => Promise.resolve(harm(stage)), (found) => found.frozen > 0 && found.companions >= 2 && found.full === 1)
  expect(await visit(stage.host.routerPort, app).then(({ status }) => status, () => 0), 'what is asked now meets a fault').not.toBe(200)
  expect(Object.keys(state.now().leases)).toHaveLength(orders.length + 1)
  const deaf = dynoNamed(await state.until((now) => dynoNamed(now, 'worker.1').state.kind === 'up'), 'worker.1').pid ?? 0
  const { seq } = state.now()

  const startedAt = performance.now()
  const { stopped } = await client.call('faults:stop-all', {})
  // What is asked of dynos that start anew takes its time; how it is answered was decided when it was asked.
  const { lookedAt } = await eventually(async () => ({ lookedAt: performance.now(), residue: await residueOf(stage) }), ({ residue }) => residue.length === 0)
  const tookMs = Math.round(lookedAt - startedAt)

  expect(stopped).toBe(orders.length + 1)
  const receipts = state.now().receipts.filter((receipt) => receipt.seq > seq)
  expect(receipts.map(({ kind, why, residue }) => [kind, why, residue]).sort()).toEqual([lostHost, ...orders].map(({ kind }) => [kind, 'stop-all', []]).sort())
  // It was restarted at the end of its fault, and still does not hear SIGTERM.
  process.kill(deaf, 'SIGKILL')
  return { ms: tookMs, slowness: isSlow }
}

const begin = (client: Client, { kind, target, params = {} }: Order): Promise<unknown> => client.call('faults:start', { kind, target: target as never, params, seconds: 600 })

function dynoNamed(state: PlatformState, name: string): Dyno {
  const found = Object.values(state.dynos).find((dyno) => dyno.name === name && dyno.stopping === null && state.apps[dyno.appId]?.name === app)
  if (found === undefined) throw new Error(`there is no ${name}`)
  return found
}

function isSteady(state: PlatformState): boolean {
  const all = Object.values(state.dynos)
  return all.length === webCount + 2 && all.every((dyno) => dyno.state.kind === 'up' && dyno.stopping === null && dyno.version === state.apps[dyno.appId]?.currentVersion)
}

/** Processes of dynos that stand still, that are there beside a dyno's own, and that can not write files. */
function harm({ state, dataDir }: Stage): { readonly frozen: number; readonly companions: number; readonly full: number } {
  const now = state.now()
  const processes = labelled(dataDir).map((pid) => ({ pid, dynoId: labelOf(pid), isFrozen: /^State:\s+T/m.test(about(pid, 'status')), isFull: /^Max file size\s+0 /m.test(about(pid, 'limits')) }))
  // A dyno that a launch fault delays has a launcher and its sleep: those are its own.
  const hosts = ['web.1', 'web.2', 'web.3', 'web.4'].map((name) => dynoNamed(now, name))
  const companions = processes.filter(({ pid, dynoId }) => hosts.some((dyno) => dyno.id === dynoId && dyno.pid !== pid))
  return { frozen: processes.filter(({ isFrozen }) => isFrozen).length, companions: companions.length, full: processes.filter(({ isFull }) => isFull).length }
}

const labelOf = (pid: number): string => /(?:^|\0)DYNARIUM_DYNO=([^\0]*)/.exec(about(pid, 'environ'))?.[1] ?? ''

function about(pid: number, file: 'status' | 'limits' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return '' // It ended.
  }
}

/** In words. */
async function residueOf(stage: Stage): Promise<string[]> {
  const found = [...Object.values(stage.state.now().leases).map(({ kind }) => `the lease of ${kind}`), ...Object.entries(harm(stage)).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []))]
  if (found.length > 0) return found
  const { enabled, toxics } = (await (await fetch(`${stage.apiUrl}/proxies/${link}`)).json()) as { enabled: boolean; toxics: unknown[] }
  if (!enabled || toxics.length > 0) return ['the link has toxics']
  const statuses = await Promise.all(Array.from({ length: webCount }, () => visit(stage.host.routerPort, app).then(({ status }) => status)))
  return statuses.every((status) => status === 200) ? [] : [`the router answered ${statuses.join()}`]
}
