// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EventDraft, PlatformEvent } from '../../shared/protocol/events.ts'
import { exampleAddOn, exampleApp } from '../scene/world.fixture.ts'
import { call } from './connection.ts'
import { farEngine, type FarEngine } from './far-engine.fixture.ts'
import { takeEvents } from './mirror.ts'
import { undoNewest, useUndo, watchCommands } from './undo.ts'

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))
const attached = (id: string, addOnId: string, name: string, credential = 'default') => ({ id, addOnId, appId: 'a1', name, credential, createdAt: 0 })
const event = (seq: number, draft: EventDraft): PlatformEvent => ({ seq, at: seq, causedBy: { kind: 'platform', text: 'test' }, ...draft }) as PlatformEvent
const added = (seq: number, attachmentId: string, addOnId: string, name: string, credential = 'default') => event(seq, { type: 'attachment.added', app: 'a1', data: { attachmentId, addOnId, name, credential } })
const removed = (seq: number, attachmentId: string, addOnId: string, name: string) => event(seq, { type: 'attachment.removed', app: 'a1', data: { attachmentId, addOnId, name } })
const renamed = (seq: number, from: string, to: string) => event(seq, { type: 'addon.renamed', app: 'a1', data: { addOnId: 'd1', from, to } })
let engine: FarEngine
let stop: () => void

beforeEach(() => {
  engine = farEngine({
    apps: { a1: exampleApp() }, addOns: { d1: exampleAddOn({ name: 'books' }), d2: exampleAddOn({ id: 'd2', name: 'copies', config: { default: {}, analyst: {} } }) },
    attachments: { t: attached('t', 'd1', 'DATABASE'), r: attached('r', 'd2', 'REPORTS', 'analyst') },
  })
  useUndo.setState({ stack: [], told: null, deploying: [] })
  stop = watchCommands()
})
afterEach(() => stop())

async function done(name: 'addons:attach' | 'addons:detach' | 'addons:rename', input: object, events: readonly PlatformEvent[], answer: object = {}): Promise<void> {
  const pending = call(name, input as never)
  await settle()
  takeEvents(events)
  engine.answer(name, { seq: events.at(-1)?.seq ?? 0, ...answer })
  await pending
}

async function undo(): Promise<void> {
  const undoing = undoNewest()
  await settle()
  const command = engine.sent.filter((message) => message.kind === 'call').at(-1)?.name ?? ''
  engine.answer(command, { seq: 0, name: '', version: null })
  await undoing
}

const trouble = () => {
  const { told } = useUndo.getState()
  return told?.kind === 'trouble' ? told.error.message : null
}

describe('add-ons (AV9)', () => {
  test('what was attached is detached again', async () => {
    await done('addons:attach', { addOn: 'copies', app: 'a1' }, [added(1, 'x', 'd2', 'HEROKU_POSTGRESQL_RED')], { name: 'HEROKU_POSTGRESQL_RED', version: 4 })
    expect(useUndo.getState().told).toMatchObject({ reversal: { done: 'Attached copies to tea as HEROKU_POSTGRESQL_RED', effect: 'HEROKU_POSTGRESQL_RED is detached again, with a release' } })
    await undo()
    expect(engine.called('addons:detach')).toEqual({ app: 'tea', attachment: 'HEROKU_POSTGRESQL_RED' })
    expect(useUndo.getState().told).toMatchObject({ kind: 'undone' })
  })

  test('a database that was promoted gives the name back to the one that had it', async () => {
    await done('addons:attach', { addOn: 'copies', app: 'a1', as: 'DATABASE', confirm: 'tea' }, [removed(1, 't', 'd1', 'DATABASE'), added(2, 'x', 'd2', 'DATABASE')], { name: 'DATABASE', version: 4 })
    expect(useUndo.getState().told).toMatchObject({ reversal: { effect: 'DATABASE is books again, with a release' } })
    await undo()
    expect(engine.called('addons:attach')).toEqual({ addOn: 'd1', app: 'tea', as: 'DATABASE', confirm: 'tea' })
  })

  test('what was detached comes back under its name and with its credential', async () => {
    await done('addons:detach', { app: 'a1', attachment: 'reports' }, [removed(1, 'r', 'd2', 'REPORTS')], { version: 4 })
    expect(useUndo.getState().told).toMatchObject({ reversal: { done: 'Detached REPORTS from tea', effect: 'REPORTS is copies again, with a release' } })
    await undo()
    expect(engine.called('addons:attach')).toEqual({ addOn: 'd2', app: 'tea', as: 'REPORTS', credential: 'analyst' })
  })

  test('a name goes back', async () => {
    await done('addons:rename', { addOn: 'books', name: 'ledger' }, [renamed(1, 'books', 'ledger')])
    expect(useUndo.getState().told).toMatchObject({ reversal: { done: 'Renamed books to ledger', effect: 'it is called books again' } })
    await undo()
    expect(engine.called('addons:rename')).toEqual({ addOn: 'd1', name: 'books' })
  })

  test('what changed since is not taken back, nor what is destroyed', async () => {
    await done('addons:rename', { addOn: 'books', name: 'ledger' }, [renamed(1, 'books', 'ledger')])
    takeEvents([renamed(2, 'ledger', 'third')])
    await undoNewest()
    expect(trouble()).toBe('It is called third by now.')
    await done('addons:detach', { app: 'a1', attachment: 'REPORTS' }, [removed(3, 'r', 'd2', 'REPORTS')], { version: 4 })
    takeEvents([added(4, 'y', 'd1', 'REPORTS')])
    await undoNewest()
    expect(trouble()).toBe('tea has something as REPORTS again.')
    await done('addons:detach', { app: 'a1', attachment: 'REPORTS' }, [removed(5, 'y', 'd1', 'REPORTS')], { version: 5 })
    takeEvents([event(6, { type: 'addon.deprovisioning', app: 'a1', data: { addOnId: 'd1' } })])
    await undoNewest()
    expect(trouble()).toBe('third was destroyed, and that can not be undone.')
    await done('addons:attach', { addOn: 'copies', app: 'a1', as: 'OTHER' }, [added(7, 'z', 'd2', 'OTHER')], { name: 'OTHER', version: 6 })
    takeEvents([removed(8, 'z', 'd2', 'OTHER')])
    await undoNewest()
    expect(trouble()).toBe('OTHER was attached or detached again since.')
  })
})
