// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exampleApp, exampleDyno, exampleRelease } from '../../scene/world.fixture.ts'
import { farEngine } from '../../store/far-engine.fixture.ts'
import { useUi } from '../../store/ui.ts'
import { AppsView } from './apps-view.tsx'

beforeEach(() => useUi.setState({ appId: null, page: 'apps' }))
afterEach(cleanup)

const apps = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, exampleApp({ id: `a${index}`, name: `app-${index}` })]))
const rows = (): readonly string[] => screen.queryAllByTestId(/^app-app-/).map((row) => row.dataset.testid ?? '')

test('without apps the doors are here', () => {
  farEngine({})
  render(<AppsView />)
  expect(screen.getByTestId('door-show')).toBeTruthy()
})

test('a row says what runs, which release, and what it costs, and opens its app', () => {
  farEngine({ apps: { a1: exampleApp() }, releases: { a1: [exampleRelease(3)] }, slugs: {}, dynos: { d: exampleDyno('web.1', 'crashed') } })
  render(<AppsView />)
  const row = screen.getByTestId('app-tea')
  expect(row.textContent).toContain('1 of 1 crashed')
  expect(row.textContent).toContain('v3 Deploy abcdef0')
  fireEvent.click(row)
  expect(useUi.getState()).toMatchObject({ appId: 'a1', view: 'overview' })
})

test('only many apps can be searched; the order can be chosen as soon as there are two', () => {
  farEngine({ apps: apps(1) })
  render(<AppsView />)
  expect(screen.queryByLabelText('Order by')).toBeNull()
  cleanup()
  farEngine({ apps: apps(9) })
  render(<AppsView />)
  fireEvent.change(screen.getByLabelText('Find an app'), { target: { value: '7' } })
  expect(rows()).toEqual(['app-app-7'])
  expect(screen.getByText('1 of 9 apps')).toBeTruthy()
  fireEvent.change(screen.getByLabelText('Find an app'), { target: { value: 'zzz' } })
  expect(screen.getByText('No app has that in its name.')).toBeTruthy()
})

test('arrows walk along the rows', () => {
  farEngine({ apps: apps(3) })
  render(<AppsView />)
  screen.getByTestId('app-app-0').focus()
  fireEvent.keyDown(screen.getByTestId('app-app-0'), { key: 'ArrowDown' })
  expect(document.activeElement).toBe(screen.getByTestId('app-app-1'))
  fireEvent.keyDown(screen.getByTestId('app-app-1'), { key: 'ArrowUp' })
  expect(document.activeElement).toBe(screen.getByTestId('app-app-0'))
})
