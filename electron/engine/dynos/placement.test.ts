import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hosts, zoneOf } from '../../../shared/domain/host.ts'
import { emptyState, type PlatformState } from '../../../shared/domain/state.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { createPlacement } from './placement.ts'
import { app, deploy, minute, running, scale, testCause, world, type World } from './room.fixture.ts'

const lose = (at: World, leaseId: string, target: { kind: 'host'; host: string } | { kind: 'zone'; zone: string }): void => {
  const kind = target.kind === 'host' ? 'host-loss' : 'zone-loss'
  const started: EventDraft = {
    type: 'fault.started', app: null,
    data: { leaseId, kind, title: '', layer: 'host', target, dynoIds: [], params: {}, expiresAt: 9e15, owner: 'me', heartbeatMs: null, experimentId: null, changed: [] },
  }
  at.commit(started)
  for (const dyno of Object.values(at.kernel.state.dynos)) {
    if (target.kind === 'host' ? dyno.host === target.host : zoneOf(dyno.host ?? '') === target.zone) at.runtime.strike(dyno.id, 'SIGKILL')
  }
}
const giveBack = (at: World, leaseId: string): void => void at.commit({ type: 'fault.ended', app: null, data: { leaseId, why: 'released', restored: [], residue: [] } })
const places = (at: World, type = 'web') => Object.values(at.kernel.state.dynos).filter((dyno) => dyno.type === type && dyno.stopping === null).map((dyno) => dyno.host)
const crashes = (at: World) => at.events().flatMap((event) => (event.type === 'dyno.crashed' ? [event.data] : []))

describe('where dynos are put', () => {
  it('over hosts and zones in turn, in the order of the hosts (HO1)', async () => {
    expect(places(await running(undefined, 6))).toEqual(['a1', 'b1', 'a2', 'b2', 'a1', 'b1'])
  })

  it('each process type for itself; one dyno goes where the least runs (HO1)', async () => {
    const at = await running(undefined, 2)
    await scale(at, 'worker', 3)
    expect(places(at, 'worker')).toEqual(['a2', 'b2', 'a1'])
    at.call('run:start', { app: 'demo', command: 'bash', attach: false } as never)
    expect(places(at, 'run')).toEqual(['b1'])
  })

  it('dynos of a release are spread as if the old ones were gone (HO1)', async () => {
    const at = await running(() => ({ termMs: 20_000 }), 3)
    await deploy(at, 4)
    expect(at.named('web.1')).toHaveLength(2)
    expect(places(at)).toEqual(['a1', 'b1', 'a2'])
  })

  it('never far apart: no host has two dynos of a type more than another, and no zone (HO1)', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('x', 'y', 'z'), fc.constantFrom('web', 'worker')), { maxLength: 60 }), (starts) => {
      const place = createPlacement(emptyState() as PlatformState)
      const put = starts.map(([appId, type]) => ({ key: `${appId} ${type}`, host: place(appId, type) ?? '' }))
      for (const key of new Set(put.map((one) => one.key))) {
        const own = put.filter((one) => one.key === key)
        const onHosts = hosts.map(({ id }) => own.filter(({ host }) => host === id).length)
        const inZones = ['a', 'b'].map((zone) => own.filter(({ host }) => zoneOf(host) === zone).length)
        for (const counts of [onHosts, inZones]) expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }
    }))
  })

  it('is the same for the same seed, event by event (HO4, JL5)', async () => {
    const story = async (): Promise<string> => {
      const at = await running(undefined, 5)
      lose(at, 'l', { kind: 'zone', zone: 'a' })
      await at.clock.advance(10_000)
      giveBack(at, 'l')
      await scale(at, 'web', 7)
      await at.clock.advance(10_000)
      return JSON.stringify(at.events())
    }
    expect(await story()).toBe(await story())
  })
})

