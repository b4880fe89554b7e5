// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CodePage } from '../../../shared/protocol/calls.ts'
import { useCodeRuns } from '../../store/code-runs.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { showCode, useUi } from '../../store/ui.ts'
import { layOut } from '../laid-out.fixture.ts'
import { CodesView } from './codes-view.tsx'

const page = (code: string, change: Partial<CodePage> = {}): CodePage => ({
  code, title: `About ${code}`, group: code[0] as 'H', meaning: `${code} means trouble.`, trigger: 'It happens.', status: 503, line: `at=error code=${code}`, fix: 'Mend it.', cause: 'Does it.', ...change,
})
let far: FarEngine

beforeEach(async () => {
  layOut()
  far = farEngine({})
  useUi.setState({ appId: null, page: 'codes', code: null, selection: null })
  useCodeRuns.setState({}, true)
  render(<CodesView />)
  await act(async () => far.answer('codes:list', { codes: [page('H12'), page('H14'), page('R14', { cause: null })] }))
})
afterEach(cleanup)

test('opens at the code one came for, and a group or a word leaves fewer', () => {
  act(() => showCode('H14'))
  expect(screen.getByRole('article', { name: 'H14 About H14' })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'R' }))
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['R14About R14not here'])
  fireEvent.click(screen.getByRole('button', { name: 'All' }))
  fireEvent.change(screen.getByRole('searchbox', { name: 'Search codes' }), { target: { value: 'h12' } })
  expect(screen.getAllByRole('option')).toHaveLength(1)
})

test('the keys move through the list and choose', () => {
  const list = screen.getByRole('listbox')
  fireEvent.keyDown(list, { key: 'ArrowDown' })
  fireEvent.keyDown(list, { key: 'ArrowDown' })
  fireEvent.keyDown(list, { key: 'Enter' })
  expect(useUi.getState().code).toBe('H14')
})

test('a press causes it, shows the real line, and the way back is checked', async () => {
  fireEvent.click(screen.getByTestId('code-cause'))
  expect(far.called('codes:cause')).toEqual({ code: 'H12' })
  expect(screen.getByText(/Making it happen/)).toBeTruthy()
  await act(async () => far.answer('codes:cause', { app: 'museum', line: 'at=error code=H12 real', status: 503, seconds: 31, steps: ['asked for /sleep'] }))
  expect(screen.getByTestId('code-caused').textContent).toContain('at=error code=H12 real')
  fireEvent.click(screen.getByTestId('code-fix'))
  await act(async () => far.answer('codes:fix', { isFixed: false, found: 'it still answers 503' }))
  expect(screen.getByTestId('code-fixed').textContent).toBe('Not fixed yet: it still answers 503')
})

test('one at a time: while one is caused, another can not be', () => {
  fireEvent.click(screen.getByTestId('code-cause'))
  fireEvent.click(screen.getByTestId('code-H14'))
  expect(screen.getByTestId('code-cause').hasAttribute('disabled')).toBe(true)
})

test('a refusal is said beside the press', async () => {
  fireEvent.click(screen.getByTestId('code-cause'))
  await act(async () => far.refuse('codes:cause', 'code-not-caused', { code: 'H12', why: 'no runtime' }))
  expect(screen.getByRole('alert').textContent).toContain('H12 can not be caused now: no runtime.')
})

test('one that can not occur here has no press', () => {
  fireEvent.click(screen.getByTestId('code-R14'))
  expect(screen.queryByTestId('code-cause')).toBeNull()
})
