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

  it('serves from up web dynos of the routed version; others are no targets (RT73)', () => {
    const app = deployed()
    upDyno(app, 'd1', 1)
    dyno(app, 'd2', 2)
    dyno(app, 'w1', 1, 1, 'worker')
    app.add('dyno.up', { dynoId: 'w1', bootMs: 1 })
    expect(mode(app)).toBe('serving')
    expect(targets(app)).toEqual(['d1 healthy'])
  })

  it('drains a dyno from the moment it is asked to stop (RT73)', () => {
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

describe('readiness (RT68)', () => {
  const checked = (): Story => {
    const app = deployed()
    app.add('routing.changed', { readinessPath: '/ready' })
    return app
  }
  const found = (app: Story, dynoId: string, ready: boolean): void => app.add('dyno.probed', { dynoId, ready, detail: '' })
  const unready = (app: Story) => routeOf(app.state, 'a')?.targets.map((target) => [target.dynoId, target.unready ?? false])

  it('a dyno that is up stands in the list and gets nothing until its check found it ready', () => {
    const app = checked()
    upDyno(app, 'd1', 1)
    upDyno(app, 'd2', 2)
    expect([mode(app), unready(app)]).toEqual(['starting', [['d1', true], ['d2', true]]])
    found(app, 'd2', true)
    expect([mode(app), unready(app)]).toEqual(['serving', [['d1', true], ['d2', false]]])
    found(app, 'd2', false)
    expect(mode(app)).toBe('starting')
    expect(routeOf(app.state, 'a')?.readinessPath).toBe('/ready')
  })

  it('without a check nobody is unready, whatever was found before', () => {
    const app = checked()
    upDyno(app, 'd1', 1)
    found(app, 'd1', false)
    app.add('routing.changed', { readinessPath: null })
    expect([mode(app), unready(app)]).toEqual(['serving', [['d1', false]]])
  })

  it('preboot: the new dynos are in the list to be asked, and get nothing before they are routed (RT70)', () => {
    const app = checked()
    upDyno(app, 'd1', 1)
    found(app, 'd1', true)
    release(app, 2)
    upDyno(app, 'd2', 1, 2)
    found(app, 'd2', true)
    expect(unready(app)).toEqual([['d1', false], ['d2', true]])
    app.add('release.routed', { version: 2 })
    expect(unready(app)).toEqual([['d2', false]])
  })
})

describe('what a route says besides', () => {
  it('the rules are those of the era, and the rest as Heroku has it until it is set (RT66)', () => {
    const app = deployed()
    expect(routeOf(app.state, 'a')).toMatchObject({ rules: 'current', strategy: 'random', sticky: false, readinessPath: null })
    app.add('era.changed', { era: 'classic' })
    app.add('routing.changed', { strategy: 'peak-ewma', sticky: true })
    expect(routeOf(app.state, 'a')).toMatchObject({ rules: 'classic', strategy: 'peak-ewma', sticky: true, readinessPath: null })
  })

  it('the zone of a target is its host\'s', () => {
    const app = deployed()
    app.add('dyno.created', { dynoId: 'd1', name: 'web.1', type: 'web', number: 1, kind: 'formation', size: 'standard-1x', version: 1, command: 'c', runtime: 'process', crashes: 0, host: 'b2' })
    app.add('dyno.launched', { dynoId: 'd1', pid: 1, address: { host: '127.0.0.1', port: 5000 } })
    app.add('dyno.up', { dynoId: 'd1', bootMs: 1 })
    upDyno(app, 'old', 2)
    expect(routeOf(app.state, 'a')?.targets.map(({ zone }) => zone)).toEqual(['b', undefined])
  })

  it('own pages are those of the release that is routed, and addresses of the web only (RT78)', () => {
    const app = deployed()
    const set = (version: number, config: Record<string, string>): void => {
      app.add('release.created', { releaseId: `r${version}`, version, slugId: 's', config, description: '', by: 'ada', buildId: null })
      app.add('release.succeeded', { version })
    }
    const pages = () => {
      const route = routeOf(app.state, 'a')
      return [route?.errorPageUrl, route?.maintenancePageUrl]
    }
    set(2, { ERROR_PAGE_URL: 'https://pages.example.test/down.html?x=1', MAINTENANCE_PAGE_URL: 'HTTP://pages.example.test' })
    expect(pages()).toEqual([null, null])
    app.add('release.routed', { version: 2 })
    expect(pages()).toEqual(['https://pages.example.test/down.html?x=1', 'HTTP://pages.example.test'])
    let version = 2
    for (const bad of ['javascript:alert(1)', 'file:///etc/passwd', 'https://', 'https:///x', 'https://a"onload=x', 'https://a b', 'https://a\n', ' https://a', '//a', `https://a/${'x'.repeat(3000)}`]) {
      version += 1
      set(version, { ERROR_PAGE_URL: bad })
      app.add('release.routed', { version })
      expect(pages()).toEqual([null, null])
    }
  })

  it('hosts it had once and that nobody has now are its former ones (RT79)', () => {
    const app = deployed()
    app.add('domain.added', { id: '1', hostname: 'www.example.test' })
    expect(routeOf(app.state, 'a')?.formerHosts).toEqual([])
    app.add('domain.removed', { hostname: 'www.example.test' })
    expect(routeOf(app.state, 'a')).toMatchObject({ hosts: ['calm-sea-1.localhost'], formerHosts: ['www.example.test'] })
    app.add('domain.added', { id: '2', hostname: 'www.example.test' })
    expect(routeOf(app.state, 'a')?.formerHosts).toEqual([])
  })
})
