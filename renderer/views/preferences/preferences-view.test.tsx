// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { farEngine } from '../../store/far-engine.fixture.ts'
import { takeInfo } from '../../store/mirror.ts'
import { useUi } from '../../store/ui.ts'
import { PreferencesView } from './preferences-view.tsx'

afterEach(() => {
  cleanup()
  Reflect.deleteProperty(window, 'dynarium')
})

const pressed = (name: string): string | null => screen.getByRole('button', { name }).getAttribute('aria-pressed')

test('how the window looks is chosen here and in force at once', () => {
  farEngine({})
  useUi.setState({ theme: 'system', scale: 100, motion: 'system' })
  render(<PreferencesView />)
  fireEvent.click(screen.getByRole('button', { name: 'Projector' }))
  fireEvent.change(screen.getByLabelText('Scale of the window'), { target: { value: '150' } })
  fireEvent.click(screen.getByRole('button', { name: 'Reduced' }))
  expect(useUi.getState()).toMatchObject({ theme: 'projector', scale: 150, motion: 'reduced' })
  expect(pressed('Projector')).toBe('true')
  expect(pressed('System')).toBe('false')
})

test('the era says what it changes, and is asked of the engine', async () => {
  const engine = farEngine({ era: 'classic' })
  render(<PreferencesView />)
  expect(document.body.textContent).toContain('Heroku as it was in 2018: Free, Hobby are offered in this era only.')
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Current' })))
  expect(engine.called('era:set')).toEqual({ era: 'current' })
})

test('where things are kept and what is modelled are said as the engine tells them', () => {
  farEngine({ session: { id: 's', startedAt: 1, runtime: 'simulated' } })
  takeInfo({ version: '1.2.3', runtime: 'simulated', owner: 'ada', controlUrl: 'http://127.0.0.1:1', routerPort: 2, token: 't', dataDir: '/data/dynarium', platform: 'linux', machine: { name: 'desk', cores: 4, memoryBytes: 2 ** 33 } })
  render(<PreferencesView />)
  expect(screen.getByTitle('/data/dynarium')).toBeTruthy()
  expect(screen.getByRole('region', { name: 'What is modelled' }).textContent).toContain('no process runs')
  expect(screen.getByRole('region', { name: 'About' }).textContent).toContain('1.2.3')
})

test('closing is a question of the desktop window only', async () => {
  farEngine({})
  render(<PreferencesView />)
  expect(screen.queryByRole('region', { name: 'Closing' })).toBeNull()
  cleanup()
  const chosen: string[] = []
  Object.assign(window, { dynarium: { closeChoice: () => Promise.resolve('ask'), setCloseChoice: (choice: string) => Promise.resolve(chosen.push(choice)) } })
  await act(async () => void render(<PreferencesView />))
  fireEvent.click(screen.getByRole('button', { name: 'Let apps go on' }))
  expect(chosen).toEqual(['keep'])
  expect(pressed('Let apps go on')).toBe('true')
})
