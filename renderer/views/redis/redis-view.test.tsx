// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { AddOnServer } from '../../../shared/domain/add-on-server.ts'
import type { RedisFacts } from '../../../shared/protocol/addon-servers.ts'
import { layOut } from '../laid-out.fixture.ts'
import { exampleAddOn, exampleApp } from '../../scene/world.fixture.ts'
import { useAddOnDesk } from '../../store/addon-desk.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { useUi } from '../../store/ui.ts'
import { RedisView } from './redis-view.tsx'

const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)))
const addOn = exampleAddOn({ id: 'r1', name: 'redis-quiet-1', service: 'heroku-redis', plan: 'premium-0', config: {} })
const server: AddOnServer = { addOnId: 'r1', host: 'server', version: 'Redis 7.0.15', isUp: true, since: 1000, message: null, redis: { policy: 'noeviction', timeoutS: 300, primary: 'a', standby: 'up', promotions: 1 } }
const facts: RedisFacts = { kind: 'server', version: 'Redis 7.0.15', lacks: [], plan: { memoryBytes: 50 * 2 ** 20, connections: 40, persists: true, hasStandby: true }, info: { Memory: { used_memory: '1024' } } }
const second = { at: 1000, isUp: true, commands: 3, hits: 2, misses: 1, evicted: 0, expired: 0, clients: 4, usedBytes: 2048, limitBytes: 50 * 2 ** 20, keys: 2, lagBytes: 512 }

beforeEach(() => {
  layOut()
  useAddOnDesk.setState({ shown: {} })
})
afterEach(cleanup)

function open(one: AddOn | null, known: AddOnServer | null = server): FarEngine {
  const engine = farEngine({ apps: { a1: exampleApp() }, addOns: one === null ? {} : { [one.id]: one }, addOnServers: one === null || known === null ? {} : { [one.id]: known } })
  render(<RedisView />)
  return engine
}

const say = async (line: string): Promise<void> => {
  fireEvent.change(screen.getByLabelText('Command'), { target: { value: line } })
  fireEvent.submit(screen.getByLabelText('Command').closest('form') as HTMLFormElement)
  await settle()
}

test('AV5 without one it says what for and leads to its plans; one that is being made or could not be says so', () => {
  open(null)
  fireEvent.click(screen.getByRole('button', { name: 'Add a Redis to an app' }))
  expect([useUi.getState().page, useAddOnDesk.getState().service]).toEqual(['addons', 'heroku-redis'])
  cleanup()
  open({ ...addOn, state: 'provisioning' }, null)
  expect(screen.getByText(/It is being made/)).toBeTruthy()
  cleanup()
  open({ ...addOn, state: 'errored', message: 'There is no redis-server.' }, null)
  expect(screen.getByText('There is no redis-server.')).toBeTruthy()
})

test('one that is up says what it is, what its plan gives and what the last second was', async () => {
  const engine = open(addOn)
  expect(screen.getByText('Asking the server.')).toBeTruthy()
  await settle()
  act(() => engine.answer('redis:info', facts))
  act(() => engine.item('redis:stats', { seconds: [second] }))
  await settle()
  const panel = screen.getByRole('region', { name: 'Redis 7.0.15' })
  for (const words of ['up', 'a whole one', '50 MB of memory, 40 connections, kept on disk', 'it takes over when the primary is gone']) expect(panel.textContent).toContain(words)
  expect(screen.getByTestId('live-redis-memory').getAttribute('aria-label')).toBe('Memory: used 2 KB, limit 50 MB')
  expect(screen.getByTestId('live-redis-lag').getAttribute('aria-label')).toContain('512 B')
})

test('while the standby takes over it is down and says why, and a small one says what it lacks', async () => {
  const engine = open(addOn, { ...server, isUp: false, message: 'Node a is gone. The standby takes over.', redis: { policy: 'noeviction', timeoutS: 300, primary: 'a', standby: 'down', promotions: 0 } })
  const panel = screen.getByRole('region', { name: 'Redis 7.0.15' })
  expect(panel.textContent).toContain('down')
  expect(within(panel).getByText('Node a is gone. The standby takes over.').className).toBe('problem')
  expect(screen.getByRole('button', { name: 'Let the standby take over' })).toHaveProperty('disabled', true)
  await settle()
  await act(async () => engine.refuse('redis:info', 'addon-server-down', { addOn: addOn.name, why: 'it is being started', fix: 'Wait.' }))
  expect(within(panel).getByRole('alert').textContent).toContain('redis-quiet-1 does not answer')
  fireEvent.click(within(panel).getByRole('button', { name: 'Ask again' }))
  await settle()
  act(() => engine.answer('redis:info', { ...facts, kind: 'embedded', lacks: ['scripts', 'consumer groups'], plan: { ...facts.plan, persists: false }, info: {} }))
  await settle()
  for (const words of ["Dynarium's own small one", 'scripts; consumer groups', 'gone with the server', 'it is being brought back']) expect(panel.textContent).toContain(words)
})

