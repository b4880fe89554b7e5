import type { ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import { openStage, until, type Stage } from './edge.fixture.ts'

let stage: Stage
let open: Set<ServerResponse>
beforeEach(async () => {
  open = new Set()
  stage = await openStage({ halfClosedMs: 30 })
})
afterEach(() => stage.close())

const last = (): AppLoad | undefined => stage.loads[stage.loads.length - 1]
const gone = { appId: 'app-1', inFlight: 0, held: 0, byDyno: {} }
const get = 'GET / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\n\r\n'

/** Answers when it is told to. */
const waits = (): Parameters<Stage['dyno']>[0] => (_, response) => void open.add(response)
const answerAll = (): void => open.forEach((response) => response.end('done'))

async function untilGone(requests: number): Promise<void> {
  await until(() => stage.reports.length >= requests && last() !== undefined && last()?.inFlight === 0)
  expect(last()).toEqual(gone)
}

describe('requests under way at the edge', () => {
  it('are counted at each dyno until they end', async () => {
    const dynos = [await stage.dyno(waits()), await stage.dyno(waits())]
    stage.route('serving', dynos, { webQuantity: 2 })
    const asked = Promise.all(Array.from({ length: 12 }, () => stage.ask()))
    await until(() => last()?.inFlight === 12)
    const { byDyno, held } = last() ?? gone
    expect(Object.values(byDyno).reduce((sum, count) => sum + count, 0)).toBe(12)
    expect(held).toBe(0)
    await until(() => open.size === 12)
    answerAll()
    await asked
    await untilGone(12)
    expect(stage.reports.every((report) => report.heldMs === undefined)).toBe(true)
  })

  it('are counted as held while they wait for a dyno, and the report says how long', async () => {
    stage.route('starting')
    const asked = Promise.all([stage.ask(), stage.ask()])
    await until(() => last()?.held === 2)
    expect(last()).toEqual({ appId: 'app-1', inFlight: 2, held: 2, byDyno: {} })
    const dyno = await stage.dyno(waits())
    stage.route('serving', [dyno])
    await until(() => last()?.byDyno['id-web.1'] === 2)
    expect(last()?.held).toBe(0)
    answerAll()
    await asked
    await untilGone(2)
    for (const { heldMs, totalMs } of stage.reports) {
      expect(heldMs).toBeGreaterThan(0)
      expect(heldMs).toBeLessThanOrEqual(totalMs)
    }
  })

  it('are gone when the client goes away: held, at the dyno, or within the answer', async () => {
    stage.route('starting')
    const held = stage.connect()
    held.write(get)
    await until(() => last()?.held === 1)
    held.destroy()
    await untilGone(1)
    const dyno = await stage.dyno((request, response) => {
      if (request.url === '/part') response.write('part')
      open.add(response)
    })
    stage.route('serving', [dyno])
    const sockets = [stage.connect(), stage.connect()]
    sockets[0]?.write(get)
    sockets[1]?.write(get.replace('/', '/part'))
    await until(() => open.size === 2 && last()?.inFlight === 2)
    for (const socket of sockets) socket.destroy()
    await untilGone(3)
    expect(stage.reports.map((report) => report.code)).toEqual(['H27', 'H27', 'H27'])
  })

  it('are gone after every answer of the router: no dyno in time, none that listens, a late one, one that breaks off', async () => {
    await stage.close()
    stage = await openStage({ firstByteMs: 1000 }, { holdMs: 200 })
    stage.route('starting')
    expect((await stage.ask()).status).toBe(503)
    const silent = await stage.dyno(waits(), 'web.1')
    const broken = await stage.dyno((_, response) => void (response.write('part'), setTimeout(() => response.socket?.destroy(), 20)), 'web.2')
    const hangsUp = await stage.dyno((request) => request.socket.destroy(), 'web.3')
    const dead = await stage.dyno(waits(), 'web.4')
    dead.server.close()
    stage.route('serving', [dead])
    expect((await stage.ask()).status).toBe(503)
    stage.route('serving', [silent])
    expect((await stage.ask()).status).toBe(503)
    stage.route('serving', [broken])
    await stage.ask().catch(() => {})
    stage.route('serving', [hangsUp])
    expect((await stage.ask()).status).toBe(503)
    stage.route('maintenance')
    expect((await stage.ask()).status).toBe(503)
    await untilGone(6)
    expect(stage.reports.map((report) => report.code)).toEqual(['H20', 'H21', 'H12', 'H18', 'H13', 'H80'])
  })

  it('count once when a kept connection proves closed and the request is sent again', async () => {
    const kept: Socket[] = []
    const dyno = await stage.dyno((_, response) => {
      if (kept.length > 0) return void open.add(response)
      kept.push(response.socket as Socket)
      response.end('first')
    })
    stage.route('serving', [dyno], { rules: 'current' })
    const client = connect(stage.edge.port, '127.0.0.1').setEncoding('latin1')
    let text = ''
    client.on('data', (piece: string) => (text += piece))
    client.write(get)
    await until(() => text.includes('first'))
    client.write(get)
    kept[0]?.destroy()
    await until(() => open.size === 1 && last()?.inFlight === 1)
    expect(last()?.byDyno).toEqual({ 'id-web.1': 1 })
    answerAll()
    await until(() => text.includes('done'))
    await untilGone(2)
    client.destroy()
  })

  it('stay with their app and dyno while a tunnel is open, and while the app is already gone', async () => {
    const dyno = await stage.dyno((_, response) => response.end())
    const sockets = new WebSocketServer({ server: dyno.server })
    stage.route('serving', [dyno])
    const socket = new WebSocket(`ws://127.0.0.1:${stage.edge.port}/`, { headers: { Host: 'calm-sea-1.localhost' } })
    await until(() => sockets.clients.size === 1 && socket.readyState === WebSocket.OPEN && last()?.inFlight === 1)
    expect(last()?.byDyno).toEqual({ 'id-web.1': 1 })
    stage.edge.removeRoute('app-1')
    socket.close()
    await untilGone(1)
  })

  it('are nobody\'s for a host that no app has', async () => {
    await stage.ask({ host: 'unknown.localhost' })
    stage.route('serving', [await stage.dyno(waits())])
    const asked = stage.ask()
    await until(() => last()?.inFlight === 1)
    answerAll()
    await asked
    await untilGone(2)
    expect(new Set(stage.loads.map(({ appId }) => appId))).toEqual(new Set(['app-1']))
  })
})
