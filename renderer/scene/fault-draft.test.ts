import { describe, expect, test } from 'vitest'
import { afflictionsOf, blastOf } from './afflictions.ts'
import { aimed, catalogueBy, draftOf, faultInput, paramProblem, secondsProblem } from './fault-draft.ts'
import { exampleFault, exampleLease } from './fault.fixture.ts'
import { exampleDyno } from './world.fixture.ts'

const fault = exampleFault()
const web1 = { kind: 'dyno', name: 'web.1', type: 'web', host: 'a1' } as const

describe('aiming', () => {
  test('dynos are taken in and out one by one', () => {
    const one = aimed(fault, null, web1, 'tea')
    expect(one).toEqual({ kind: 'dynos', app: 'tea', dynos: ['web.1'] })
    const two = aimed(fault, one, { ...web1, name: 'web.2' }, 'tea')
    expect(two).toEqual({ kind: 'dynos', app: 'tea', dynos: ['web.1', 'web.2'] })
    expect(aimed(fault, two, web1, 'tea')).toEqual({ kind: 'dynos', app: 'tea', dynos: ['web.2'] })
    expect(aimed(fault, one, web1, 'tea')).toBeNull()
  })

  test('where single dynos can not be hit, a dyno stands for its type or its host', () => {
    expect(aimed(exampleFault({ targets: ['type'] }), null, web1, 'tea')).toEqual({ kind: 'type', app: 'tea', type: 'web' })
    expect(aimed(exampleFault({ targets: ['host'] }), null, web1, 'tea')).toEqual({ kind: 'host', host: 'a1' })
    expect(aimed(exampleFault({ targets: ['router'] }), null, web1, 'tea')).toBeNull()
  })

  test('a link is a target of those that act on bytes', () => {
    const link = { kind: 'proxy', proxy: 'redis' } as const
    expect(aimed(exampleFault({ targets: ['type', 'proxy'] }), { kind: 'router' }, link, 'tea')).toEqual(link)
    expect(aimed(fault, null, link, 'tea')).toBeNull()
  })

  test('a mark that the fault does not take is no target', () => {
    expect(aimed(fault, null, { kind: 'zone', zone: 'a' }, 'tea')).toBeNull()
    expect(aimed(fault, null, { kind: 'router' }, 'tea')).toEqual({ kind: 'router' })
  })
})

describe('knobs', () => {
  const [latency] = fault.params as [typeof fault.params[number]]

  test('say what is wrong with them, with the range and the unit', () => {
    expect(paramProblem(latency, 300)).toBeNull()
    expect(paramProblem(latency, Number.NaN)).toBe('Latency is a number ms.')
    expect(paramProblem(latency, 1.5)).toBe('Latency is a whole number ms.')
    expect(paramProblem(latency, 60_001)).toBe('Latency is from 0 to 60000 ms.')
    expect(secondsProblem(0)).toContain('1 to 3600')
    expect(secondsProblem(60)).toBeNull()
  })

  test('a call is made only of what was changed, and not while something is missing or wrong', () => {
    const draft = { ...draftOf(fault), target: { kind: 'router' } as const }
    expect(faultInput(fault, draftOf(fault))).toBeNull()
    expect(faultInput(fault, draft)).toEqual({ kind: 'latency', target: { kind: 'router' }, params: {} })
    expect(faultInput(fault, { ...draft, params: { ...draft.params, latencyMs: 50 } })?.params).toEqual({ latencyMs: 50 })
    expect(faultInput(fault, { ...draft, params: { ...draft.params, latencyMs: -1 } })).toBeNull()
  })
})

test('the catalogue is searched by what a fault does and by the codes it leads to, and grouped by where it acts', () => {
  const faults = [exampleFault(), exampleFault({ kind: 'dyno-kill', title: 'Kill a dyno', layer: 'dyno', about: 'Sends a signal.', leadsTo: ['H13'] })]
  expect(catalogueBy(faults, '').map(({ layer, faults: own }) => [layer, own.length])).toEqual([['dyno', 1], ['network', 1]])
  expect(catalogueBy(faults, 'h13').flatMap(({ faults: own }) => own.map(({ kind }) => kind))).toEqual(['dyno-kill'])
  expect(catalogueBy(faults, 'later H12').flatMap(({ faults: own }) => own.map(({ kind }) => kind))).toEqual(['latency'])
  expect(catalogueBy(faults, 'teapot')).toEqual([])
})

describe('trouble on the map', () => {
  const app = { id: 'a1', name: 'tea' }
  const dynos = [exampleDyno('web.1', 'up', { host: 'a1' }), exampleDyno('web.2', 'up', { host: 'b1' }), exampleDyno('worker.1', 'up', { host: 'a2' })]

  test('a fault of a type is on dynos that came after it, by the name or the id of the app', () => {
    for (const named of ['a1', 'tea']) {
      const found = afflictionsOf([exampleLease({ target: { kind: 'type', app: named, type: 'web' }, dynoIds: [] })], app, dynos)
      expect([...found.dynos.keys()]).toEqual(['web.1', 'web.2'])
      expect([...found.links]).toEqual(['web.1', 'web.2'])
    }
    expect(afflictionsOf([exampleLease({ target: { kind: 'type', app: 'coffee', type: 'web' }, dynoIds: [] })], app, dynos).dynos.size).toBe(0)
  })

  test('a lost zone is on its hosts\' dynos, and no link of the router is said to be changed', () => {
    const found = afflictionsOf([exampleLease({ kind: 'zone-loss', title: 'Loss of a zone', layer: 'host', target: { kind: 'zone', zone: 'a' }, dynoIds: [] })], app, dynos)
    expect([...found.dynos.keys()]).toEqual(['web.1', 'worker.1'])
    expect([...found.zones.keys()]).toEqual(['a'])
    expect(found.links.size).toBe(0)
  })

  test('a fault on a link to a service is on that link alone', () => {
    const found = afflictionsOf([exampleLease({ target: { kind: 'proxy', proxy: 'redis' }, appId: null, dynoIds: [] })], app, dynos)
    expect([[...found.proxies], found.dynos.size, found.links.size]).toEqual([[['redis', ['Latency']]], 0, 0])
  })

  test('the rings are on dynos alone, and on hosts only where a host is aimed at', () => {
    const radius = { apps: ['a1'], dynoIds: ['web.1'], hosts: ['a1'], proxies: [], percentOfWeb: 50, sentence: '' }
    expect([...blastOf(radius, { kind: 'dynos', app: 'tea', dynos: ['web.1'] }).hosts]).toEqual([])
    expect([...blastOf(radius, { kind: 'host', host: 'a1' }).hosts]).toEqual(['a1'])
    expect([...blastOf({ ...radius, proxies: ['redis'] }, { kind: 'proxy', proxy: 'redis' }).proxies]).toEqual(['redis'])
    expect(blastOf(null, null).dynoIds.size).toBe(0)
  })
})
