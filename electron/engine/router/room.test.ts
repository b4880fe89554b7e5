import { beforeEach, describe, expect, it } from 'vitest'
import type { LogDraft } from '../../../shared/domain/log.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { createKernel, type Kernel } from '../journal/kernel.ts'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import { seededIds, seededRandom } from '../sim/seeded.ts'
import { createSimulatedEdge, type SimulatedEdge } from '../sim/simulated-edge.ts'
import { createVirtualClock } from '../sim/virtual-clock.ts'
import { createRouterRoom } from './room.ts'

const by = { kind: 'platform', text: 'test' } as const
const created: EventDraft = { type: 'app.created', app: 'a', data: { name: 'calm-sea-1', owner: 'ada', stack: 'host' } }
const deployed: readonly EventDraft[] = [
  created,
  { type: 'release.created', app: 'a', data: { releaseId: 'r', version: 1, slugId: 's', config: {}, description: '', by: 'ada', buildId: null } },
  { type: 'release.succeeded', app: 'a', data: { version: 1 } },
  { type: 'formation.changed', app: 'a', data: { changes: { web: { quantity: 1, size: 'eco' } } } },
  { type: 'dyno.created', app: 'a', data: { dynoId: 'd', name: 'web.1', type: 'web', number: 1, kind: 'formation', size: 'eco', version: 1, command: 'c', runtime: 'simulated', crashes: 0 } },
]

let kernel: Kernel
let edge: SimulatedEdge
let lines: LogDraft[]
let counted: RequestReport[]
let sends: number
let drained: string[]
beforeEach(() => {
  const random = seededRandom(1)
  kernel = createKernel({ clock: createVirtualClock(), random, ids: seededIds(random), journal: createMemoryJournal(), onBug: (error) => { throw error } })
  const simulated = createSimulatedEdge()
  sends = 0
  drained = []
  lines = []
  counted = []
  edge = { ...simulated, setRoute: (route) => { sends += 1; simulated.setRoute(route) } }
  createRouterRoom(kernel, { edge, writeLog: (drafts) => lines.push(...drafts), requests: (reports) => counted.push(...reports), loads: () => {}, drained: (dynoId) => drained.push(dynoId) }).start?.()
})

async function commit(...drafts: EventDraft[]): Promise<void> {
  kernel.commit(by, drafts)
  await kernel.durable()
}

