// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exampleApp, exampleRelease, exampleSlug } from '../../scene/world.fixture.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { useUi } from '../../store/ui.ts'
import { Palette } from './palette.tsx'

const app = exampleApp({ config: { GREETING: '••••' } })
let engine: FarEngine

beforeEach(() => {
  engine = farEngine({ apps: { a1: app, a2: exampleApp({ id: 'a2', name: 'coffee' }) }, releases: { a1: [exampleRelease(2), exampleRelease(3)] }, slugs: { 'sha256:1': exampleSlug } })
  useUi.setState({ appId: 'a1', view: 'overview', recentCommands: [], isPaletteOpen: true })
})
afterEach(cleanup)

const field = (): HTMLInputElement => screen.getByRole<HTMLInputElement>('combobox')
const type = (text: string): void => void fireEvent.change(document.querySelector('.palette-input') as HTMLInputElement, { target: { value: text } })
const press = (key: string): void => void fireEvent.keyDown(document.querySelector('.palette-input') as HTMLInputElement, { key })
const options = (): readonly string[] => screen.getAllByRole('option').map((option) => option.textContent ?? '')

test('a few letters find a command, its letters are marked, and Enter runs it', async () => {
  render(<Palette />)
  type('relea')
  expect(options()[0]).toContain('Go to Releases')
  expect(document.querySelectorAll('[aria-selected=true] b')).toHaveLength(5)
  await act(async () => press('Enter'))
  expect(useUi.getState()).toMatchObject({ view: 'releases', isPaletteOpen: false, recentCommands: ['view-releases'] })
})

test('each command shows its key, its price and its line of the command line', () => {
  render(<Palette />)
  type('go to map')
  expect(within(screen.getAllByRole('option')[0] as HTMLElement).getByText('g m')).toBeTruthy()
  type('scale web to 2')
  expect(options()[0]).toContain('+$25.00/mo')
  expect(screen.getByText('heroku ps:scale web=2')).toBeTruthy()
})

test('what a command needs to know is asked inline, with what it would do and cost, and is not sent while it can not be', async () => {
  render(<Palette />)
  type('scale web to …')
  type('scale web')
  press('Enter')
  type('1000')
  expect(screen.getByText('A whole number from 0 to 100.')).toBeTruthy()
  press('Enter')
  expect(engine.called('ps:scale')).toBeUndefined()
  type('4')
  expect(screen.getByText('Scale web to 4 · +$75.00/mo')).toBeTruthy()
  expect(screen.getByText('heroku ps:scale web=4')).toBeTruthy()
  await act(async () => press('Enter'))
  expect(engine.called('ps:scale')).toEqual({ app: 'tea', changes: [{ type: 'web', quantity: 4 }] })
})

test('two questions follow one another, and Backspace in an empty field goes back', () => {
  render(<Palette />)
  type('set config')
  press('Enter')
  type('TEA')
  press('Enter')
  expect(screen.getByText('Set config var · TEA: Value')).toBeTruthy()
  press('Backspace')
  expect(screen.getByText('Set config var: Name of the config var')).toBeTruthy()
})

test('only what is known can be picked where nothing else can be', async () => {
  render(<Palette />)
  type('roll back')
  press('Enter')
  expect(options()).toEqual(['v2Deploy abcdef0'])
  await act(async () => press('Enter'))
  expect(engine.called('releases:rollback')).toEqual({ app: 'tea', version: 2 })
})

test('destroying is asked once more, in place, with what is lost', async () => {
  render(<Palette />)
  type('destroy')
  press('Enter')
  expect(engine.called('apps:destroy')).toBeUndefined()
  const confirm = screen.getByRole('form', { name: 'Destroy tea' })
  expect(confirm.textContent).toContain('2 releases')
  fireEvent.click(within(confirm).getByRole('button', { name: 'Cancel' }))
  expect(field()).toBeTruthy()
  type('destroy')
  press('Enter')
  await act(async () => void fireEvent.submit(screen.getByRole('form', { name: 'Destroy tea' })))
  expect(engine.called('apps:destroy')).toEqual({ app: 'tea', confirm: 'tea' })
})

test('recent commands stand first, and arrows go round', () => {
  useUi.setState({ recentCommands: ['restart', 'gone'] })
  render(<Palette />)
  expect(options()[0]).toContain('Restart all dynos')
  press('ArrowUp')
  expect(screen.getAllByRole('option').at(-1)?.getAttribute('aria-selected')).toBe('true')
  type('qqq')
  expect(screen.getByText('Nothing has that name.')).toBeTruthy()
})
