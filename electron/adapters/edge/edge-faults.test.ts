import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EdgeEffect, EdgeFault } from '../../engine/ports/http-edge.ts'
import { openStage, until, type Stage } from './edge.fixture.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage({ firstByteMs: 2000 }, { quarantineMs: 50 })
})
afterEach(() => stage.close())

const fault = (effect: EdgeEffect, more: Partial<EdgeFault> = {}): EdgeFault => ({ leaseId: 'lease-1', appId: 'app-1', dynoIds: null, share: 1, effect, ...more })

async function serve(body = 'from the dyno', rules: 'classic' | 'current' = 'current'): Promise<() => number> {
  let hits = 0
  stage.route('serving', [await stage.dyno((_, response) => void ((hits += 1), response.end(body)))], { rules })
  return () => hits
}

describe('RT50 faults at the router', () => {
  it('answer with a status for requests below a path, which the dyno never sees', async () => {
    const hits = await serve()
    stage.edge.setFaults([fault({ kind: 'http-status', status: 500, path: '/api' })])
    expect((await stage.ask({ path: '/api/books' })).status).toBe(500)
    expect(hits()).toBe(0)
    expect(await stage.report()).toMatchObject({ status: 500, code: null, faults: ['lease-1'] })
    expect((await stage.ask({ path: '/' })).body).toBe('from the dyno')
    expect((await stage.report(2)).faults).toBeUndefined()
  })

  it('cut the connection without an answer: H24', async () => {
    await serve()
    stage.edge.setFaults([fault({ kind: 'http-abort', path: '/' })])
    await expect(stage.ask()).rejects.toThrow()
    expect(await stage.report()).toMatchObject({ code: 'H24', status: null, faults: ['lease-1'] })
  })

  it('hold the first byte back, and give up in time: H12', async () => {
    await serve()
    stage.edge.setFaults([fault({ kind: 'http-delay', delayMs: 200, path: '/' })])
    expect((await stage.ask()).body).toBe('from the dyno')
    const report = await stage.report()
    expect(report).toMatchObject({ status: 200, code: null, faults: ['lease-1'] })
    expect(report.totalMs).toBeGreaterThanOrEqual(195)
    stage.edge.setFaults([fault({ kind: 'http-delay', delayMs: 20_000, path: '/' })])
    expect((await stage.ask()).status).toBe(503)
    expect(await stage.report(2)).toMatchObject({ code: 'H12' })
  })

  it('end an answer in the middle of its body: H18', async () => {
    await serve('x'.repeat(100))
    stage.edge.setFaults([fault({ kind: 'http-truncate', bytes: 7, path: '/' })])
    await expect(stage.ask()).rejects.toThrow()
    expect(await stage.report()).toMatchObject({ code: 'H18', bytes: 7, faults: ['lease-1'] })
  })

  it('refuse connections to one dyno: the other answers; to all: H21', async () => {
    const hits = [0, 0]
    const dynos = [await stage.dyno((_, response) => void ((hits[0] = 1), response.end('one'))), await stage.dyno((_, response) => void ((hits[1] = 1), response.end('two')))]
    stage.route('serving', dynos, { webQuantity: 2, rules: 'current' })
    stage.edge.setFaults([fault({ kind: 'refuse' }, { dynoIds: ['id-web.1'] })])
    for (let count = 0; count < 10; count++) expect((await stage.ask()).body).toBe('two')
    expect(hits).toEqual([0, 1])
    stage.edge.setFaults([fault({ kind: 'refuse' })])
    expect((await stage.ask()).status).toBe(503)
    expect(await stage.report(11)).toMatchObject({ code: 'H21', faults: ['lease-1'] })
  })

  it('leave connections unanswered: H19', async () => {
    await stage.close()
    stage = await openStage({ connectMs: 150 })
    await serve()
    stage.edge.setFaults([fault({ kind: 'unreachable' })])
    expect((await stage.ask()).status).toBe(503)
    expect(await stage.report()).toMatchObject({ code: 'H19', faults: ['lease-1'] })
  })

  it.each(['H82', 'H83', 'H22', 'H99'] as const)('answer %s as if the platform were in that state', async (code) => {
    await serve()
    stage.edge.setFaults([fault({ kind: 'answer', code }, { appId: null })])
    expect((await stage.ask()).status).toBe(503)
    expect(await stage.report()).toMatchObject({ code, dyno: null, faults: ['lease-1'] })
  })

  it('slow a client down', async () => {
    stage.route('serving', [await stage.dyno((request, response) => request.resume().on('end', () => response.end('all of it')))])
    stage.edge.setFaults([fault({ kind: 'slow-client', bytesPerSecond: 400 })])
    expect((await stage.ask({ method: 'POST', body: 'x'.repeat(100) })).body).toBe('all of it')
    // The body alone is 100 bytes.
    expect((await stage.report()).totalMs).toBeGreaterThan(240)
  })

  it('put toxics on connections to dynos, also on those in use, and take them off again', async () => {
    await serve()
    const latency = fault({ kind: 'toxic', toxic: { name: 'slow', stream: 'downstream', toxicity: 1, settings: { type: 'latency', latencyMs: 250, jitterMs: 0, distribution: 'uniform' } } })
    await stage.ask()
    stage.edge.setFaults([latency])
    expect((await stage.ask()).body).toBe('from the dyno')
    const slow = await stage.report(2)
    expect(slow.serviceMs).toBeGreaterThanOrEqual(240)
    expect(slow.faults).toEqual(['lease-1'])
    stage.edge.setFaults([])
    expect((await stage.ask()).body).toBe('from the dyno')
    expect((await stage.report(3)).faults).toBeUndefined()
    let answer: (() => void) | null = null
    stage.route('serving', [await stage.dyno((_, response) => (answer = () => response.end('late')), 'web.7')], { rules: 'current' })
    const asked = stage.ask()
    await until(() => answer !== null)
    stage.edge.setFaults([latency])
    ;(answer as unknown as () => void)()
    expect((await asked).body).toBe('late')
    expect((await stage.report(4)).faults).toEqual(['lease-1'])
  })
})