describe('router room', () => {
  it('keeps the edge up to date and sends a route only when it changed', async () => {
    await commit(created)
    expect(edge.routes.get('a')).toMatchObject({ mode: 'blank', hosts: ['calm-sea-1.localhost'] })
    await commit({ type: 'preboot.changed', app: 'a', data: { on: true } })
    expect(sends).toBe(1)
    await commit({ type: 'app.renamed', app: 'a', data: { from: 'calm-sea-1', to: 'new-name' } })
    expect(edge.routes.get('a')?.hosts).toEqual(['new-name.localhost'])
    await commit({ type: 'app.destroyed', app: 'a', data: { name: 'new-name' } })
    expect(edge.routes.size).toBe(0)
  })

  it('passes on which dynos the edge has let go of (DY13)', async () => {
    await commit(...deployed, { type: 'release.routed', app: 'a', data: { version: 1 } }, { type: 'dyno.launched', app: 'a', data: { dynoId: 'd', pid: 1, address: { host: '127.0.0.1', port: 1 } } }, { type: 'dyno.up', app: 'a', data: { dynoId: 'd', bootMs: 1 } })
    expect(drained).toEqual([])
    await commit({ type: 'dyno.stopping', app: 'a', data: { dynoId: 'd', why: 'restart', graceMs: 30_000 } })
    expect(drained).toEqual(['d'])
  })

  it('tells a restarted engine\'s edge all routes', async () => {
    await commit(created)
    const second = createSimulatedEdge()
    createRouterRoom(kernel, { edge: second, writeLog: () => {}, requests: () => {}, loads: () => {}, drained: () => {} }).start?.()
    expect([...second.routes.keys()]).toEqual(['a'])
  })

  it('wakes a sleeping app, with the request as the cause, and no other', async () => {
    await commit(...deployed)
    edge.wake('a', 'r1')
    await kernel.durable()
    expect(kernel.journal.readBack(99, 1, null)[0]?.type).toBe('dyno.created')
    await commit({ type: 'dyno.idled', app: 'a', data: { dynoId: 'd' } })
    edge.wake('a', 'r2')
    await kernel.durable()
    expect(kernel.journal.readBack(99, 1, null)[0]).toMatchObject({ type: 'app.woken', data: { requestId: 'r2' }, causedBy: { kind: 'observed', text: 'request r2 arrived' } })
  })

  it('writes a router line and counts each request; unknown hosts are nobody\'s', async () => {
    const report: RequestReport = {
      at: 1, appId: 'a', method: 'GET', path: '/', host: 'h', requestId: 'r', fwd: 'f', dynoId: 'd', dyno: 'web.1',
      connectMs: 1, serviceMs: 2, totalMs: 3, status: 200, bytes: 4, protocol: 'http', code: null,
    }
    edge.report([report, { ...report, appId: null }])
    expect(lines.map((line) => `${line.source}[${line.ps}]`)).toEqual(['heroku[router]'])
    expect(counted).toHaveLength(2)
  })

  it('writes down what a readiness check found, once, and of living dynos of that app only (RT69)', async () => {
    await commit(...deployed, { type: 'release.routed', app: 'a', data: { version: 1 } }, { type: 'dyno.launched', app: 'a', data: { dynoId: 'd', pid: 1, address: { host: '127.0.0.1', port: 1 } } })
    const probes = () => kernel.journal.readBack(99, 99, null).filter((event) => event.type === 'dyno.probed').length
    const tell = async (appId: string, dynoId: string, ready: boolean): Promise<number> => {
      edge.probed(appId, dynoId, ready, 'GET /ready answered 200')
      await kernel.durable()
      return probes()
    }
    await commit({ type: 'routing.changed', app: 'a', data: { readinessPath: '/ready' } })
    expect(await tell('a', 'd', true)).toBe(0)
    await commit({ type: 'dyno.up', app: 'a', data: { dynoId: 'd', bootMs: 1 } })
    expect(edge.routes.get('a')).toMatchObject({ mode: 'starting', targets: [{ dynoId: 'd', unready: true }] })
    expect(await tell('b', 'd', true)).toBe(0)
    expect(await tell('a', 'gone', true)).toBe(0)
    expect(await tell('a', 'd', true)).toBe(1)
    expect(edge.routes.get('a')?.mode).toBe('serving')
    expect(kernel.journal.readBack(99, 1, null)[0]).toMatchObject({ causedBy: { kind: 'observed', text: 'the readiness check of web.1: GET /ready answered 200' } })
    expect(await tell('a', 'd', true)).toBe(1)
    expect(await tell('a', 'd', false)).toBe(2)
    await commit({ type: 'routing.changed', app: 'a', data: { readinessPath: null } })
    expect(await tell('a', 'd', true)).toBe(2)
  })

  it('tells the edge of other apps too when a host changes hands or the era changes (RT66, RT79)', async () => {
    await commit(created, { type: 'app.created', app: 'b', data: { name: 'warm-sea-2', owner: 'ada', stack: 'host' } }, { type: 'domain.added', app: 'a', data: { id: '1', hostname: 'www.example.test' } })
    await commit({ type: 'domain.removed', app: 'a', data: { hostname: 'www.example.test' } })
    expect(edge.routes.get('a')?.formerHosts).toEqual(['www.example.test'])
    await commit({ type: 'domain.added', app: 'b', data: { id: '2', hostname: 'www.example.test' } })
    expect(edge.routes.get('a')?.formerHosts).toEqual([])
    await commit({ type: 'era.changed', app: null, data: { era: 'classic' } })
    expect([...edge.routes.values()].map(({ rules }) => rules)).toEqual(['classic', 'classic'])
  })
})
