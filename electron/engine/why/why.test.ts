import { beforeEach, describe, expect, it } from 'vitest'
import type { RequestReport } from '../../../shared/domain/route.ts'
import type { CallName, CallOutput, WhyLink } from '../../../shared/protocol/calls.ts'
import type { EventData } from '../../../shared/protocol/events.ts'
import { createWorld, type World } from '../sim/world.ts'
import { createKeptRequests } from './kept-requests.ts'

const by = 'you@localhost'
const node = { 'package.json': '{"name":"x"}', 'package-lock.json': '{}', 'server.js': 'serve()', Procfile: 'web: node server.js\n' }

let world: World
let appId: string
beforeEach(async () => {
  world = await createWorld({ seed: 5 })
  await call('apps:create', { name: 'shop' })
  const pushed = world.push('shop', node)
  await world.clock.advance(60_000)
  expect((await pushed).accepted).toBe(true)
  appId = Object.keys(world.engine.kernel.state.apps)[0] ?? ''
})

const call = (name: CallName, input: unknown): Promise<unknown> => world.engine.call(name, input, by)
const web = () => Object.values(world.engine.kernel.state.dynos).filter((dyno) => dyno.type === 'web')
const now = (): number => world.clock.now()

async function whyOf(more: Partial<RequestReport>): Promise<CallOutput<'requests:why'>> {
  const requestId = `r${world.engine.kernel.state.seq}-${Math.round(now())}-${more.code ?? 'ok'}`
  world.edge.report([{
    at: now(), appId, method: 'GET', path: '/', host: 'shop.localhost', requestId, fwd: '1.2.3.4', dynoId: null, dyno: null, connectMs: null, serviceMs: null, totalMs: 5,
    status: 503, bytes: null, protocol: 'http', code: null, ...more,
  }])
  return (await call('requests:why', { requestId })) as CallOutput<'requests:why'>
}

const kinds = (chain: readonly WhyLink[]): string[] => chain.map((link) => link.kind)

async function fault(data: Partial<EventData<'fault.started'>>): Promise<number> {
  const [event] = world.engine.kernel.commit({ kind: 'command', id: 'c', name: 'faults:start', by, text: 'faults:start dyno-freeze' }, [{
    type: 'fault.started', app: appId,
    data: {
      leaseId: 'lease-1', kind: 'dyno-freeze', title: 'Freeze a dyno', layer: 'dyno', target: { kind: 'dynos', app: appId, dynos: ['web.1'] }, dynoIds: [], params: {}, expiresAt: now() + 60_000,
      owner: by, heartbeatMs: null, experimentId: null, changed: [], ...data,
    },
  }])
  await world.engine.kernel.durable()
  return event?.seq ?? 0
}

