import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Dyno, DynoState } from '../../shared/domain/dyno.ts'
import type { Box } from './app-scene.ts'
import { mapScene, type MapInput, type MapScene } from './map-scene.ts'
import { exampleApp, exampleDyno } from './world.fixture.ts'

const sceneOf = (dynos: readonly Dyno[], change: Partial<MapInput> = {}): MapScene =>
  mapScene({ app: exampleApp(), hosts: [{ id: 'h', name: 'desk', dynos }], types: ['web', 'worker'], wishes: {}, width: 1056, height: 440, ...change })

const webs = (count: number): Dyno[] => Array.from({ length: count }, (_, index) => exampleDyno(`web.${index + 1}`))
const groupsOf = (scene: MapScene) => scene.hosts.flatMap((host) => host.groups)
const dynosOf = (scene: MapScene) => groupsOf(scene).flatMap((group) => group.dynos)
const wish = (quantity: number) => ({ quantity, size: 'standard-1x' })

describe('mapScene', () => {
  test('visitors, router, hosts and add-ons stand from left to right', () => {
    const { visitors, router, hosts, addOns } = sceneOf(webs(2))
    const columns: Box[] = [visitors, router, hosts[0] as Box, addOns]
    expect(columns.map(({ x }) => x)).toEqual(columns.map(({ x }) => x).sort((a, b) => a - b))
    expect(hasOverlap(columns)).toBe(false)
  })

  test('a few dynos say much, many say less, and two hundred still stand in one view', () => {
    expect(dynosOf(sceneOf(webs(2)))[0]?.form).toBe('card')
    expect(dynosOf(sceneOf(webs(5)))[0]?.form).toBe('row')
    expect(dynosOf(sceneOf(webs(14)))[0]?.form).toBe('tile')
    const crowd = sceneOf(webs(200), { types: ['web'] })
    expect(dynosOf(crowd)[0]?.form).toBe('dot')
    expect(crowd.height).toBeLessThanOrEqual(440)
  })

  test('where the window is small they scroll rather than shrink beyond sight', () => {
    const scene = sceneOf(webs(200), { width: 560, height: 200 })
    expect(Math.min(...dynosOf(scene).map(({ width }) => width))).toBeGreaterThanOrEqual(14)
    expect(scene.height).toBeGreaterThan(200)
  })

  test('a wish shows where more would stand, and which would stop', () => {
    const more = groupsOf(sceneOf(webs(2), { wishes: { web: wish(4) } }))[0]
    expect(more?.ghosts.map(({ name }) => name)).toEqual(['web.3', 'web.4'])
    expect(more?.isStaged).toBe(true)
    const fewer = groupsOf(sceneOf(webs(3), { wishes: { web: wish(1) } }))[0]
    expect(fewer?.dynos.map((shape) => shape.wish)).toEqual(['keep', 'stop', 'stop'])
    expect(fewer?.ghosts).toEqual([])
  })

  test('a place whose dyno is on its way out is wished anew', () => {
    const leaving = exampleDyno('web.2', 'up', { stopping: { since: 0, graceMs: 30_000, why: 'restart' } })
    expect(groupsOf(sceneOf([...webs(1), leaving], { wishes: { web: wish(2) } }))[0]?.ghosts.map(({ name }) => name)).toEqual(['web.2'])
  })

  test('a wish beyond all bounds draws no more than an app may have', () => {
    expect(groupsOf(sceneOf([], { wishes: { web: wish(999_999_999) } }))[0]?.ghosts).toHaveLength(100)
  })

  test('one-offs and types of an older slug are shown, but not scaled', () => {
    const dynos = [...webs(1), exampleDyno('clock.1'), exampleDyno('run.7', 'up', { kind: 'run' })]
    expect(groupsOf(sceneOf(dynos)).map(({ type, isScalable }) => [type, isScalable])).toEqual([['web', true], ['clock', false], ['worker', true], ['one-off', false]])
  })

  test('a type with no dynos says what that means', () => {
    expect(groupsOf(sceneOf([], { app: exampleApp({ formation: {} }) })).map(({ note }) => note)).toEqual(['No web dynos: visitors get H14.', 'Scaled to 0.'])
  })

  test('the router leads to web dynos alone: a line each, or one along each line of tiles', () => {
    const rows = sceneOf([...webs(3), exampleDyno('worker.1')])
    expect(rows.edges.map(({ id }) => id)).toEqual(['entry', 'web.1', 'web.2', 'web.3'])
    const tiles = sceneOf(webs(14))
    expect(tiles.edges.slice(1).flatMap(({ dynoIds }) => dynoIds)).toEqual(webs(14).map(({ id }) => id))
    expect(tiles.edges.length).toBeLessThan(10)
  })

  test('several hosts stand below each other, each with its own dynos', () => {
    const scene = mapScene({ app: exampleApp(), types: ['web'], wishes: {}, width: 1056, height: 440, hosts: [{ id: 'a', name: 'a', dynos: webs(2) }, { id: 'b', name: 'b', dynos: [exampleDyno('web.3')] }] })
    expect(scene.hosts.map(({ groups }) => groups.map(({ dynos }) => dynos.length))).toEqual([[2], [1]])
    expect(hasOverlap(scene.hosts)).toBe(false)
    expect(scene.edges.flatMap(({ dynoIds }) => dynoIds)).toEqual(['web.1', 'web.2', 'web.3'])
  })

  test('whatever the formation, the wishes and the size, nothing overlaps and everything is inside', () => {
    const kinds: DynoState['kind'][] = ['starting', 'up', 'idle', 'crashed', 'down']
    const dyno = fc.record({ type: fc.constantFrom('web', 'web', 'worker', 'clock'), state: fc.constantFrom(...kinds) })
    const wishes = fc.dictionary(fc.constantFrom('web', 'worker'), fc.integer({ min: 0, max: 100 }).map(wish))
    fc.assert(fc.property(fc.array(dyno, { minLength: 1, maxLength: 200, size: 'max' }), wishes, fc.integer({ min: 560, max: 1920 }), fc.integer({ min: 100, max: 900 }), (wanted, wishes, width, height) => {
      const dynos = wanted.map(({ type, state }, index) => exampleDyno(`${type}.${index + 1}`, state))
      const scene = sceneOf(dynos, { wishes, width, height })
      const whole = { x: 0, y: 0, width, height: scene.height }
      expect([scene.visitors, scene.router, scene.addOns, ...scene.hosts].every((box) => isInside(box, whole))).toBe(true)
      expect(hasOverlap([scene.visitors, scene.router, scene.addOns, ...scene.hosts])).toBe(false)
      for (const host of scene.hosts) {
        expect(hasOverlap(host.groups)).toBe(false)
        for (const group of host.groups) {
          expect(isInside(group, host)).toBe(true)
          const slots: Box[] = [...group.dynos, ...group.ghosts]
          expect(slots.every((slot) => isInside(slot, group))).toBe(true)
          expect(hasOverlap(slots)).toBe(false)
        }
      }
      expect(dynosOf(scene)).toHaveLength(dynos.length)
    }), { numRuns: 80 })
  })
})

function isInside(inner: Box, outer: Box): boolean {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height
}

function hasOverlap(boxes: readonly Box[]): boolean {
  return boxes.some((a, at) => boxes.slice(at + 1).some((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height))
}
