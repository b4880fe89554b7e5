import { once } from 'node:events'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { FaultTarget } from '../../shared/domain/fault.ts'
import type { PlatformState } from '../../shared/domain/state.ts'
import type { Client } from '../../shared/protocol/client.ts'
import { connectClient } from '../support/client.ts'
import { deployedSample } from '../support/deployed.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/free-port.ts'
import { startHost, type Host } from '../support/host.ts'
import { labelled } from '../support/labelled.ts'
import { visit } from '../support/visit.ts'

type Begun = { readonly kind: string; readonly leaseId: string; readonly isMomentary: boolean }
type Order = { readonly kind: string; readonly target: FaultTarget; readonly params?: Record<string, string | number> }

/** `npm run bench -- faults` asks for 25 rounds and reads the figures from a file; one round here. */
const rounds = Number(process.env['DYNARIUM_KILL_ROUNDS'] ?? 1)
const figuresFile = process.env['DYNARIUM_KILL_FIGURES']
const app = 'survivor'
const webCount = 4

const web: FaultTarget = { kind: 'type', app, type: 'web' }
const orders: FaultTarget = { kind: 'addon', addOn: 'orders' }
const dynos = (...names: string[]): FaultTarget => ({ kind: 'dynos', app, dynos: names })

/** Faults that can be in force together, on other dynos or on other layers: each group is one kill. */
const groups: readonly (readonly Order[])[] = [
  [
    { kind: 'dyno-freeze', target: dynos('web.1') },
    { kind: 'memory-leak', target: dynos('web.2'), params: { growSeconds: 600 } },
    { kind: 'cpu-hog', target: dynos('web.2') },
    { kind: 'cpu-limit', target: dynos('web.3') },
    { kind: 'disk-full', target: dynos('web.4') },
  ],
  [
    { kind: 'crash-loop', target: dynos('web.1') },
    { kind: 'slow-boot', target: dynos('web.2') },
    { kind: 'never-binds', target: dynos('web.3') },
    { kind: 'missing-config-var', target: dynos('web.4'), params: { name: 'GREETING' } },
    { kind: 'ignores-sigterm', target: { kind: 'type', app, type: 'worker' } },
  ],
  [
    { kind: 'host-loss', target: { kind: 'host', host: 'a1' } },
    { kind: 'zone-loss', target: { kind: 'zone', zone: 'b' } },
    { kind: 'bad-release', target: web },
  ],
  [{ kind: 'addon-disk-full', target: orders }, { kind: 'addon-slow-disk', target: orders }],
  [{ kind: 'addon-freeze', target: orders }, { kind: 'addon-partition', target: orders }],
  [{ kind: 'addon-kill', target: orders }],
  [{ kind: 'dyno-kill', target: dynos('web.1') }, { kind: 'dyno-term', target: dynos('web.2') }, { kind: 'router-restart', target: { kind: 'router' } }],
]
const named = new Set(groups.flat().map(({ kind }) => kind))
/** Refused for plain processes, which share this machine's network (DY28); a container goes with all that was done to it. */
const inContainersOnly = new Set(['network-cut'])

function stateOf(client: Client): Promise<PlatformState> {
  return new Promise((resolve, reject) => {
    const close = client.open('state', {}, (item) => {
      if (item.kind === 'snapshot') resolve(item.state)
      close()
    }, reject)
  })
}

/** All dynos of the formation are up and of the newest release, and nothing is on its way. */
function isSteady(state: PlatformState): boolean {
  const [one] = Object.values(state.apps)
  const dynos = Object.values(state.dynos)
  const isSettled = Object.values(state.releases).every((releases) => releases.every(({ status }) => status.kind !== 'pending'))
  const wanted = Object.values(one?.formation ?? {}).reduce((sum, { quantity }) => sum + quantity, 0)
  return isSettled && wanted === webCount + 1 && dynos.length === wanted && dynos.every((dyno) => dyno.state.kind === 'up' && dyno.stopping === null && dyno.version === one?.currentVersion)
}

async function begin(client: Client, orders: readonly Order[]): Promise<Begun[]> {
  const { faults } = await client.call('faults:list', {})
  const begun: Begun[] = []
  for (const order of orders) {
    const { leaseId } = await client.call('faults:start', { ...order, target: order.target as never, seconds: 600 })
    begun.push({ kind: order.kind, leaseId, isMomentary: faults.find(({ kind }) => kind === order.kind)?.isMomentary === true })
  }
  return begun
}

/** Everything at the router is one group: nothing of it acts on a dyno. */
async function allGroups(client: Client): Promise<readonly (readonly Order[])[]> {
  const { faults } = await client.call('faults:list', {})
  const atTheRouter = faults.filter(({ kind }) => !named.has(kind) && !inContainersOnly.has(kind)).map(({ kind }): Order => ({ kind, target: web }))
  return [...groups, atTheRouter]
}

it.runIf(process.platform === 'linux')(
  'after kill -9 of the engine in the middle of each fault the app is in steady state again, with no fault left and a receipt for each (FT10)',
  { timeout: 480_000 + 60_000 * rounds },
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'dynarium-faults-killed-'))
    const [port, routerPort] = [await freePort(), await freePort()]
    let host: Host = await startHost(dataDir, port, routerPort)
    let client = await connectClient(host)
    const answersSql = async (): Promise<boolean> => (await client.call('pg:query', { addOn: 'orders', sql: 'drop table if exists written; create table written as select 1 as one; select one from written' })).rows[0]?.[0] === '1'
    const steady = (): Promise<PlatformState> => eventually(() => stateOf(client), isSteady, 120_000)
    try {
      await deployedSample(host, app, 'node')
      await client.call('config:set', { app, vars: { GREETING: 'still here' } })
      await client.call('ps:scale', { app, changes: [{ type: 'web', quantity: webCount }, { type: 'worker', quantity: 1 }] })
      await client.call('addons:create', { app, service: 'heroku-postgresql', name: 'orders' })
      await eventually(answersSql, (isThere) => isThere)
      await steady()
      for (let round = 0; round < rounds; round++) {
        for (const orders of await allGroups(client)) {
          const before = labelled(dataDir)
          const begun = await begin(client, orders)
          // Not always at the same moment of what follows.
          await new Promise((resolve) => setTimeout(resolve, (round % 5) * 200))
          client.close()
          host.child.kill('SIGKILL')
          await once(host.child, 'exit')

          const startedAt = performance.now()
          host = await startHost(dataDir, port, routerPort)
          client = await connectClient(host)
          const first = await stateOf(client)
          expect(Object.values(first.leases), 'leases').toEqual([])
          const state = await steady()
          expect(await eventually(answersSql, (isThere) => isThere)).toBe(true)
          const answer = await eventually(() => visit(routerPort, app), ({ status }) => status === 200)
          const steadyMs = performance.now() - startedAt
          expect(answer.text).toContain('still here')
          expect(labelled(dataDir).filter((pid) => before.includes(pid))).toEqual([])
          for (const { kind, leaseId, isMomentary } of begun) {
            const receipt = state.receipts.find((one) => one.leaseId === leaseId)
            expect(receipt, kind).toMatchObject({ kind, why: isMomentary ? 'done' : 'engine-restarted', residue: [] })
            if (figuresFile !== undefined) appendFileSync(figuresFile, `${JSON.stringify({ kind, steadyMs: Math.round(steadyMs) })}\n`)
          }
        }
      }
      expect(await host.stop()).toBe(0)
      expect(labelled(dataDir)).toEqual([])
    } finally {
      await host.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
)
