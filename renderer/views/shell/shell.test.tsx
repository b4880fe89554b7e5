// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { exampleApp } from '../../scene/world.fixture.ts'
import { useConnection } from '../../store/connection.ts'
import { farEngine } from '../../store/far-engine.fixture.ts'
import { useGuide } from '../../store/guide.ts'
import { beginShow } from '../../guide/show-run.ts'
import { takeEvents } from '../../store/mirror.ts'
import { useUi } from '../../store/ui.ts'
import { exampleEvent } from '../../text/event.fixture.ts'
import { Banner } from './banner.tsx'
import { KeysOverlay } from './keys-overlay.tsx'
import { Navigation } from './navigation.tsx'
import { Strip } from './strip.tsx'
import { useFocusOnNavigation } from './use-focus-on-navigation.ts'
import { useKeys } from './use-keys.ts'

beforeEach(() => {
  farEngine({ apps: { a1: exampleApp(), a2: exampleApp({ id: 'a2', name: 'coffee' }) } })
  useUi.setState({ appId: 'a1', view: 'overview', page: 'apps', selection: null, isPaletteOpen: false, isKeysOpen: false })
  useGuide.setState({ show: null })
})
afterEach(cleanup)

function Keys() {
  useKeys()
  useFocusOnNavigation()
  const view = useUi((ui) => ui.view)
  return <><Navigation /><main><h1>{view}</h1><input aria-label="Words" /><input aria-label="Find" type="search" /></main></>
}
const press = (key: string, init: KeyboardEventInit = {}, target: Element | Window = window): void => void fireEvent.keyDown(target, { key, ...init })

describe('keys', () => {
  test('two letters go to a view, and the focus to its heading', () => {
    render(<Keys />)
    screen.getByRole('button', { name: 'Overview' }).focus()
    press('g')
    press('l')
    expect(useUi.getState().view).toBe('logs')
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'logs' }))
  })

  test('letters in a field are letters, and the focus stays in it', () => {
    render(<Keys />)
    const field = screen.getByLabelText('Words')
    field.focus()
    press('g', {}, field)
    press('l', {}, field)
    expect(useUi.getState().view).toBe('overview')
    press('3', { ctrlKey: true }, field)
    expect(useUi.getState().view).toBe('deploy')
    expect(document.activeElement).toBe(field)
  })

  test('brackets walk from app to app, / finds the search, ? lists the keys', () => {
    render(<Keys />)
    press(']')
    expect(useUi.getState().appId).toBe('a2')
    press('/')
    expect(document.activeElement).toBe(screen.getByLabelText('Find'))
    press('?', {}, document.body)
    expect(useUi.getState().isKeysOpen).toBe(true)
  })

  test('Esc leaves the demo before it lets go of what is chosen, and is used up by it', () => {
    render(<Keys />)
    useUi.setState({ selection: { kind: 'router' } })
    useGuide.setState({ show: { ...beginShow(1), appId: 'a1' } })
    press('Escape')
    expect(useGuide.getState().show?.end).toEqual({ kind: 'left' })
    expect(useUi.getState().selection).toEqual({ kind: 'router' })
    const escape = new KeyboardEvent('keydown', { key: 'Escape', cancelable: true })
    window.dispatchEvent(escape)
    expect(useUi.getState().selection).toBeNull()
    expect(escape.defaultPrevented).toBe(true)
  })

  test('the overlay begins with the keys of the view in sight', () => {
    HTMLDialogElement.prototype.showModal = vi.fn()
    useUi.setState({ view: 'config' })
    render(<KeysOverlay />)
    expect(screen.getAllByRole('heading', { hidden: true }).map((heading) => heading.textContent)).toEqual(['Keys', 'Config', 'This app', 'Everywhere', 'Window'])
  })
})

describe('the strip', () => {
  test('each mark says in words what it is; arrows walk along them, Enter asks why', () => {
    const events = [exampleEvent('app.created', {}, 1), { ...exampleEvent('dyno.crashed', {}, 2), at: 1_600_000 }]
    act(() => void takeEvents(events as typeof events))
    render(<Strip />)
    const marks = screen.getByRole('listbox', { name: /Events of the last/ }).querySelectorAll('button')
    const last = marks[marks.length - 1] as HTMLElement
    expect(last.getAttribute('aria-label')).toContain('crashed')
    expect([...marks].filter((mark) => mark.tabIndex === 0)).toEqual([last])
    last.focus()
    fireEvent.click(last)
    expect(useUi.getState().selection).toEqual({ kind: 'event', seq: 2 })
  })
})

describe('trouble with the line', () => {
  const redial = vi.fn()
  test('a lost line says so, what still holds, how old it is, and can be tried at once', () => {
    render(<Banner line={{ redial }} />)
    expect(screen.queryByRole('alert')).toBeNull()
    act(() => useConnection.setState({ line: { kind: 'lost', why: 'the connection ended', attempts: 3 } }))
    expect(screen.getByRole('alert').textContent).toContain('The engine is gone: the connection ended. You see the last known state.')
    expect(document.body.textContent).toContain('What is shown is of')
    expect(document.body.textContent).toContain('3 times so far')
    fireEvent.click(screen.getByRole('button', { name: 'Try now' }))
    expect(redial).toHaveBeenCalledOnce()
  })

  test('the count of attempts is no alert: a reader is told once', () => {
    act(() => useConnection.setState({ line: { kind: 'lost', why: 'it ended', attempts: 1 } }))
    render(<Banner line={{ redial }} />)
    const before = screen.getByRole('alert').textContent
    act(() => useConnection.setState({ line: { kind: 'lost', why: 'it ended', attempts: 2 } }))
    expect(screen.getByRole('alert').textContent).toBe(before)
  })

  test('a failed start says what is safe', () => {
    act(() => useConnection.setState({ line: { kind: 'failed', why: 'port 7070 is taken.' } }))
    render(<Banner line={{ redial }} />)
    expect(screen.getByRole('alert').textContent).toContain('port 7070 is taken.')
    expect(screen.getByRole('alert').textContent).toContain('on disk, untouched')
  })
})
