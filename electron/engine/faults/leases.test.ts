import { describe, expect, it } from 'vitest'
import { maxChangesKept } from '../../../shared/domain/fault.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import { dynosNamed, shop, webOf } from './faults.fixture.ts'

const refusal = (error: unknown): { code: string; text: string } => (error instanceof PlatformError ? { code: error.code, text: error.message } : { code: '', text: String(error) })

describe('the end of a lease', () => {
  it('comes when its time is up, with a receipt (FT1)', async () => {
    const at = await shop()
    const leaseId = await at.start({ kind: 'latency', target: webOf(), seconds: 30 })
    expect(at.leases()).toMatchObject([{ id: leaseId, kind: 'latency', owner: 'ada@example.test', params: { latencyMs: 300, jitterMs: 0, distribution: 'uniform', way: 'answers', percent: 100 } }])
    expect(at.edge.faults).toMatchObject([{ leaseId, dynoIds: null, share: 1, effect: { kind: 'toxic' } }])
    await at.clock.advance(29_999)
    expect(at.leases()).toHaveLength(1)
    await at.clock.advance(1)
    expect(at.leases()).toEqual([])
    expect(at.edge.faults).toEqual([])
    expect(at.receipt(leaseId)).toMatchObject({
      why: 'expired', changed: ['Answers of the web dynos of shop come 300 ms later.'], restored: ['Bytes to and from the web dynos of shop pass as they are.'], residue: [],
    })
  })

  it('comes when somebody ends it; ending it again changes nothing (FT1)', async () => {
    const at = await shop()
    const leaseId = await at.start({ kind: 'noop', target: webOf() })
    await at.call('faults:stop', { leaseId })
    const { seq } = await at.call('faults:stop', { leaseId })
    expect(at.engine.kernel.state.seq).toBe(seq)
    expect(at.receipt(leaseId).why).toBe('released')
    expect(refusal(await at.call('faults:stop', { leaseId: 'x' }).catch((error: unknown) => error)).code).toBe('lease-not-found')
  })

  it('comes for all at once, without time passing, and may be asked for again (FT2)', async () => {
    const at = await shop()
    for (const name of ['web.1', 'web.2', 'web.3']) await at.start({ kind: 'latency', target: dynosNamed(name) })
    const before = at.clock.now()
    const [first, again] = await Promise.all([at.call('faults:stop-all', {}), at.call('faults:stop-all', {})])
    expect(at.clock.now()).toBe(before)
    expect(first.stopped).toBe(3)
    expect(again.stopped).toBeLessThanOrEqual(3)
    expect(at.leases()).toEqual([])
    expect(at.edge.faults).toEqual([])
    expect((await at.call('faults:stop-all', {})).stopped).toBe(0)
    expect(at.events().filter(({ type }) => type === 'fault.ended')).toHaveLength(3)
  })

  it.each([
    { takesMs: 100, told: ['dyno-freeze ended after 100', 'web.1 restarts after 100', 'crash-loop ended after 100'] },
    { takesMs: 5000, told: ['web.1 restarts after 300', 'crash-loop ended after 300', 'dyno-freeze ended after 5000'] },
  ])('comes first where a dyno has only to be let go, which takes $takesMs ms, as dynos that start keep the machine busy (FT2)', async ({ takesMs, told }) => {
    const at = await shop()
    const { relieve } = at.runtime
    Object.assign(at.runtime, { relieve: (...args: Parameters<typeof relieve>) => new Promise((resolve) => at.clock.after(takesMs, () => resolve(relieve(...args)))) })
    await at.start({ kind: 'crash-loop', target: dynosNamed('web.1'), params: { afterMs: 60_000 } })
    await at.clock.advance(20_000)
    await at.start({ kind: 'dyno-freeze', target: dynosNamed('web.2') })
    const [from, { seq }] = [at.clock.now(), at.engine.kernel.state]
    const stopping = at.call('faults:stop-all', {})
    await at.clock.advance(20_000)
    expect((await stopping).stopped).toBe(2)
    const since = at.events().filter((event) => event.seq > seq)
    expect(since.flatMap((event) => {
      if (event.type === 'fault.ended') return [`${at.receipt(event.data.leaseId).kind} ended after ${event.at - from}`]
      return event.type === 'dyno.stopping' ? [`web.1 restarts after ${event.at - from}`] : []
    })).toEqual(told)
    expect(at.leases()).toEqual([])
  })

  it('comes when its owner was silent for too long, and not while it is heard of (FT3)', async () => {
    const at = await shop()
    const leaseId = await at.start({ kind: 'noop', target: webOf(), heartbeatMs: 2000 })
    for (let beat = 0; beat < 5; beat++) {
      await at.clock.advance(1500)
      await at.call('faults:beat', { leaseIds: [leaseId, 'unknown'] })
    }
    expect(at.leases()).toHaveLength(1)
    await at.clock.advance(2000)
    expect(at.receipt(leaseId).why).toBe('owner-silent')
  })

  it('comes when the dynos it was put on are gone, or their app (FT4)', async () => {
    const at = await shop()
    const one = await at.start({ kind: 'latency', target: dynosNamed('web.1') })
    const two = await at.start({ kind: 'latency', target: webOf() })
    await at.call('ps:restart', { app: 'shop', dyno: 'web.1' })
    await at.clock.advance(1000)
    expect(at.receipt(one).why).toBe('target-gone')
    expect(at.leases().map(({ id }) => id)).toEqual([two])
    await at.call('apps:destroy', { app: 'shop', confirm: 'shop' })
    await at.clock.advance(0)
    expect(at.receipt(two).why).toBe('target-gone')
  })

  it('comes with the end of the engine (FT1)', async () => {
    const at = await shop()
    const leaseId = await at.start({ kind: 'latency', target: webOf() })
    const stopping = at.engine.stop()
    await at.clock.advance(20_000)
    await stopping
    expect(at.leases()).toEqual([])
    expect(at.receipt(leaseId).residue).toEqual([])
    expect(at.clock.waiting()).toBe(0)
  })
})

