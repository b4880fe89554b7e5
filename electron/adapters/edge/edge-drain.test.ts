import type { ServerResponse } from 'node:http'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { edgeLimits } from './edge-limits.ts'
import { openStage, pause, until, type Stage } from './edge.fixture.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const settled = (): Promise<void> => pause(30)

describe('word that a dyno has drained (DY13)', () => {
  it('comes at once when it has nothing to answer, once, and also of one that was never healthy or left the route', async () => {
    const dyno = () => stage.dyno((_, response) => response.end('ok'))
    const [one, two, three] = [await dyno(), await dyno(), await dyno()]
    stage.route('serving', [one, two], { rules: 'current' })
    await stage.ask()
    expect(stage.drained).toEqual([])
    stage.route('starting', [{ ...one, state: 'draining' }, { ...three, state: 'draining' }])
    stage.route('starting', [{ ...one, state: 'draining' }])
    expect(stage.drained.sort()).toEqual(['id-web.1', 'id-web.2', 'id-web.3'])
    stage.edge.removeRoute('app-1')
    expect(stage.drained).toHaveLength(3)
  })

  it('waits for the first byte of every answer, and for nothing after it', async () => {
    const waiting: ServerResponse[] = []
    const dyno = await stage.dyno((_, response) => waiting.push(response))
    stage.route('serving', [dyno], { rules: 'current' })
    const answers = Promise.all([stage.ask(), stage.ask(), stage.ask()])
    await until(() => waiting.length === 3)
    stage.route('starting', [{ ...dyno, state: 'draining' }])
    waiting[0]?.end('whole')
    waiting[1]?.write('a part')
    await settled()
    expect(stage.drained).toEqual([])
    waiting[2]?.write('a part')
    await until(() => stage.drained.length === 1)
    for (const response of waiting) if (!response.writableEnded) response.end()
    expect((await answers).map(({ body }) => body)).toEqual(['whole', 'a part', 'a part'])
    await settled()
    expect(stage.drained).toEqual(['id-web.1'])
  })

  it('comes 3 s after the last answer that was begun when the dyno begins no more, however late it drained', async () => {
    const waiting: ServerResponse[] = []
    const dyno = await stage.dyno((_, response) => waiting.push(response))
    stage.route('serving', [dyno])
    const answers = Promise.allSettled([stage.ask(), stage.ask()])
    await until(() => waiting.length === 2)
    stage.route('starting', [{ ...dyno, state: 'draining' }])
    await pause(200)
    const mark = performance.now()
    waiting[0]?.end('whole')
    await until(() => stage.drained.length === 1)
    expect(performance.now() - mark).toBeGreaterThanOrEqual(edgeLimits.drainMs)
    waiting[1]?.end('late')
    await answers
    await settled()
    expect(stage.drained).toEqual(['id-web.1'])
  })

  it('waits for the answers of a dyno that was out of the route for a moment: a release takes over in two steps', async () => {
    const waiting: ServerResponse[] = []
    const dyno = await stage.dyno((_, response) => waiting.push(response))
    stage.route('serving', [dyno])
    const answer = stage.ask()
    await until(() => waiting.length === 1)
    stage.route('starting')
    stage.route('starting', [{ ...dyno, state: 'draining' }])
    await settled()
    expect(stage.drained).toEqual([])
    waiting[0]?.end('whole')
    expect((await answer).body).toBe('whole')
    await until(() => stage.drained.length === 1)
  })

  it('comes again when a dyno that had drained is told of anew', async () => {
    const dyno = await stage.dyno((_, response) => response.end('ok'))
    stage.route('serving', [dyno])
    await stage.ask()
    stage.route('starting')
    stage.route('starting', [{ ...dyno, state: 'draining' }])
    expect(stage.drained).toEqual(['id-web.1', 'id-web.1'])
  })

  it('counts an answer to the request of now only: a kept connection has brought some before', async () => {
    const waiting: ServerResponse[] = []
    const dyno = await stage.dyno((request, response) => (request.url === '/' ? response.end('ok') : waiting.push(response)))
    stage.route('serving', [dyno], { rules: 'current' })
    await stage.ask()
    const answer = stage.ask({ path: '/slow' })
    await until(() => waiting.length === 1)
    stage.route('starting', [{ ...dyno, state: 'draining' }])
    await settled()
    expect(stage.drained).toEqual([])
    waiting[0]?.end('late')
    expect((await answer).body).toBe('late')
    await until(() => stage.drained.length === 1)
  })

  it('comes when the client went away before an answer, or the dyno', async () => {
    const open: Socket[] = []
    const [one, two] = [await stage.dyno(() => {}), await stage.dyno(({ socket }) => open.push(socket))]
    const clients: Socket[] = []
    for (const dyno of [one, two]) {
      stage.route('serving', [dyno])
      const client = stage.connect()
      clients.push(client)
      client.write('GET / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\n\r\n')
      await until(() => dyno.connections() === 1)
    }
    await until(() => open.length === 1)
    stage.route('starting', [{ ...two, state: 'draining' }])
    expect(stage.drained).toEqual([])
    clients[0]?.destroy()
    await until(() => stage.drained.join() === 'id-web.1')
    open[0]?.destroy()
    await until(() => stage.drained.join() === 'id-web.1,id-web.2')
  })

  it('holds: a request whose kept connection proves closed goes to another dyno then', async () => {
    const kept: Socket[] = []
    const seen: string[] = []
    const dyno = (name: string) => stage.dyno((request, response) => {
      seen.push(name)
      kept.push(request.socket)
      response.end(name)
    }, name)
    const [one, two] = [await dyno('web.1'), await dyno('web.2')]
    const bell = createServer().listen(0, '127.0.0.1')
    const ringer = await new Promise<Socket>((there) => {
      bell.once('connection', there)
      bell.once('listening', () => connect((bell.address() as AddressInfo).port, '127.0.0.1').on('data', () => stage.route('serving', [{ ...one, state: 'draining' }, two], { rules: 'current' })))
    })
    stage.route('serving', [one], { rules: 'current' })
    const client = stage.connect().setEncoding('latin1')
    let text = ''
    client.on('data', (piece: string) => (text += piece))
    const head = 'GET / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\n\r\n'
    client.write(head)
    await until(() => text.endsWith('web.1'))
    // In this order the edge sees them: the request, the new route, the end of the connection that the request was written to.
    client.write(head)
    ringer.write('!')
    kept[0]?.destroy()
    await until(() => text.endsWith('web.2'))
    expect([seen, stage.drained]).toEqual([['web.1', 'web.2'], ['id-web.1']])
    client.destroy()
    ringer.destroy()
    bell.close()
  })
})
