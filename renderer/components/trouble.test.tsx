// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Trouble } from './trouble.tsx'

// React tells the console of every error it hands to a boundary.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

let isBroken = true
function View() {
  if (isBroken) throw new Error('no such chart')
  return <p>the chart</p>
}

test('a view that fails says so, keeps what helps, and can be tried again without loading the window anew', () => {
  isBroken = true
  render(<><p>the rest</p><Trouble><View /></Trouble></>)
  expect(screen.getByText('the rest')).toBeTruthy()
  expect(screen.getByRole('alert').textContent).toContain('no such chart')
  expect(screen.getByRole('button', { name: 'Copy for whoever helps', hidden: true })).toBeTruthy()
  expect(document.querySelector('pre')?.textContent).toContain('View')
  isBroken = false
  fireEvent.click(screen.getByRole('button', { name: 'Try this view again' }))
  expect(screen.getByText('the chart')).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
})