test('AV6 a command is answered as redis-cli does; one that is refused stays in the line with the reason', async () => {
  const engine = open(addOn)
  await say('NONSENSE')
  expect(engine.called('redis:cli')).toEqual({ addOn: addOn.name, line: 'NONSENSE', database: 0 })
  await act(async () => engine.answer('redis:cli', { answer: { error: "ERR unknown command 'NONSENSE'" }, isCut: false }))
  const said = screen.getByRole('list', { name: 'What was said' })
  expect(said.textContent).toContain("(error) ERR unknown command 'NONSENSE'")
  await say('SUBSCRIBE news')
  await act(async () => engine.refuse('redis:cli', 'addon-option-invalid', { service: 'heroku-redis', option: 'SUBSCRIBE', why: 'it waits', fix: 'Use a client.' }))
  expect(screen.getByRole('alert').textContent).toContain('it waits')
  const line = screen.getByLabelText<HTMLInputElement>('Command')
  expect(line.value).toBe('SUBSCRIBE news')
  fireEvent.keyDown(line, { key: 'ArrowUp' })
  expect(line.value).toBe('NONSENSE')
  fireEvent.keyDown(line, { key: 'ArrowDown' })
  expect(line.value).toBe('')
})

test('keys: none says how to set one, a long name stands whole, markup is text, and the rest can be asked for', async () => {
  const engine = open(addOn)
  await settle()
  await act(async () => engine.answer('redis:keys', { keys: [], cursor: '0', total: 0 }))
  expect(screen.getByText(/No key yet/)).toBeTruthy()
  const long = `session:${'x'.repeat(300)}`
  act(() => engine.item('redis:stats', { seconds: [second] }))
  fireEvent.click(screen.getByRole('button', { name: 'Look again' }))
  await settle()
  await act(async () => engine.answer('redis:keys', { keys: [{ key: long, type: 'string', ttlMs: 600_000, bytes: 72 }, { key: '<img src=x>', type: 'vectorset', ttlMs: null, bytes: null }], cursor: '17', total: 200 }))
  const keys = screen.getByRole('region', { name: 'Keys' })
  expect(within(keys).getByTitle(long).textContent).toBe(long)
  expect(keys.querySelector('img')).toBeNull()
  expect(within(keys).getByRole('button', { name: 'More keys' })).toBeTruthy()
  fireEvent.click(within(keys).getByText('<img src=x>'))
  expect(within(keys).getByText('Nothing here reads a vectorset.')).toBeTruthy()
  fireEvent.click(within(keys).getByText(long))
  await settle()
  expect(engine.called('redis:cli')).toEqual({ addOn: addOn.name, line: `GET ${long}`, database: 0 })
  await act(async () => engine.answer('redis:cli', { answer: '<script>', isCut: true }))
  expect(screen.getByLabelText(`Value of ${long}`).textContent).toContain('"<script>"\nand more')
})

test('settings are sent only when they are other ones and within bounds, and a refusal stands beside them', async () => {
  const engine = open(addOn)
  expect(screen.getByRole('button', { name: 'Set the policy' })).toHaveProperty('disabled', true)
  fireEvent.change(screen.getByLabelText('When memory is full'), { target: { value: 'allkeys-lru' } })
  fireEvent.click(screen.getByRole('button', { name: 'Set the policy' }))
  await settle()
  expect(engine.called('redis:maxmemory')).toEqual({ addOn: addOn.name, eviction: 'allkeys-lru' })
  await act(async () => engine.refuse('redis:maxmemory', 'addon-busy', { addOn: addOn.name }))
  expect(within(screen.getByRole('region', { name: 'Settings' })).getByRole('alert').textContent).toContain('is being changed right now')
  fireEvent.change(screen.getByLabelText('Client that says nothing'), { target: { value: '90000' } })
  expect(screen.getByRole('button', { name: 'Set the timeout' })).toHaveProperty('disabled', true)
  expect(screen.getByText(/Node a is the primary, after 1 promotion/)).toBeTruthy()
})
