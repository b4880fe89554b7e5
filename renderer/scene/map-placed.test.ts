import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hosts as virtualHosts } from '../../shared/domain/host.ts'
import type { Dyno } from '../../shared/domain/dyno.ts'
import type { Box } from './app-scene.ts'
import { mapScene, type MapInput, type MapScene } from './map-scene.ts'
import { mapTracks } from './map-track.ts'
import { stateSentence } from './map-twin.ts'
import { exampleApp, exampleDyno } from './world.fixture.ts'

const placed = (dynos: readonly Dyno[]) => virtualHosts.map(({ id, zone }) => ({ id, name: `host ${id}`, zone, dynos: dynos.filter(({ host }) => host === id) }))
const sceneOf = (dynos: readonly Dyno[], change: Partial<MapInput> = {}): MapScene => mapScene({ app: exampleApp(), hosts: placed(dynos), types: ['web', 'worker'], wishes: {}, width: 1056, height: 440, ...change })
const on = (name: string, host: string): Dyno => exampleDyno(name, 'up', { host })
const dynos = [on('web.1', 'a1'), on('web.2', 'b1'), on('web.3', 'a2'), on('worker.1', 'a1')]

describe('the map where dynos are placed on hosts', () => {
  test('zones hold hosts and hosts hold their dynos, web first', () => {
    const scene = sceneOf(dynos)
    expect(scene.zones.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(scene.hosts.map(({ id, groups }) => [id, groups.flatMap((group) => group.dynos.map(({ dyno }) => dyno.name))])).toEqual([['a1', ['web.1', 'worker.1']], ['a2', ['web.3']], ['b1', ['web.2']], ['b2', []]])
    for (const host of scene.hosts) expect(scene.zones.some((zone) => zone.id === host.zone && isInside(host, zone))).toBe(true)
  })

  test('each process type is named and counted once, above the zones', () => {
    const scene = sceneOf(dynos)
    expect(scene.heads.map(({ type, dynos: own }) => [type, own.length])).toEqual([['web', 3], ['worker', 1]])
    expect(stateSentence(scene)).toBe('web: 3 up; worker: 1 up')
  })

  test('every web dyno is reached by a line, a worker by none', () => {
    const scene = sceneOf(dynos)
    expect([...mapTracks(scene).byDyno.keys()].sort()).toEqual(['web.1', 'web.2', 'web.3'])
  })

  test('a wish shows in its head where more would stand, and on the hosts which would stop', () => {
    const more = sceneOf(dynos, { wishes: { web: { quantity: 5, size: 'standard-1x' } } })
    expect(more.heads[0]?.ghosts.map(({ name }) => name)).toEqual(['web.4', 'web.5'])
    const fewer = sceneOf(dynos, { wishes: { web: { quantity: 1, size: 'standard-1x' } } })
    const stopping = fewer.hosts.flatMap((host) => host.groups.flatMap((group) => group.dynos)).filter(({ wish }) => wish === 'stop')
    expect(stopping.map(({ dyno }) => dyno.name).sort()).toEqual(['web.2', 'web.3'])
  })

  test('a few dynos keep their names however small the window is', () => {
    const forms = sceneOf(dynos, { width: 560, height: 200 }).hosts.flatMap((host) => host.groups.flatMap((group) => group.dynos.map(({ form }) => form)))
    expect(forms).not.toContain('dot')
  })

  test('whatever runs where, nothing overlaps and everything is inside', () => {
    const one = fc.record({ type: fc.constantFrom('web', 'web', 'worker'), host: fc.constantFrom(...virtualHosts.map(({ id }) => id)) })
    const wishes = fc.dictionary(fc.constantFrom('web', 'worker'), fc.integer({ min: 0, max: 100 }).map((quantity) => ({ quantity, size: 'standard-1x' })))
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 30 })
    fc.assert(fc.property(fc.array(one, { minLength: 1, maxLength: 120, size: 'max' }), wishes, names, fc.integer({ min: 560, max: 1920 }), fc.integer({ min: 100, max: 900 }), (wanted, wish, links, width, height) => {
      const scene = sceneOf(wanted.map(({ type, host }, index) => on(`${type}.${index + 1}`, host)), { wishes: wish, links, width, height })
      const whole = { x: 0, y: 0, width, height: scene.height }
      expect([scene.visitors, scene.router, scene.addOns, ...scene.zones, ...scene.heads].every((box) => isInside(box, whole))).toBe(true)
      expect(hasOverlap([scene.visitors, scene.router, scene.addOns, ...scene.zones, ...scene.heads])).toBe(false)
      expect(hasOverlap(scene.hosts)).toBe(false)
      expect([hasOverlap(scene.links.shown), scene.links.shown.length + scene.links.more]).toEqual([false, links.length])
      expect(scene.links.shown.every((box) => isInside(box, scene.addOns))).toBe(true)
      for (const host of scene.hosts) {
        const shapes = host.groups.flatMap((group) => group.dynos)
        expect(shapes.every((shape) => isInside(shape, host))).toBe(true)
        expect(hasOverlap(shapes)).toBe(false)
      }
      for (const head of scene.heads) expect(head.ghosts.every((ghost) => isInside(ghost, head))).toBe(true)
    }), { numRuns: 60 })
  })
})

function isInside(inner: Box, outer: Box): boolean {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height
}

function hasOverlap(boxes: readonly Box[]): boolean {
  return boxes.some((a, at) => boxes.slice(at + 1).some((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height))
}
