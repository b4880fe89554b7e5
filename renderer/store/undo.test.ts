// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { configMask } from '../../shared/protocol/redact.ts'
import type { EventData, PlatformEvent } from '../../shared/protocol/events.ts'
import { exampleApp, exampleRelease, exampleSlug } from '../scene/world.fixture.ts'
import { exampleEvent } from '../text/event.fixture.ts'
import { call } from './connection.ts'
import { farEngine, type FarEngine } from './far-engine.fixture.ts'
import { takeEvents } from './mirror.ts'
import { undoNewest, undosKept, useUndo, watchCommands } from './undo.ts'

const size = 'standard-1x'
const settle = () => new Promise((resolve) => setTimeout(resolve, 0))
let engine: FarEngine
let stop: () => void

beforeEach(() => {
  engine = farEngine({ apps: { a1: exampleApp() }, releases: { a1: [exampleRelease(2, { createdAt: 1 }), exampleRelease(3)] }, slugs: { 'sha256:1': exampleSlug } })
  useUndo.setState({ stack: [], told: null, deploying: [] })
  stop = watchCommands()
})
afterEach(() => stop())

/** A command that was done: the engine's answer and what the mirror heard of it. */
async function done(name: 'ps:scale' | 'maintenance:set' | 'routing:set' | 'releases:rollback' | 'ps:autoscale:enable' | 'alerts:set' | 'drains:add' | 'drains:remove', input: object, events: readonly PlatformEvent[], answer: object = {}): Promise<void> {
  const pending = call(name, input as never)
  await settle()
  takeEvents(events)
  engine.answer(name, { seq: events.at(-1)?.seq ?? 0, ...answer })
  await pending
}
const scaled = (quantity: number, seq: number) => exampleEvent('formation.changed', { changes: { web: { quantity, size } } }, seq)
const scale = (quantity: number, seq: number) => done('ps:scale', { app: 'a1', changes: [{ type: 'web', quantity }] }, [scaled(quantity, seq)])
const routed = (data: EventData<'routing.changed'>, seq: number): PlatformEvent => ({ ...exampleEvent('routing.changed', {}, seq), data }) as PlatformEvent
const trouble = () => {
  const { told } = useUndo.getState()
  return told?.kind === 'trouble' ? told.error.message : null
}

