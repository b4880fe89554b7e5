// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { goTo, useWindowNotice } from '../../store/window-requests.ts'
import { WindowNote } from './window-note.tsx'

afterEach(() => {
  cleanup()
  useWindowNotice.setState({ notice: null })
})

test('a folder is offered with its path, takes the keyboard without acting, and goes when it is not wanted', () => {
  goTo({ kind: 'folder', path: '/srv/site' })
  render(<WindowNote />)
  const offer = screen.getByRole('region', { name: 'Deploy a folder' })
  expect(offer.textContent).toContain('/srv/site')
  expect(document.activeElement).toBe(offer)
  fireEvent.click(screen.getByRole('button', { name: 'Not now' }))
  expect(screen.queryByRole('region')).toBeNull()
})

test('what leads nowhere is said until it is closed', () => {
  goTo({ kind: 'app', name: 'nobody', view: null })
  render(<WindowNote />)
  expect(screen.getByRole('status').textContent).toContain('There is no app called nobody.')
  fireEvent.click(screen.getByRole('button', { name: 'Close' }))
  expect(screen.queryByRole('status')).toBeNull()
})
