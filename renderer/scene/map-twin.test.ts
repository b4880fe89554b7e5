import { describe, expect, test } from 'vitest'
import { noAfflictions } from './afflictions.ts'
import { exampleProxy } from './fault.fixture.ts'
import { nextMark, type Direction, type Place } from './map-keys.ts'
import { mapScene } from './map-scene.ts'
import { stateSentence, twinRows, type TwinFacts } from './map-twin.ts'
import { dynoFact, edgeFact, requestFact, routerFact } from './map-words.ts'
import { requestPhases } from './request-phases.ts'
import { exampleRequest } from './request.fixture.ts'
import { exampleApp, exampleDyno } from './world.fixture.ts'

const MB = 1024 * 1024
const dynos = [exampleDyno('web.1'), exampleDyno('web.2', 'crashed'), exampleDyno('worker.1', 'starting')]
const scene = mapScene({ app: exampleApp(), hosts: [{ id: 'h', name: 'desk', dynos }], types: ['web', 'worker', 'clock'], wishes: {}, width: 1000, height: 500 })
const facts: TwinFacts = {
  load: { appId: 'a1', inFlight: 5, held: 2, byDyno: { 'web.1': 3 } }, rate: 12, failed: 0.4, rates: { 'web.1': 11.6 }, memory: { 'web.1': 48 * MB }, isInMaintenance: false, strategy: 'random', afflictions: noAfflictions, links: [],
}

describe('the map as text', () => {
  test('says of every part what the drawing says of it', () => {
    expect(twinRows(scene, facts).map(({ part, state, inFlight, rate, memory }) => [part, state, inFlight, rate, memory])).toEqual([
      ['Visitors', '0.4/s failed', '', '12/s', ''],
      ['Router', 'random, 2 held', '5', '12/s', ''],
      ['web.1 on desk', 'up', '3', '12/s', '48 MB'],
      ['web.2 on desk', 'crashed', '0', '0/s', ''],
      ['clock', 'Scaled to 0.', '', '', ''],
      ['worker.1 on desk', 'starting', '', '', ''],
      ['Add-ons', 'none', '', '', ''],
    ])
  })

  test('names the links to services instead of add-ons, with what passes and what is wrong with them', () => {
    const links = [{ ...exampleProxy(), at: 0, perSecondToService: 1536, perSecondToDyno: null }, { ...exampleProxy({ name: 'old', enabled: false }), at: 0, perSecondToService: 0, perSecondToDyno: 0 }]
    const rows = twinRows(scene, { ...facts, links, afflictions: { ...noAfflictions, proxies: new Map([['redis', ['Latency']]]) } })
    expect(rows.slice(-2).map(({ part, state }) => [part, state])).toEqual([
      ['Link redis to 127.0.0.1:6379', '2 open, 1.5 KB/s to the service, not measured back, fault: Latency'], ['Link old to 127.0.0.1:6379', 'refuses connections, 0 B/s to the service, 0 B/s back'],
    ])
  })

  test('does not give a number for what is not measured', () => {
    expect(twinRows(scene, { ...facts, rate: null, rates: {} }).slice(0, 3).map(({ rate }) => rate)).toEqual(['not measured', 'not measured', ''])
  })

  test('the sentence that is said is about states alone', () => {
    expect(stateSentence(scene)).toBe('web: 1 up, 1 crashed; clock: none running; worker: 1 starting')
  })
})

describe('facts', () => {
  test('of a dyno, the router and a request', () => {
    const shape = scene.hosts[0]?.groups[0]?.dynos[0]
    if (shape === undefined) throw new Error('there is a dyno')
    expect(dynoFact(shape, { inFlight: 3, rate: 11.6, memoryBytes: 48 * MB })).toBe('web.1, up, release v3, 3 in flight, 12 requests a second, 48 MB')
    expect(routerFact(true, 0, 4)).toBe('Router, maintenance mode is on: visitors get H80, 0 under way, 4 held in its queue')
    expect([edgeFact({ kind: 'open' }, [], 12), edgeFact({ kind: 'closed' }, ['web.2'], 0), edgeFact({ kind: 'open' }, ['web.1', 'web.2', 'web.3', 'web.4'], 8)]).toEqual([
      'Visitors to router: open, 12 requests a second', 'Router to web.2: closed, 0 requests a second', 'Router to web.1 and 3 more: open, 8.0 requests a second',
    ])
    expect(requestFact(exampleRequest({ path: '/tea', code: 'H12', status: 503, totalMs: 30_000 }))).toBe('GET /tea, H12, 30 s, web.1')
  })

  test('the parts of a request add up to its time', () => {
    const phases = requestPhases(exampleRequest({ heldMs: 50, connectMs: 2, serviceMs: 40, totalMs: 95 }))
    expect(phases.map(({ name, ms }) => [name, ms])).toEqual([['held', 50], ['connect', 2], ['service', 40], ['rest', 3]])
    expect(requestPhases(exampleRequest({ connectMs: null, serviceMs: null, totalMs: 4 })).map(({ name }) => name)).toEqual(['rest'])
  })
})

describe('arrow keys', () => {
  const place = (id: string, x: number, y: number, height = 20): Place => ({ id, x, y, width: 50, height })
  const places = [place('router', 0, 0, 120), place('head', 80, -40), place('a', 100, 0), place('b', 200, 0), place('c', 100, 100), place('d', 200, 100)]

  test('lead to the neighbour on that side, and stay where there is none', () => {
    const walk = (from: string, ...ways: Direction[]): string => ways.reduce((at, way) => nextMark(places, at, way), from)
    expect(walk('a', 'right')).toBe('b')
    expect(walk('a', 'right', 'down')).toBe('d')
    expect(walk('d', 'left')).toBe('c')
    expect(walk('c', 'left')).toBe('router')
    expect(walk('a', 'left')).toBe('router')
    expect(walk('a', 'up')).toBe('head')
    expect(walk('b', 'right')).toBe('b')
    expect(walk('gone', 'right')).toBe('router')
  })
})
