import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DynoState } from '../../shared/domain/dyno.ts'
import { appScene, type Box } from './app-scene.ts'
import { describeScene } from './describe.ts'
import { exampleApp, exampleDyno } from './world.fixture.ts'

const scene = (names: readonly string[], types: readonly string[] = ['web'], width = 760) =>
  appScene({ app: exampleApp(), dynos: names.map((name) => exampleDyno(name)), types, width })

const many = (count: number) => scene(Array.from({ length: count }, (_, index) => `web.${index + 1}`))

describe('appScene', () => {
  test('web comes first, then the other types, then one-offs in a group of their own', () => {
    const dynos = [exampleDyno('worker.1'), exampleDyno('web.1'), exampleDyno('run.7', 'up', { kind: 'run' }), exampleDyno('release.2', 'up', { kind: 'release' })]
    const groups = appScene({ app: exampleApp(), dynos, types: ['web', 'clock', 'worker', 'release'], width: 760 }).groups
    expect(groups.map((group) => group.title)).toEqual(['web', 'clock', 'worker', 'one-off'])
    expect(groups[3]?.dynos.map((shape) => shape.dyno.name)).toEqual(['run.7', 'release.2'])
  })

  test('a type with no dynos says what that means', () => {
    const groups = appScene({ app: exampleApp({ formation: {} }), dynos: [], types: ['web', 'worker'], width: 760 }).groups
    expect(groups.map((group) => group.note)).toEqual(['No web dynos: visitors get H14.', 'Scaled to 0.'])
  })

  test('dynos of a type that the slug has no more are still shown while they run', () => {
    expect(scene(['web.1', 'clock.1']).groups.map((group) => group.title)).toEqual(['web', 'clock'])
  })

  test('each of a few web dynos has its own line, open only to those that are up', () => {
    const dynos = [exampleDyno('web.1'), exampleDyno('web.2', 'starting'), exampleDyno('web.3', 'crashed')]
    const edges = appScene({ app: exampleApp(), dynos, types: ['web'], width: 760 }).edges
    expect(edges.map((edge) => [edge.id, edge.kind])).toEqual([['entry', 'open'], ['web.1', 'open'], ['web.2', 'waiting'], ['web.3', 'closed']])
    expect(edges.map((edge) => edge.dynoId)).toEqual([null, ...dynos.map((dyno) => dyno.id)])
  })

  test('many dynos say less each, and share one line', () => {
    expect(many(6).groups[0]?.dynos[0]?.form).toBe('row')
    expect(many(7).groups[0]?.dynos[0]?.form).toBe('tile')
    expect(many(100).groups[0]?.dynos[0]?.form).toBe('dot')
    expect(many(100).edges.map((edge) => edge.id)).toEqual(['entry', 'web'])
    expect(many(100).height).toBeLessThan(500)
  })

  test('maintenance closes the way in', () => {
    expect(appScene({ app: exampleApp({ maintenance: true }), dynos: [], types: ['web'], width: 760 }).edges[0]?.kind).toBe('closed')
  })

  test('whatever the formation and the width, nothing overlaps and everything is inside', () => {
    const kinds: DynoState['kind'][] = ['starting', 'up', 'idle', 'crashed', 'down']
    const dyno = fc.record({ type: fc.constantFrom('web', 'worker', 'clock'), state: fc.constantFrom(...kinds) })
    fc.assert(fc.property(fc.array(dyno, { maxLength: 110 }), fc.integer({ min: 320, max: 2000 }), (wishes, width) => {
      const dynos = wishes.map(({ type, state }, index) => exampleDyno(`${type}.${index + 1}`, state))
      const drawn = appScene({ app: exampleApp(), dynos, types: ['web', 'worker'], width })
      const shapes = drawn.groups.flatMap((group) => group.dynos)
      expect(shapes).toHaveLength(dynos.length)
      for (const group of drawn.groups) for (const shape of group.dynos) expect(isInside(shape, group)).toBe(true)
      const boxes: Box[] = [drawn.visitors, drawn.router, ...drawn.groups]
      expect(boxes.every((box) => isInside(box, { x: 0, y: 0, width: drawn.width, height: drawn.height }))).toBe(true)
      expect(hasOverlap(shapes) || hasOverlap(boxes)).toBe(false)
    }), { numRuns: 60 })
  })

  test('a small map has less between its parts, so that the dynos keep their room', () => {
    const [small, large] = [scene(['web.1'], ['web'], 480), scene(['web.1'], ['web'], 760)]
    expect(small.width).toBeLessThanOrEqual(480)
    expect(small.router.x + small.router.width).toBeLessThan(small.groups[0]?.x ?? 0)
    expect(small.groups[0]?.x).toBeLessThan(large.groups[0]?.x ?? 0)
    expect([small, large].map(({ edges }) => edges.map((edge) => edge.label !== null))).toEqual([[false, false], [false, true]])
  })

  test('the words say what the drawing shows', () => {
    expect(describeScene(scene(['web.1', 'web.2'], ['web', 'worker']), 12)).toBe('Visitors reach the router, 12 requests a second. web: web.1 up, web.2 up. worker: Scaled to 0.')
  })
})

function isInside(inner: Box, outer: Box): boolean {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height
}

function hasOverlap(boxes: readonly Box[]): boolean {
  return boxes.some((a, at) => boxes.slice(at + 1).some((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height))
}
