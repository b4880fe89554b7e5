import { expect, test } from 'vitest'
import { emptyState } from '../../../../shared/domain/state.ts'
import { exampleApp, exampleDyno, exampleRelease, exampleSlug } from '../../../scene/world.fixture.ts'
import type { CommandContext } from './command.ts'
import { commandsFor } from './use-commands.ts'

const app = exampleApp({ config: { A: '••••' }, buildingId: 'b1' })
const state = { ...emptyState(), apps: { a1: app }, releases: { a1: [exampleRelease(2), exampleRelease(3)] }, slugs: { 'sha256:1': exampleSlug } }
const inApp: CommandContext = { app, apps: [app, exampleApp({ id: 'a2', name: 'coffee' })], state, types: ['web', 'worker', 'release'], address: 'http://tea.localhost:7080/' }
const outside: CommandContext = { ...inApp, app: null, types: [], address: null }

test.each([['in an app', inApp], ['outside of one', outside]] as const)('%s: no two commands have the same id or the same title', (_, context) => {
  const commands = commandsFor(context)
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
  expect(new Set(commands.map(({ title }) => title)).size).toBe(commands.length)
})

test('every group has something to offer in an app, and what belongs to an app is not offered outside of one', () => {
  expect([...new Set(commandsFor(inApp).map(({ group }) => group))]).toEqual(['Go', 'This app', 'Deploy', 'Dynos', 'Config', 'Release', 'Faults', 'Window', 'Help'])
  expect([...new Set(commandsFor(outside).map(({ group }) => group))]).toEqual(['Go', 'This app', 'Deploy', 'Faults', 'Window', 'Help'])
})

test('a blank in a title is asked for, and a question without a blank is not there', () => {
  for (const command of commandsFor(inApp)) expect((command.questions?.length ?? 0) > 0, command.title).toBe(command.title.includes('_'))
})

test('what changes the platform says its line of the command line', () => {
  for (const command of commandsFor(inApp)) {
    if (!['This app', 'Deploy', 'Dynos', 'Config', 'Release'].includes(command.group)) continue
    expect(command.cli?.([]), command.title).toMatch(/^(heroku|git|curl) /)
  }
})

test('a shell is offered in the dynos that are up (DY32)', () => {
  const exec = (...dynos: readonly ReturnType<typeof exampleDyno>[]) => commandsFor({ ...inApp, state: { ...state, dynos: Object.fromEntries(dynos.map((dyno) => [dyno.id, dyno])) } }).find(({ id }) => id === 'exec')
  expect(exec(exampleDyno('web.1', 'crashed'))).toBeUndefined()
  const found = exec(exampleDyno('web.1'), exampleDyno('web.2', 'starting'))
  expect(found?.questions?.[0]?.choices?.map(({ value }) => value)).toEqual(['web.1'])
  expect(found?.cli?.(['web.1'])).toBe('heroku ps:exec --dyno web.1')
})

test('the release phase is not scaled', () => {
  expect(commandsFor(inApp).some(({ title }) => title.startsWith('Scale release'))).toBe(false)
})