describe('what can be taken back', () => {
  test('a scale: said in words, and taken back to what was there', async () => {
    await scale(3, 1)
    expect(useUndo.getState().told).toMatchObject({ kind: 'done', reversal: { done: 'Scaled web to 3', effect: 'web goes back to 1' } })
    const undoing = undoNewest()
    await settle()
    expect(engine.called('ps:scale')).toEqual({ app: 'tea', changes: [{ type: 'web', quantity: 1 }] })
    engine.answer('ps:scale', { seq: 1 })
    await undoing
    expect(useUndo.getState()).toMatchObject({ stack: [], told: { kind: 'undone' } })
  })

  test('a drain: one that was added goes, one that was removed comes back unless its password is known to the engine only (LD7)', async () => {
    const url = 'syslog://127.0.0.1:5514'
    await done('drains:add', { app: 'a1', url }, [exampleEvent('drain.added', {}, 1)], { id: 'd', token: 'd.1', leavesMachine: false })
    expect(useUndo.getState().told).toMatchObject({ reversal: { done: 'Added a log drain', command: { name: 'drains:remove', input: { drain: 'd' } } } })
    await done('drains:remove', { app: 'a1', drain: 'd' }, [exampleEvent('drain.removed', {}, 2)])
    expect(useUndo.getState().told).toMatchObject({ reversal: { done: `Removed the drain to ${url}`, command: { name: 'drains:add', input: { url } } } })
    await done('drains:add', { app: 'a1', url }, [exampleEvent('drain.added', { url: 'https://ada:•••@x/' }, 3)], { id: 'd', token: 'd.1', leavesMachine: false })
    const before = useUndo.getState().stack.length
    await done('drains:remove', { app: 'a1', drain: 'd' }, [exampleEvent('drain.removed', {}, 4)])
    expect(useUndo.getState().stack).toHaveLength(before)
  })

  test('the autoscaler goes back to what it held, or off; so does an alert', async () => {
    const limits = { app: 'a1', min: 1, max: 5 }
    await done('ps:autoscale:enable', limits, [exampleEvent('autoscale.changed', {}, 1)])
    expect(useUndo.getState().told).toMatchObject({ reversal: { done: 'Set the autoscaler to p95 under 500 ms, 1 to 5 dynos', effect: 'the autoscaler goes off again', command: { name: 'ps:autoscale:disable' } } })
    await done('ps:autoscale:enable', { ...limits, max: 9 }, [exampleEvent('autoscale.changed', { setting: { policy: { kind: 'cpu', target: 60 }, min: 1, max: 9, downAfterMinutes: 3, anySize: false } }, 2)])
    const undoing = undoNewest()
    await settle()
    expect(engine.called('ps:autoscale:enable')).toEqual({ app: 'tea', policy: { kind: 'p95', target: 500 }, min: 1, max: 5, downAfterMinutes: 3, anySize: false })
    engine.answer('ps:autoscale:enable', { seq: 2 })
    await undoing
    await done('alerts:set', { app: 'a1', kind: 'failed', setting: { over: 5, sensitivity: 'medium', remindMinutes: 60 } }, [exampleEvent('alert.changed', {}, 3)])
    expect(useUndo.getState().told).toMatchObject({ reversal: { done: 'Set the alert on failed requests', effect: 'it goes off again', command: { name: 'alerts:set', input: { setting: null } } } })
  })

  test('a command that changed nothing leaves nothing to take back', async () => {
    await done('ps:scale', { app: 'a1', changes: [{ type: 'web', quantity: 1 }] }, [])
    await done('maintenance:set', { app: 'a1', on: false }, [])
    expect(useUndo.getState().stack).toEqual([])
  })

  test('config vars go back to the values they really had, and new ones go', async () => {
    const pending = call('config:set', { app: 'a1', vars: { GREETING: 'hi', COLOR: 'green', SAME: 'x' } })
    await settle()
    engine.answer('config:get', { GREETING: 'hello', SAME: 'x' })
    await settle()
    takeEvents([exampleEvent('config.changed', { changes: { GREETING: configMask, COLOR: configMask } }, 1)])
    engine.answer('config:set', { seq: 1, version: 4 })
    await pending
    expect(useUndo.getState().stack[0]).toMatchObject({ done: 'Set GREETING, COLOR', command: { input: { vars: { GREETING: 'hello', COLOR: null } } } })
    const undoing = undoNewest()
    await settle()
    engine.answer('config:get', { GREETING: 'hi', COLOR: 'blue', SAME: 'x' })
    await undoing
    expect(trouble()).toBe('COLOR was changed again since.')
  })

  test('routing: what was changed of it goes back, and nothing else', async () => {
    await done('routing:set', { app: 'a1', strategy: 'peak-ewma', readinessPath: '/ready' }, [routed({ strategy: 'peak-ewma', readinessPath: '/ready' }, 1)])
    expect(useUndo.getState().told).toMatchObject({ reversal: { done: 'Dynos are picked by peak ewma. Readiness is checked at /ready', effect: 'dynos are picked by random, no readiness is checked' } })
    takeEvents([routed({ sticky: true }, 2)])
    const undoing = undoNewest()
    await settle()
    expect(engine.called('routing:set')).toEqual({ app: 'tea', strategy: 'random', readinessPath: null })
    engine.answer('routing:set', { seq: 2 })
    await undoing
    expect(useUndo.getState().told).toMatchObject({ kind: 'undone' })
  })

  test('the newest first, at most so many', async () => {
    for (let seq = 1; seq <= undosKept + 3; seq++) await scale(seq + 1, seq)
    expect(useUndo.getState().stack).toHaveLength(undosKept)
    expect(useUndo.getState().stack.at(-1)?.done).toBe(`Scaled web to ${undosKept + 4}`)
  })

  test('a rollback goes back by another rollback, and waits for its own release', async () => {
    await done('releases:rollback', { app: 'a1', version: 2 }, [exampleEvent('release.created', { version: 4, slugId: 'sha256:1' }, 1)], { version: 4 })
    expect(useUndo.getState().stack[0]).toMatchObject({ done: 'Rolled back to v2 as v4', effect: 'rolls back to v3, as a new release' })
    await undoNewest()
    expect(trouble()).toContain('v4 is not released yet')
  })
})

describe('what has changed since is not taken back', () => {
  test('another scale in between', async () => {
    await scale(3, 1)
    takeEvents([scaled(5, 2)])
    await undoNewest()
    expect(trouble()).toBe('web was scaled again since: it is 5 by now.')
    expect(engine.sent.filter((message) => message.kind === 'call')).toHaveLength(1)
  })

  test('other routing in between', async () => {
    await done('routing:set', { app: 'a1', sticky: true }, [routed({ sticky: true }, 1)])
    takeEvents([routed({ sticky: false }, 2)])
    await undoNewest()
    expect(trouble()).toBe('The routing was changed again since: sticky sessions are off by now.')
  })

  test('the app is gone', async () => {
    await done('maintenance:set', { app: 'a1', on: true }, [exampleEvent('maintenance.changed', { on: true }, 1)])
    takeEvents([exampleEvent('app.destroyed', {}, 2)])
    await undoNewest()
    expect(trouble()).toContain('was destroyed, and that can not be undone')
  })

  test('the engine says no: its words are shown', async () => {
    await scale(3, 1)
    const undoing = undoNewest()
    await settle()
    engine.refuse('ps:scale', 'app-busy-building', { app: 'tea' })
    await undoing
    expect(trouble()).toContain('is building right now')
  })
})

test('a deploy begun here can be taken back once it is released, by a rollback', async () => {
  const pending = call('builds:create', { app: 'a1', source: { kind: 'sample', sample: 'node' } })
  await settle()
  engine.answer('builds:create', { buildId: 'b' })
  await pending
  takeEvents([
    exampleEvent('build.started', { buildId: 'b' }, 1),
    exampleEvent('slug.created', { slugId: 'sha256:2' }, 2),
    exampleEvent('build.succeeded', { buildId: 'b', slugId: 'sha256:2' }, 3),
    exampleEvent('release.created', { version: 4, slugId: 'sha256:2', buildId: 'b' }, 4),
  ])
  expect(useUndo.getState().stack).toEqual([])
  takeEvents([exampleEvent('release.succeeded', { version: 4 }, 5)])
  expect(useUndo.getState()).toMatchObject({ deploying: [], stack: [{ done: 'Deployed v4', command: { name: 'releases:rollback', input: { version: 3 } } }] })
})
