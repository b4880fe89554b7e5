import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addOnStates } from '../../shared/domain/add-on.ts'
import { noAfflictions } from './afflictions.ts'
import type { Box } from './app-scene.ts'
import { exampleProxy } from './fault.fixture.ts'
import { addOnFact } from './map-addon-words.ts'
import { faultsOn, passingOf, type MapAddOnInput } from './map-addons.ts'
import { mapScene, type MapInput } from './map-scene.ts'
import { twinRows } from './map-twin.ts'
import { exampleApp, exampleDyno } from './world.fixture.ts'

const addOn = (id: string, change: Partial<MapAddOnInput> = {}): MapAddOnInput => ({
  id, name: `postgresql-${id}`, service: 'heroku-postgresql', plan: 'essential-0', state: 'provisioned', message: null, names: ['DATABASE'], others: [], payer: null, ...change,
})
const sceneOf = (addOns: readonly MapAddOnInput[], change: Partial<MapInput> = {}) =>
  mapScene({ app: exampleApp(), hosts: [{ id: 'h', name: 'desk', dynos: [exampleDyno('web.1')] }], types: ['web'], wishes: {}, addOns, width: 1200, height: 440, ...change })
const link = (name: string, change: object = {}) => ({ ...exampleProxy({ name, ...change }), at: 0, perSecondToService: 100, perSecondToDyno: 200 })

describe('add-ons on the map (AV3)', () => {
  test('stand in the last column, each with a line from the hosts; links of none of them below', () => {
    const scene = sceneOf([addOn('a'), addOn('b')], { links: ['legacy'] })
    expect(scene.services.map((mark) => mark.addOn.id)).toEqual(['a', 'b'])
    expect(scene.links.shown.map(({ name }) => name)).toEqual(['legacy'])
    expect(scene.services[0]?.x).toBe(scene.addOns.x)
    expect(scene.ties.map(({ addOnId, kind }) => [addOnId, kind])).toEqual([['a', 'open'], ['b', 'open']])
    const host = scene.hosts[0] as Box
    expect(scene.ties[0]?.path.startsWith(`M${host.x + host.width} `)).toBe(true)
  })

  test('a line says whether the config vars are there; what is attached to nothing has none', () => {
    const scene = sceneOf([addOn('a', { state: 'provisioning' }), addOn('b', { state: 'errored', names: [] }), addOn('c', { state: 'deprovisioning' })])
    expect(scene.ties.map(({ addOnId, kind }) => [addOnId, kind])).toEqual([['a', 'waiting'], ['c', 'closed']])
  })

  test('where the map is narrow they stand below the hosts', () => {
    const scene = sceneOf([addOn('a')], { width: 700 })
    expect(scene.services[0]?.form).toBe('flat')
    expect(scene.services[0]?.y).toBeGreaterThanOrEqual((scene.hosts[0] as Box).y + (scene.hosts[0] as Box).height)
  })

  test('the column grows with them, and says how many have no room', () => {
    expect(sceneOf([1, 2, 3, 4].map((at) => addOn(String(at)))).services).toHaveLength(4)
    const crowd = sceneOf(Array.from({ length: 12 }, (_, at) => addOn(String(at))))
    expect(crowd.services.length + crowd.links.more).toBe(12)
    expect(crowd.links.more).toBeGreaterThan(0)
  })

  test('however many and however wide, nothing overlaps and all is inside', () => {
    const states = fc.array(fc.constantFrom(...addOnStates), { maxLength: 20 })
    fc.assert(fc.property(states, fc.integer({ min: 540, max: 1920 }), fc.integer({ min: 100, max: 900 }), (list, width, height) => {
      const scene = sceneOf(list.map((state, at) => addOn(String(at), { state })), { width, height, links: ['x', 'y'] })
      const boxes: Box[] = [scene.visitors, scene.router, ...scene.hosts, ...scene.services, ...scene.links.shown]
      for (const box of boxes) expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= scene.height).toBe(true)
      boxes.forEach((a, at) => boxes.slice(at + 1).forEach((b) => expect(a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height).toBe(false)))
    }), { numRuns: 60 })
  })
})

describe('what passes and what is wrong', () => {
  test('all links of an add-on count together, by its name or with a part behind a dot', () => {
    const links = [link('postgresql-a'), link('postgresql-a.standby'), link('postgresql-ab')]
    expect(passingOf('postgresql-a', links)).toEqual({ open: 4, refuses: false, toService: 200, toDyno: 400 })
    expect(passingOf('redis-b', links)).toBeNull()
    expect(passingOf('postgresql-ab', [link('postgresql-ab', { enabled: false })])?.refuses).toBe(true)
  })

  test('a fault on one of its links is on the add-on', () => {
    expect(faultsOn('postgresql-a', new Map([['postgresql-a.primary', ['Latency']], ['postgresql-ab', ['Cut']]]))).toEqual(['Latency'])
  })

  test('the text says name, kind, plan, state, sharing and faults', () => {
    const one = addOn('a', { names: ['DATABASE', 'HEROKU_POSTGRESQL_AMBER'], others: ['coffee'] })
    expect(addOnFact(one, { open: 3, refuses: false, toService: 1536, toDyno: null })).toBe('DATABASE, HEROKU_POSTGRESQL_AMBER: database postgresql-a, heroku-postgresql:essential-0, created, 3 open, 1.5 KB/s to it, not measured back, shared with coffee')
    expect(addOnFact(addOn('b', { state: 'errored', names: [], message: 'The port is taken.', payer: null }), null)).toBe('Not attached: database postgresql-b, heroku-postgresql:essential-0, errored: The port is taken')
    const rows = twinRows(sceneOf([one]), {
      load: null, rate: null, failed: 0, rates: {}, memory: {}, isInMaintenance: false, strategy: 'random', links: [], addOns: [{ addOn: one, passing: null }],
      afflictions: { ...noAfflictions, proxies: new Map([['postgresql-a', ['Latency']]]) },
    })
    expect(rows.at(-1)).toMatchObject({ part: 'DATABASE, HEROKU_POSTGRESQL_AMBER: database postgresql-a', state: 'created, shared with coffee, fault: Latency' })
  })
})
