import { beforeEach, describe, expect, test } from 'vitest'
import { emptyState, type PlatformState } from '../../shared/domain/state.ts'
import { fold } from '../../shared/fold/fold.ts'
import { windowCommands } from '../../shared/protocol/window.ts'
import { exampleEvent } from '../text/event.fixture.ts'
import { takeSnapshot, useMirror } from './mirror.ts'
import { pages, scaleChoices, useUi, views } from './ui.ts'
import { goTo, runCommand, useWindowNotice } from './window-requests.ts'

const notice = () => useWindowNotice.getState().notice

function stateWithApp(): PlatformState {
  const state = emptyState()
  fold(state, exampleEvent('app.created', { name: 'shop' }, 1))
  return state
}

beforeEach(() => {
  useUi.setState({ appId: null, view: 'overview', page: 'apps', scale: 100 })
  useWindowNotice.setState({ notice: null })
  takeSnapshot(stateWithApp())
})

describe('menus', () => {
  test('every view and every page has its command, and each command leads there', () => {
    const appId = Object.keys(useMirror.getState().state.apps)[0] ?? ''
    for (const view of views) {
      useUi.setState({ appId, view: view === 'map' ? 'logs' : 'map' })
      const command = windowCommands.find((one) => one === `go-${view}`)
      if (command !== undefined) runCommand(command)
      expect(useUi.getState()).toMatchObject({ appId, view })
    }
    for (const page of pages) {
      const command = windowCommands.find((one) => one === `page-${page}`)
      if (command !== undefined) runCommand(command)
      expect(useUi.getState()).toMatchObject({ appId: null, page })
    }
  })

  test('a view without an app is said, not shown', () => {
    runCommand('go-logs')
    expect(useUi.getState()).toMatchObject({ appId: null, view: 'overview' })
    expect(notice()).toMatchObject({ kind: 'said', text: expect.stringContaining('Choose an app first') })
  })

  test('larger and smaller go step by step and stop at the ends', () => {
    runCommand('zoom-in')
    expect(useUi.getState().scale).toBe(110)
    for (const _ of scaleChoices) runCommand('zoom-in')
    expect(useUi.getState().scale).toBe(200)
    for (const _ of scaleChoices) runCommand('zoom-out')
    expect(useUi.getState().scale).toBe(80)
    runCommand('zoom-reset')
    expect(useUi.getState().scale).toBe(100)
  })
})

describe('places', () => {
  test('an app by its name, in the view that was asked for', () => {
    goTo({ kind: 'app', name: 'shop', view: 'releases' })
    expect(useUi.getState()).toMatchObject({ appId: Object.keys(useMirror.getState().state.apps)[0], view: 'releases' })
    expect(notice()).toBeNull()
  })

  test('what is not there is said in words, and nothing else happens', () => {
    goTo({ kind: 'app', name: 'nobody', view: null })
    expect(notice()).toEqual({ kind: 'said', text: 'There is no app called nobody.' })
    expect(useUi.getState().appId).toBeNull()
    goTo({ kind: 'unknown', text: 'dynarium://moon' })
    expect(notice()).toMatchObject({ text: expect.stringContaining('dynarium://moon') })
  })

  test('a folder is offered, and the next request takes its place', () => {
    goTo({ kind: 'folder', path: '/srv/site' })
    expect(notice()).toEqual({ kind: 'folder', path: '/srv/site' })
    goTo({ kind: 'doctor' })
    expect(notice()).toBeNull()
    expect(useUi.getState().page).toBe('doctor')
  })
})