describe('the beginning of a fault', () => {
  it('is on record before anything is done, because of the command (FT5)', async () => {
    const at = await shop()
    await at.start({ kind: 'dyno-kill', target: dynosNamed('web.2') })
    await at.clock.advance(1000)
    const crashed = at.events().filter(({ type }) => type === 'dyno.crashed').at(-1)
    expect(await at.chain(crashed?.seq ?? 0)).toEqual(['dyno.crashed', 'fault.started'])
    const started = at.events().find(({ type }) => type === 'fault.started')
    expect(started?.causedBy).toMatchObject({ kind: 'command', name: 'faults:start', text: 'faults:start dyno-kill --dyno web.2 -a shop' })
    expect(started?.seq).toBeLessThan(crashed?.seq ?? 0)
  })

  it('does nothing that it could not keep: a full disk is heard of before a dyno is touched (FT5)', async () => {
    const journal = createMemoryJournal()
    let isFull = false
    const append = (batch: readonly PlatformEvent[]): void => {
      if (isFull) throw new Error('the disk is full')
      journal.append(batch)
    }
    const at = await shop({ journal: { ...journal, append }, onBug: () => {} })
    const victim = at.named('web.1').id
    isFull = true
    await expect(at.call('faults:start', { kind: 'dyno-freeze', target: dynosNamed('web.1') })).rejects.toMatchObject({ code: 'journal-halted' })
    expect(at.runtime.conditionOf(victim)).toBeNull()
  })

  it('that takes too long is undone as soon as it is through, when it was ended meanwhile (FT6)', async () => {
    const at = await shop()
    await at.wire.create({ name: 'redis', listen: '127.0.0.1:16379', upstream: '127.0.0.1:6379' })
    const { addToxic } = at.wire
    Object.assign(at.wire, { addToxic: (...args: Parameters<typeof addToxic>) => new Promise((resolve) => at.clock.after(30_000, () => resolve(addToxic(...args)))) })
    const starting = at.call('faults:start', { kind: 'latency', target: { kind: 'proxy', proxy: 'redis' } })
    await at.clock.advance(1000)
    const stopping = at.call('faults:stop-all', {})
    await at.clock.advance(15_000)
    await stopping
    expect(at.engine.kernel.state.receipts.at(-1)).toMatchObject({ why: 'stop-all', residue: [expect.stringContaining('was not in force whole')] })
    await at.clock.advance(20_000)
    await starting
    expect(await at.wire.list()).toMatchObject([{ toxics: [] }])
  })

  it('takes hold, and its lease and receipt repeat what the runtime then said of it, also of dynos that join it (FT16)', async () => {
    const at = await shop()
    const leaseId = await at.start({ kind: 'dyno-freeze', target: webOf() })
    const frozen = (name: string): string => `${name}: none of its simulated processes gets a turn.`
    const said = ['web.1', 'web.2', 'web.3'].map(frozen)
    expect(at.leases()).toMatchObject([{ changed: said }])
    expect(await at.chain(at.events().find(({ type }) => type === 'fault.tookHold')?.seq ?? 0)).toEqual(['fault.tookHold', 'fault.started'])
    await at.call('ps:scale', { app: 'shop', changes: [{ type: 'web', quantity: 4 }] })
    await at.clock.advance(10_000)
    await at.call('faults:stop', { leaseId })
    expect(at.receipt(leaseId).changed).toEqual([...said, frozen('web.4')])
  })

  it('that a dyno does not heed is not told as done (FT16)', async () => {
    const at = await shop()
    await at.start({ kind: 'ignores-sigterm', target: dynosNamed('web.1') })
    await at.clock.advance(10_000)
    const leaseId = await at.start({ kind: 'dyno-term', target: dynosNamed('web.1') })
    expect(at.receipt(leaseId).changed).toEqual(['web.1: SIGTERM did not reach it, as another fault keeps that from it.'])
  })

  it('that is on record is repeated by the receipt of the next engine, too (FT16)', async () => {
    const at = await shop()
    const leaseId = await at.start({ kind: 'cpu-limit', target: dynosNamed('web.1') })
    expect((await at.killed()).receipt(leaseId).changed).toEqual(['web.1: all its simulated processes together get 10 % of one core.'])
  })

  it('lists so many changes and says that there are more (FT16)', async () => {
    const at = await shop()
    const leaseId = await at.start({ kind: 'noop', target: webOf() })
    for (const half of ['one', 'two']) {
      const changed = Array.from({ length: 150 }, (_, index) => `Part ${half} of dyno ${index} was changed.`)
      at.engine.kernel.commit({ kind: 'platform', text: 'test' }, [{ type: 'fault.tookHold', app: null, data: { leaseId, planned: [], changed } }])
    }
    expect(at.leases()[0]?.changed).toHaveLength(maxChangesKept)
    expect(at.leases()[0]?.changed.slice(-2)).toEqual(['Part two of dyno 48 was changed.', 'More than that, which is not listed here.'])
  })

  it('is all or nothing: one dyno that can not have it, and none has it (FT6)', async () => {
    const at = await shop()
    await at.call('ps:restart', { app: 'shop', dyno: 'web.3' })
    const said = refusal(await at.call('faults:start', { kind: 'dyno-freeze', target: dynosNamed('web.1', 'web.2', 'web.3') }).catch((error: unknown) => error))
    expect(said).toEqual({ code: 'fault-failed', text: '"Freeze a dyno" could not be put in force: web.3 is only being prepared. Try again when it runs.' })
    expect(at.web().map(({ id }) => at.runtime.conditionOf(id))).toEqual([null, null, null])
    expect(at.leases()).toEqual([])
    expect(at.engine.kernel.state.receipts.at(-1)).toMatchObject({ kind: 'dyno-freeze', why: 'failed', changed: ['web.1', 'web.2'].map((name) => `${name}: none of its simulated processes gets a turn.`), residue: [], restored: [expect.stringContaining('web.2'), expect.stringContaining('web.1')] })
  })

  it.each([
    ['an unknown fault', { kind: 'gremlins', target: webOf() }, 'fault-not-found', 'There is no fault named gremlins.'],
    ['an unknown parameter', { kind: 'latency', target: webOf(), params: { latency: 3 } }, 'fault-param-unknown', 'latency has no parameter latency.'],
    ['a value out of range', { kind: 'latency', target: webOf(), params: { latencyMs: -1 } }, 'fault-param-invalid', 'latencyMs of latency can not be "-1": it takes a whole number from 0 to 120000 ms.'],
    ['a choice that is none', { kind: 'dyno-kill', target: webOf(), params: { signal: 'SIGFOO' } }, 'fault-param-invalid', 'it takes one of SIGKILL, SIGTERM,'],
    ['an unknown app', { kind: 'noop', target: webOf('nobody') }, 'app-not-found', 'nobody'],
    ['an unknown process type', { kind: 'noop', target: { kind: 'type', app: 'shop', type: 'cron' } }, 'type-not-found', 'cron'],
    ['an unknown dyno', { kind: 'noop', target: dynosNamed('web.9') }, 'dyno-not-found', 'web.9'],
    ['an unknown host', { kind: 'noop', target: { kind: 'host', host: 'localhost' } }, 'fault-target-unknown', 'There is no host named localhost.'],
    ['an unknown link', { kind: 'latency', target: { kind: 'proxy', proxy: 'x' } }, 'fault-target-unknown', 'There is no link named x.'],
    ['a target of another kind', { kind: 'dyno-kill', target: { kind: 'router' } }, 'fault-target-unfit', 'it can be put on a process type, or on dynos by name'],
    ['requests of a worker', { kind: 'latency', target: { kind: 'type', app: 'shop', type: 'worker' } }, 'fault-target-unfit', 'only web dynos get requests'],
    ['more dynos than allowed', { kind: 'dyno-kill', target: webOf(), most: 2 }, 'fault-too-wide', 'would touch 3 dynos, and 2 are allowed: 3 of 3 web dynos of shop.'],
  ] as const)('is refused in words for %s, and nothing is written (FT7)', async (_, input, code, text) => {
    const at = await shop()
    const { seq } = at.engine.kernel.state
    const said = refusal(await at.call('faults:start', input as never).catch((error: unknown) => error))
    expect(said.code).toBe(code)
    expect(said.text).toContain(text)
    expect(at.engine.kernel.state.seq).toBe(seq)
  })

  it('is refused when a hundred are in force (FT7)', async () => {
    const at = await shop()
    for (let count = 0; count < 100; count++) await at.call('faults:start', { kind: 'noop', target: webOf() })
    expect(refusal(await at.call('faults:start', { kind: 'noop', target: webOf() }).catch((error: unknown) => error)).code).toBe('leases-too-many')
  })
})

describe('the blast radius', () => {
  it('is counted and said before anything is done (FT8)', async () => {
    const at = await shop()
    const { seq } = at.engine.kernel.state
    expect(await at.call('faults:preview', { kind: 'dyno-kill', target: dynosNamed('web.1') })).toMatchObject({ dynoIds: [at.named('web.1').id], percentOfWeb: 33, sentence: '1 of 3 web dynos of shop.' })
    expect(await at.call('faults:preview', { kind: 'noop', target: { kind: 'router' } })).toMatchObject({ percentOfWeb: 100, sentence: 'The router, for all of 1 app with 3 web dynos.' })
    expect(at.engine.kernel.state.seq).toBe(seq)
  })
})
