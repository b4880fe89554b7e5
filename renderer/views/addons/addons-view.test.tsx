// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { exampleAddOn, exampleApp } from '../../scene/world.fixture.ts'
import { useAddOnDesk } from '../../store/addon-desk.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { AddOnsView } from './addons-view.tsx'

const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)))
const tea = exampleApp({ id: 'a1', name: 'tea' })
const coffee = exampleApp({ id: 'a2', name: 'coffee' })
const plans = [
  { name: 'essential-0', title: 'Essential 0', eras: ['current'], limits: { connections: 20, storageMb: 1024 }, features: [], asOf: '2026', source: 'RND' },
  { name: 'premium-0', title: 'Premium 0', eras: ['current'], limits: { connections: 120 }, features: ['ha', 'follow'], asOf: '2026', source: 'RND' },
  { name: 'odd', title: 'Odd', eras: ['current'], limits: {}, features: [], asOf: '2026', source: 'RND' },
]
const market = {
  services: [{ slug: 'heroku-postgresql', title: 'Heroku Postgres', about: 'A database.', group: 'data', nameStem: 'postgresql', firstName: 'DATABASE', firstHasColor: true, vars: ['HEROKU_POSTGRESQL_URL'], sharing: true, multiple: true, usualPlan: { classic: 'x', current: 'essential-0' }, plans }],
  sources: { RND: 'A guide' }, prices: [{ plan: 'heroku-postgresql:essential-0', monthMicros: 5_000_000 }, { plan: 'heroku-postgresql:premium-0', monthMicros: 200_000_000 }, { plan: 'heroku-postgresql:odd', monthMicros: null }], currency: 'USD',
}
const attachments = { t: { id: 't', addOnId: 'd1', appId: 'a1', name: 'DATABASE', credential: 'default', createdAt: 0 }, u: { id: 'u', addOnId: 'd1', appId: 'a2', name: 'REPORTS', credential: 'default', createdAt: 0 } }

beforeEach(() => useAddOnDesk.setState({ addOnId: null, service: null, sheet: null, appId: null, shown: {} }))
afterEach(cleanup)

async function open(more: Partial<PlatformState> = {}): Promise<FarEngine> {
  const engine = farEngine({ apps: { a1: tea, a2: coffee }, ...more })
  render(<AddOnsView />)
  await settle()
  act(() => engine.answer('addons:services', market))
  await settle()
  return engine
}

test('AV1 the price of each plan by month and hour stands before the press, and an unknown one is not free', async () => {
  const engine = await open()
  fireEvent.click(screen.getByRole('button', { name: 'Plans of Heroku Postgres' }))
  const cells = within(screen.getByRole('region', { name: 'Plans of Heroku Postgres' })).getAllByRole('row').slice(1).map((row) => within(row).getAllByRole('cell').slice(0, 3).map(({ textContent }) => textContent))
  expect(cells).toEqual([['$5.00/mo', '$0.0069/h', '20 connections, 1 GB of storage'], ['$200.00/mo', '$0.28/h', '120 connections'], ['no price known', '', 'none told']])
  fireEvent.click(screen.getByRole('button', { name: 'Choose essential-0, $5.00/mo' }))
  const form = screen.getByRole('form', { name: 'Heroku Postgres Essential 0 for coffee' })
  expect(form.textContent).toContain('coffee gets DATABASE_URL if that name is free, and the same under a colour.')
  fireEvent.change(within(form).getByLabelText('App, which pays'), { target: { value: 'a1' } })
  fireEvent.change(within(form).getByLabelText('As (empty: one is found)'), { target: { value: 'main' } })
  expect(form.textContent).toContain('tea gets MAIN_URL.')
  expect(screen.getByText('heroku addons:create heroku-postgresql:essential-0 --as MAIN -a tea')).toBeTruthy()
  expect(within(form).getByRole('button', { name: 'Create it · +$5.00/mo' })).toBeTruthy()
  fireEvent.submit(form)
  expect(engine.called('addons:create')).toEqual({ app: 'tea', service: 'heroku-postgresql:essential-0', as: 'MAIN' })
})

test('PG13 where a database runs is asked for when more than the usual host is there', async () => {
  const engine = await open()
  fireEvent.click(screen.getByRole('button', { name: 'Plans of Heroku Postgres' }))
  fireEvent.click(screen.getByRole('button', { name: 'Choose essential-0, $5.00/mo' }))
  await settle()
  const form = screen.getByRole('form', { name: /Essential 0 for/ })
  expect(within(form).queryByRole('radio')).toBeNull()
  act(() => engine.answer('pg:hosts', { hosts: [{ kind: 'embedded', isThere: true, about: 'PostgreSQL 18.4.' }, { kind: 'local', isThere: false, about: 'None.' }, { kind: 'docker', isThere: true, about: 'In containers of Docker 28.' }] }))
  await settle()
  expect(within(form).getAllByRole('radio').map((radio) => (radio as HTMLInputElement).value)).toEqual(['embedded', 'docker'])
  expect(form.textContent).toContain('In containers of Docker 28.')
  fireEvent.click(within(form).getByRole('radio', { name: /In a container/ }))
  expect(screen.getByText('heroku addons:create heroku-postgresql:essential-0 --host docker -a coffee')).toBeTruthy()
  fireEvent.submit(form)
  expect(engine.called('addons:create')).toEqual({ app: 'coffee', service: 'heroku-postgresql:essential-0', options: { host: 'docker' } })
})

