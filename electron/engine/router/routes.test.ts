import { describe, expect, it } from 'vitest'
import type { Dyno, DynoState } from '../../../shared/domain/dyno.ts'
import { emptyState, type PlatformState } from '../../../shared/domain/state.ts'
import { fold } from '../../../shared/fold/fold.ts'
import type { EventData, EventDraft, EventType, PlatformEvent } from '../../../shared/protocol/events.ts'
import { routeOf } from './routes.ts'

type Story = { readonly state: PlatformState; add<T extends EventType>(type: T, data: EventData<T>): void }

function story(): Story {
  const state = emptyState()
  const add = <T extends EventType>(type: T, data: EventData<T>): void =>
    fold(state, { seq: state.seq + 1, at: state.seq, causedBy: { kind: 'platform', text: '' }, ...({ type, app: 'a', data } as EventDraft) } as PlatformEvent)
  return { state, add }
}

function release({ add }: Story, version: number, slugId: string | null = 's'): void {
  add('release.created', { releaseId: `r${version}`, version, slugId, config: {}, description: '', by: 'ada', buildId: null })
  add('release.succeeded', { version })
}

function deployed(): Story {
  const app = story()
  app.add('app.created', { name: 'calm-sea-1', owner: 'ada', stack: 'host' })
  release(app, 1)
  app.add('release.routed', { version: 1 })
  app.add('formation.changed', { changes: { web: { quantity: 2, size: 'standard-1x' } } })
  return app
}

function dyno(app: Story, id: string, number: number, version = 1, type = 'web'): void {
  app.add('dyno.created', { dynoId: id, name: `${type}.${number}`, type, number, kind: 'formation', size: 'standard-1x', version, command: 'c', runtime: 'process', crashes: 0 })
  app.add('dyno.launched', { dynoId: id, pid: 1, address: { host: '127.0.0.1', port: 5000 + number } })
}

function upDyno(app: Story, id: string, number: number, version = 1): void {
  dyno(app, id, number, version)
  app.add('dyno.up', { dynoId: id, bootMs: 1 })
}

const crash = (app: Story, dynoId: string): void => app.add('dyno.crashed', { dynoId, reason: 'exit', exitStatus: 1, signal: null, crashes: 1, restartAt: 9 })
const mode = (app: Story) => routeOf(app.state, 'a')?.mode
const targets = (app: Story) => routeOf(app.state, 'a')?.targets.map((target) => `${target.dynoId} ${target.state}`)

describe('route of an app', () => {
  it('has the hosts of the app: its own, its domains, wildcards', () => {
    const app = deployed()
    app.add('domain.added', { id: '1', hostname: 'WWW.example.test' })
    app.add('domain.added', { id: '2', hostname: '*.example.test' })
    expect(routeOf(app.state, 'a')).toMatchObject({ appName: 'calm-sea-1', hosts: ['calm-sea-1.localhost', 'www.example.test', '*.example.test'], webQuantity: 2 })
    expect(routeOf(app.state, 'b')).toBeNull()
  })

  it('is blank until something was deployed, also when config vars made releases', () => {
    const app = story()
    app.add('app.created', { name: 'calm-sea-1', owner: 'ada', stack: 'host' })
    expect(mode(app)).toBe('blank')
    release(app, 1, null)
    expect(mode(app)).toBe('blank')
  })

  it('checks maintenance before blank before no-web before crashed', () => {
    const app = deployed()
    upDyno(app, 'd1', 1)
    app.add('formation.changed', { changes: { web: { quantity: 0, size: 'standard-1x' } } })
    expect(mode(app)).toBe('no-web')
    app.add('maintenance.changed', { on: true })
    expect(mode(app)).toBe('maintenance')
  })

  it('serves from up web dynos of the routed version; others are no targets', () => {
    const app = deployed()
    upDyno(app, 'd1', 1)
    dyno(app, 'd2', 2)
    dyno(app, 'w1', 1, 1, 'worker')
    app.add('dyno.up', { dynoId: 'w1', bootMs: 1 })
    expect(mode(app)).toBe('serving')
    expect(targets(app)).toEqual(['d1 healthy'])
  })

  it('drains a dyno from the moment it is asked to stop', () => {
    const app = deployed()
    upDyno(app, 'd1', 1)
    upDyno(app, 'd2', 2)
    app.add('dyno.stopping', { dynoId: 'd1', why: 'scale', graceMs: 1 })
    expect(targets(app)).toEqual(['d1 draining', 'd2 healthy'])
    app.add('dyno.exited', { dynoId: 'd1', exitStatus: 143, signal: null })
    expect(targets(app)).toEqual(['d2 healthy'])
  })

  it('holds during a classic hand-over: old ones drain, new ones start', () => {
    const app = deployed()
    upDyno(app, 'd1', 1)
    release(app, 2)
    app.add('release.routed', { version: 2 })
    app.add('dyno.stopping', { dynoId: 'd1', why: 'release', graceMs: 1 })
    expect(mode(app)).toBe('starting')
    dyno(app, 'd2', 1, 2)
    expect([mode(app), targets(app)]).toEqual(['starting', ['d1 draining']])
    app.add('dyno.up', { dynoId: 'd2', bootMs: 1 })
    expect([mode(app), targets(app)]).toEqual(['serving', ['d1 draining', 'd2 healthy']])
  })

  it('keeps the old dynos during preboot until the new version is routed', () => {
    const app = deployed()
    upDyno(app, 'd1', 1)
    release(app, 2)
    upDyno(app, 'd2', 1, 2)
    expect(targets(app)).toEqual(['d1 healthy'])
    app.add('release.routed', { version: 2 })
    expect(targets(app)).toEqual(['d2 healthy'])
  })

  it('is crashed only when every web dyno is', () => {
    const app = deployed()
    upDyno(app, 'd1', 1)
    upDyno(app, 'd2', 2)
    crash(app, 'd1')
    expect(mode(app)).toBe('serving')
    crash(app, 'd2')
    expect(mode(app)).toBe('crashed')
    dyno(app, 'd3', 1)
    expect(mode(app)).toBe('starting')
  })

  it('is asleep when its web dynos idle, starting once one is woken', () => {
    const app = deployed()
    upDyno(app, 'd1', 1)
    app.add('dyno.idled', { dynoId: 'd1' })
    expect(mode(app)).toBe('asleep')
    dyno(app, 'd2', 1)
    expect(mode(app)).toBe('starting')
  })

  it('never names a target that is not up with an address', () => {
    const app = deployed()
    const states: readonly DynoState['kind'][] = ['starting', 'idle', 'crashed', 'down']
    upDyno(app, 'd1', 1)
    for (const kind of states) {
      app.state.dynos['d1'] = { ...(app.state.dynos['d1'] as Dyno), state: { kind, since: 0 } as DynoState }
      expect(targets(app)).toEqual([])
    }
  })
})