describe('a lost host', () => {
  it('its dynos are lost, which is no crash of the app, and start elsewhere at once (HO2)', async () => {
    const at = await running(undefined, 4)
    for (let loss = 0; loss < 3; loss++) {
      lose(at, `l${loss}`, { kind: 'host', host: 'a1' })
      await at.clock.advance(5000)
      expect(places(at)).toHaveLength(4)
      expect(places(at)).not.toContain('a1')
      for (const name of ['web.1', 'web.2', 'web.3', 'web.4']) expect(at.only(name)).toMatchObject({ state: { kind: 'up' }, crashes: 0 })
      giveBack(at, `l${loss}`)
      at.call('ps:restart', { app: 'demo' } as never)
      await at.clock.advance(5000)
      expect(places(at)).toContain('a1')
    }
    expect(crashes(at)).toHaveLength(3)
    expect(crashes(at)).toMatchObject([{ reason: 'lost', crashes: 0 }, { reason: 'lost', crashes: 0 }, { reason: 'lost', crashes: 0 }])
  })

  it('gets no new dynos, while the rest of them do (HO2)', async () => {
    const at = await running(undefined, 0)
    lose(at, 'l', { kind: 'zone', zone: 'a' })
    await scale(at, 'web', 3)
    expect(places(at)).toEqual(['b1', 'b2', 'b1'])
    expect(at.call('run:start', { app: 'demo', command: 'bash', attach: false } as never).dynoId).toBeDefined()
    expect(places(at, 'run')).toEqual(['b2'])
  })

  it('a crash elsewhere while a host is lost counts as ever (HO2)', async () => {
    const at = await running(undefined, 2)
    lose(at, 'l', { kind: 'host', host: 'b2' })
    at.runtime.strike(at.only('web.1').id, 'SIGKILL')
    await at.clock.advance(100)
    expect(crashes(at)).toMatchObject([{ reason: 'exit', crashes: 1 }])
  })
})

describe('when every host is lost', () => {
  const allLost = async (): Promise<World> => {
    const at = await running(undefined, 2)
    lose(at, 'a', { kind: 'zone', zone: 'a' })
    lose(at, 'b', { kind: 'zone', zone: 'b' })
    await at.clock.advance(1000)
    return at
  }

  it('its dynos leave the list, and all start when one host is back (HO3)', async () => {
    const at = await allLost()
    expect(at.kernel.state.dynos).toEqual({})
    await scale(at, 'web', 3)
    await at.clock.advance(10 * minute)
    expect(at.kernel.state.dynos).toEqual({})
    giveBack(at, 'b')
    await at.clock.advance(5000)
    expect(['web.1', 'web.2', 'web.3'].map((name) => at.only(name).state.kind)).toEqual(['up', 'up', 'up'])
    expect(places(at)).toEqual(['b1', 'b2', 'b1'])
    const ended = at.events().find((event) => event.type === 'fault.ended')
    expect(at.events().filter((event) => event.type === 'dyno.created').at(-1)?.causedBy).toEqual({ kind: 'event', seq: ended?.seq })
  })

  it('one-off dynos are refused, and the release command fails in words (HO3)', async () => {
    const at = await allLost()
    expect(() => at.call('run:start', { app: 'demo', command: 'bash', attach: true } as never)).toThrow('Every host is lost right now, so a one-off dyno can not start.')
    await expect(at.room.releasePhase({ appId: app, version: 3, command: 'migrate', cause: testCause, say: () => {} })).rejects.toMatchObject({ code: 'hosts-lost' })
    expect(at.kernel.state.dynos).toEqual({})
  })

  it('the end of another fault starts nothing (HO3)', async () => {
    const at = await allLost()
    giveBack(at, 'nobody')
    await at.clock.advance(1000)
    expect(at.kernel.state.dynos).toEqual({})
  })
})

describe('a hand-over with a readiness check', () => {
  const probed = (at: World, ready: boolean): void => {
    const dyno = Object.values(at.kernel.state.dynos).find(({ version }) => version === 4)
    at.commit({ type: 'dyno.probed', app, data: { dynoId: dyno?.id ?? '', ready, detail: '' } })
  }
  const handingOver = async (): Promise<World> => {
    const at = world()
    await deploy(at)
    await scale(at, 'web', 1)
    await at.clock.advance(5000)
    at.commit({ type: 'routing.changed', app, data: { readinessPath: '/ready' } }, { type: 'preboot.changed', app, data: { on: true } })
    await deploy(at, 4)
    await at.clock.advance(10_000)
    return at
  }
  const routed = (at: World) => at.kernel.state.apps[app]?.routedVersion

  it('waits until the new dynos are ready, not only up (RT70)', async () => {
    const at = await handingOver()
    expect(at.named('web.1').map(({ state }) => state.kind)).toEqual(['up', 'up'])
    probed(at, false)
    await at.clock.advance(10_000)
    expect(routed(at)).toBe(3)
    probed(at, true)
    await at.clock.advance(1000)
    expect(routed(at)).toBe(4)
    expect(at.only('web.1').version).toBe(4)
  })

  it('ends when the check is taken away, and after three minutes all the same (RT70, RL5)', async () => {
    const waived = await handingOver()
    waived.commit({ type: 'routing.changed', app, data: { readinessPath: null } })
    await waived.clock.advance(1000)
    expect(routed(waived)).toBe(4)
    const late = await handingOver()
    await late.clock.advance(3 * minute)
    expect(routed(late)).toBe(4)
  })
})
