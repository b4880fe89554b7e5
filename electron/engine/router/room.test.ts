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
beforeEach(() => {
  const random = seededRandom(1)
  kernel = createKernel({ clock: createVirtualClock(), random, ids: seededIds(random), journal: createMemoryJournal(), onBug: (error) => { throw error } })
  const simulated = createSimulatedEdge()
  sends = 0
  lines = []
  counted = []
  edge = { ...simulated, setRoute: (route) => { sends += 1; simulated.setRoute(route) } }
  createRouterRoom(kernel, { edge, writeLog: (drafts) => lines.push(...drafts), requests: (reports) => counted.push(...reports), loads: () => {} }).start?.()
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

  it('tells a restarted engine\'s edge all routes', async () => {
    await commit(created)
    const second = createSimulatedEdge()
    createRouterRoom(kernel, { edge: second, writeLog: () => {}, requests: () => {}, loads: () => {} }).start?.()
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
})