test('a refusal stands by the press, and nothing is closed', async () => {
  const engine = await open()
  fireEvent.click(screen.getByRole('button', { name: 'Plans of Heroku Postgres' }))
  fireEvent.click(screen.getByRole('button', { name: 'Choose odd, no price known' }))
  fireEvent.submit(screen.getByRole('form', { name: /Odd for/ }))
  await settle()
  await act(async () => engine.refuse('addons:create', 'addon-limit', { count: 100 }))
  expect(screen.getByRole('alert').textContent).toContain('100')
  expect(screen.getByRole('form', { name: /Odd for/ }).textContent).toContain('No price is known for this plan')
})

test('AV2 destroying names every app that loses it, and wants the name of the one that pays', async () => {
  const engine = await open({ addOns: { d1: exampleAddOn() }, attachments })
  const row = screen.getByTestId('addon-postgresql-quiet-1')
  expect(row.textContent).toContain('created')
  expect(row.textContent).toContain('$5.00/mo')
  fireEvent.click(within(row).getByRole('button', { expanded: false }))
  expect(within(row).getByRole('button', { name: 'Detach DATABASE from tea' })).toHaveProperty('disabled', true)
  fireEvent.click(within(row).getByRole('button', { name: 'Destroy' }))
  const form = within(row).getByRole('form', { name: 'Destroy postgresql-quiet-1' })
  for (const words of ['tea loses DATABASE_URL', 'coffee loses REPORTS_URL', 'coffee is another app than the one that pays.']) expect(form.textContent).toContain(words)
  fireEvent.submit(form)
  expect(engine.called('addons:destroy')).toBeUndefined()
  fireEvent.change(within(form).getByLabelText('Type tea to confirm'), { target: { value: 'tea' } })
  fireEvent.submit(form)
  expect(engine.called('addons:destroy')).toEqual({ addOn: 'postgresql-quiet-1', confirm: 'tea', force: true })
})

test('values are masked until somebody asks for them', async () => {
  const engine = await open({ addOns: { d1: exampleAddOn() }, attachments })
  fireEvent.click(within(screen.getByTestId('addon-postgresql-quiet-1')).getByRole('button', { expanded: false }))
  expect(engine.called('addons:config')).toBeUndefined()
  fireEvent.click(screen.getByRole('button', { name: 'Reveal' }))
  await settle()
  act(() => engine.answer('addons:config', { default: { HEROKU_POSTGRESQL_URL: 'postgres://u:p@h/d' } }))
  await settle()
  expect(screen.getByText('postgres://u:p@h/d')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Hide' }))
  expect(screen.queryByText('postgres://u:p@h/d')).toBeNull()
})

test('an errored one says why and costs nothing; another plan says the difference', async () => {
  const engine = await open({ addOns: { d1: exampleAddOn(), d2: exampleAddOn({ id: 'd2', name: 'postgresql-sad-2', state: 'errored', message: 'The disk is full.', config: {} }) }, attachments })
  expect(screen.getByTestId('addon-postgresql-sad-2').textContent).toContain('The disk is full.')
  expect(screen.getByTestId('addon-postgresql-sad-2').textContent).toContain('costs nothing')
  const row = screen.getByTestId('addon-postgresql-quiet-1')
  fireEvent.click(within(row).getByRole('button', { expanded: false }))
  fireEvent.click(within(row).getByRole('button', { name: 'Change the plan' }))
  expect(within(row).getByRole('button', { name: 'Move to premium-0 · +$195.00/mo' })).toBeTruthy()
  fireEvent.submit(within(row).getByRole('form', { name: 'Change the plan of postgresql-quiet-1' }))
  expect(engine.called('addons:upgrade')).toEqual({ addOn: 'postgresql-quiet-1', plan: 'premium-0' })
})

test('empty, asking and failing each say so', async () => {
  const engine = farEngine({})
  render(<AddOnsView />)
  await settle()
  expect(screen.getByText('Asking for the marketplace.')).toBeTruthy()
  expect(screen.getByText(/An add-on gives an app a service/)).toBeTruthy()
  await act(async () => engine.refuse('addons:services', 'bug', { why: 'no catalogue' }))
  expect(screen.getByRole('alert')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Ask again' }))
  await settle()
  act(() => engine.answer('addons:services', { ...market, services: [] }))
  await settle()
  expect(screen.getByText('No service is offered here')).toBeTruthy()
})