describe('why a request failed', () => {
  it('WY1 goes from an answer 500 of the app to the fault that was on its database', async () => {
    const onDatabase = { kind: 'addon-disk-full', title: 'Fill the disk of a server', layer: 'addon', target: { kind: 'addon', addOn: 'o' } } as const
    await fault({ ...onDatabase, leaseId: 'l' })
    expect(await whyOf({ status: 500 })).toMatchObject({ blame: 'fault', chain: [{}, { text: 'The fault "Fill the disk of a server" began' }, { kind: 'command' }] })
    expect(await whyOf({ status: 503, code: 'H12' })).toMatchObject({ blame: 'fault' })
  })

  it('WY1 goes from H80 to the person who turned maintenance on', async () => {
    await call('maintenance:set', { app: 'shop', on: true })
    const { blame, chain, sentence } = await whyOf({ code: 'H80' })
    expect(blame).toBe('action')
    expect(kinds(chain)).toEqual(['request', 'verdict', 'event', 'command'])
    expect(sentence).toBe('It goes back to what somebody did: you@localhost: maintenance:set on -a shop.')
  })

  it('WY1 goes from H14 to the scale to zero', async () => {
    await call('ps:scale', { app: 'shop', changes: [{ type: 'web', quantity: 0 }] })
    expect(await whyOf({ code: 'H14' })).toMatchObject({ blame: 'action', chain: [{}, { kind: 'verdict' }, { text: 'The formation was changed to web=0' }, { kind: 'command' }] })
  })

  it('WY2 names the fault that touched it, and who began the fault', async () => {
    const seq = await fault({ kind: 'http-status', title: 'Answer with 503' })
    const { blame, chain } = await whyOf({ faults: ['lease-1'], dyno: 'web.1' })
    expect(blame).toBe('fault')
    expect(chain.map(({ kind, seq: of, leaseId }) => [kind, of, leaseId])).toEqual([['request', null, null], ['fault', seq, 'lease-1'], ['command', seq, null]])
  })

  it('WY2 a time-out at a frozen dyno is the fault\'s, at another dyno the app\'s', async () => {
    const dyno = web()[0]
    await fault({ dynoIds: [dyno?.id ?? ''] })
    await world.clock.advance(30_000)
    expect((await whyOf({ code: 'H12', dynoId: dyno?.id ?? '', dyno: 'web.1', totalMs: 30_000 })).blame).toBe('fault')
    const other = await whyOf({ code: 'H12', dynoId: 'another', dyno: 'web.2', totalMs: 30_000 })
    expect(other.blame).toBe('app')
    expect(other.sentence).toContain('did not begin its answer in time')
  })

  it('WY2 a fault that had ended before the request began is not blamed for a time-out', async () => {
    const dynoId = web()[0]?.id ?? ''
    await fault({ dynoIds: [dynoId] })
    world.engine.kernel.commit({ kind: 'platform', text: 'test' }, [{ type: 'fault.ended', app: appId, data: { leaseId: 'lease-1', why: 'released', restored: [], residue: [] } }])
    await world.clock.advance(60_000)
    expect((await whyOf({ code: 'H12', dynoId, dyno: 'web.1', totalMs: 30_000 })).blame).toBe('app')
  })

  it('WY3 a connection that broke with its dyno leads to the end of that dyno; a crash that nobody caused is the app\'s', async () => {
    const dyno = web()[0]
    if (dyno === undefined) throw new Error('no dyno')
    world.runtime.strike(dyno.id, 'SIGKILL')
    await world.clock.advance(100)
    const { blame, chain } = await whyOf({ code: 'H13', dynoId: dyno.id, dyno: 'web.1' })
    expect(blame).toBe('app')
    expect(chain.some((link) => link.text.includes('web.1 crashed'))).toBe(true)
  })

  it('WY3 a connection that broke while its dyno was restarted goes back to the restart', async () => {
    const dyno = web()[0]
    await call('ps:restart', { app: 'shop' })
    await world.clock.advance(3000)
    const { blame, chain } = await whyOf({ code: 'H18', dynoId: dyno?.id ?? '', dyno: 'web.1' })
    expect(blame).toBe('action')
    expect(chain.at(-1)).toMatchObject({ kind: 'command', text: 'you@localhost: ps:restart -a shop' })
  })

  it.each([
    [{ code: 'H17' }, 'app'], [{ code: 'H25', status: 502, cause: 'oversized cookie' }, 'app'], [{ status: 500 }, 'app'],
    [{ code: 'H26', status: 400, cause: 'bad chunk' }, 'client'], [{ code: 'H27', status: 499 }, 'client'], [{ status: 200 }, 'none'], [{ status: 404 }, 'none'],
  ] as const)('WY4 %o is of the %s', async (more, blame) => {
    expect((await whyOf(more)).blame).toBe(blame)
  })

  it('WY2 a request that the router itself cut off goes back to its restart', async () => {
    const [started] = world.engine.kernel.commit({ kind: 'command', id: 'c', name: 'faults:start', by, text: 'faults:start router-restart' }, [{
      type: 'fault.started', app: null,
      data: { leaseId: 'lease-2', kind: 'router-restart', title: 'Restart the router', layer: 'router', target: { kind: 'router' }, dynoIds: [], params: {}, expiresAt: now(), owner: by, heartbeatMs: null, experimentId: null, changed: [] },
    }, { type: 'fault.ended', app: null, data: { leaseId: 'lease-2', why: 'done', restored: [], residue: [] } }])
    await world.engine.kernel.durable()
    const { blame, chain } = await whyOf({ code: 'H24', status: null })
    expect([blame, chain.find((link) => link.kind === 'fault')?.seq]).toEqual(['fault', started?.seq])
  })

  it('WY5 says that it does not know rather than guess', async () => {
    const { blame, sentence, chain } = await whyOf({ code: 'H24', status: null, at: 1 })
    expect([blame, sentence, kinds(chain)]).toEqual(['unknown', 'What caused it is not known.', ['request', 'verdict']])
  })

  it('refuses a request that it never saw, in words', async () => {
    await expect(call('requests:why', { requestId: 'nobody' })).rejects.toMatchObject({ code: 'request-not-found' })
  })
})

describe('requests that are kept', () => {
  const report = (requestId: string, status: number): RequestReport => ({
    at: 1, appId: 'a', method: 'GET', path: '/', host: 'h', requestId, fwd: '', dynoId: null, dyno: null, connectMs: null, serviceMs: null, totalMs: 1, status, bytes: 0, protocol: 'http', code: null,
  })

  it('a flood of good ones washes no failure away, and both lists are bounded', () => {
    const kept = createKeptRequests(2, 3)
    kept.add(report('bad', 500))
    for (let number = 0; number < 10; number++) kept.add(report(`good${number}`, 200))
    expect([kept.find('bad')?.status, kept.find('good0'), kept.find('good9')?.status]).toEqual([500, null, 200])
    for (const id of ['x', 'y']) kept.add(report(id, 503))
    expect(kept.find('bad')).toBeNull()
    expect(kept.failed('a').map(({ requestId }) => requestId)).toEqual(['x', 'y'])
  })
})
