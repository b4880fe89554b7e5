// @vitest-environment happy-dom
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { call, useConnection } from '../../store/connection.ts'
import { clearConsole, consoleLinesMax, useConsole } from '../../store/console-session.ts'
import { takeSnapshot, useMirror } from '../../store/mirror.ts'
import { joinOneOff, openShell, useOneOffs } from '../../store/one-offs.ts'
import { useUi } from '../../store/ui.ts'
import { emptyHistory } from '../../console/typed-history.ts'
import { appNamed, teaState } from '../../console/console-world.fixture.ts'
import { ConsolePanel } from './console-panel.tsx'
import { farEngine } from './far-engine.fixture.ts'

// On a busy machine a second is not much.
configure({ asyncUtilTimeout: 20_000 })

beforeEach(() => {
  takeSnapshot(teaState())
  useUi.setState({ appId: 'id-tea' })
})
afterEach(() => {
  cleanup()
  clearConsole()
  useConsole.setState({ history: emptyHistory, running: null })
  useOneOffs.setState({ tabs: [] })
  useConnection.setState({ line: { kind: 'connecting', note: null } })
})

const field = (): HTMLInputElement => screen.getByRole('textbox')
const press = (key: string, more: object = {}): boolean => fireEvent.keyDown(field(), { key, ...more })
const said = (): string => screen.getByRole('log').textContent ?? ''

function type(line: string): void {
  fireEvent.change(field(), { target: { value: line } })
}

function enter(line: string): void {
  type(line)
  press('Enter')
}

describe('typing moves the picture', () => {
  it('a line becomes one call, and its answer stands where it was announced', async () => {
    const engine = farEngine()
    render(<ConsolePanel />)
    enter('ps:scale web=3')
    expect(await screen.findByText('Scaling dynos...')).toBeTruthy()
    expect(engine.asked('ps:scale')).toMatchObject({ input: { app: 'tea', changes: [{ type: 'web', quantity: 3 }] } })
    engine.reply('ps:scale', { seq: 0 })
    await waitFor(() => expect(said()).toContain('tea $ ps:scale web=3Scaling dynos... done, now running web at 2:Standard-1X'))
    expect(said()).not.toContain('you clicked')
    expect(field().value).toBe('')
  })

  it('a refusal of the engine is shown with what to try', async () => {
    const engine = farEngine()
    render(<ConsolePanel />)
    enter('ps:scale web=900')
    engine.refuse('ps:scale', new PlatformError('quantity-invalid', { quantity: '900', max: 100 }))
    await waitFor(() => expect(said()).toContain('Scaling dynos... !› "900" is not a number of dynos: a whole number from 0 to 100. Try web=1.'))
  })

  it('without a line to the engine it says so', async () => {
    render(<ConsolePanel />)
    enter('ps:restart')
    await waitFor(() => expect(said()).toContain('The engine is not there'))
  })

  it('run opens a tab of its own, and is not called a click', async () => {
    farEngine()
    render(<ConsolePanel />)
    enter('run bash')
    await waitFor(() => expect(useOneOffs.getState().tabs).toMatchObject([{ appName: 'tea', command: 'bash', inside: null, phase: { kind: 'waiting' } }]))
    expect(said()).not.toContain('you clicked')
  })

  it('ps:exec opens a tab inside of the dyno; what was typed is not called a click, what was clicked is (DY32)', async () => {
    farEngine()
    render(<ConsolePanel />)
    enter('ps:exec --dyno web.1')
    await waitFor(() => expect(said()).toContain('Running bash inside web.1 of tea, in a tab of its own.'))
    const [tab] = useOneOffs.getState().tabs
    expect(tab).toMatchObject({ command: 'bash', inside: 'web.1', phase: { kind: 'waiting' } })
    joinOneOff(tab?.id ?? '', { columns: 80, rows: 24 }, () => {})
    expect(said()).not.toContain('you clicked')
    openShell(appNamed('tea'), 'web.1')
    joinOneOff(useOneOffs.getState().tabs[1]?.id ?? '', { columns: 80, rows: 24 }, () => {})
    await waitFor(() => expect(said()).toContain('you clicked: heroku ps:exec --dyno web.1 -a tea'))
  })
})

it('clicking shows the equal command, with values masked; looking shows nothing', async () => {
  const engine = farEngine()
  render(<ConsolePanel />)
  void call('config:set', { app: 'id-tea', vars: { KEY: 'hunter2' } })
  void call('config:get', { app: 'id-tea' })
  await waitFor(() => expect(said()).toContain('you clicked: heroku config:set KEY=… -a tea'))
  expect(said()).not.toContain('hunter2')
  expect(said().match(/you clicked/g)).toHaveLength(1)
  expect(engine.asked('config:set')).toMatchObject({ input: { vars: { KEY: 'hunter2' } } })
})

describe('logs', () => {
  it('are followed until Ctrl+C, and the console is bounded', async () => {
    const engine = farEngine()
    render(<ConsolePanel />)
    enter('logs --tail -n 10')
    expect(engine.asked('logs')).toMatchObject({ input: { app: 'tea', lines: 10, tail: true } })
    const lines = Array.from({ length: consoleLinesMax + 5 }, (_, id) => ({ id, at: 0, source: 'app', ps: 'web.1', text: `line ${id}` }))
    engine.item('logs', { lines, dropped: 2 })
    await waitFor(() => expect(said()).toContain(`app[web.1]: line ${consoleLinesMax + 4}`))
    expect(useConsole.getState().entries).toHaveLength(consoleLinesMax)
    expect(screen.getByRole('log').getAttribute('aria-live')).toBe('off')
    press('c', { ctrlKey: true })
    await waitFor(() => expect(said()).toContain('^C'))
    expect(engine.sent.some((message) => message.kind === 'close')).toBe(true)
    expect(screen.queryByText(/Following/)).toBeNull()
  })
})

describe('keys', () => {
  it('Tab completes what is clear, offers what is not, then goes through the offers', () => {
    render(<ConsolePanel />)
    type('mainte')
    press('Tab')
    expect(field().value).toBe('maintenance')
    expect(screen.getByRole('list', { name: 'Completions' }).textContent).toBe('maintenancemaintenance:offmaintenance:on')
    press('Tab')
    press('Tab')
    expect(field().value).toBe('maintenance:off')
    press('Escape')
    expect(screen.queryByRole('list', { name: 'Completions' })).toBeNull()
    type('config:get DEB')
    press('Tab')
    expect(field().value).toBe('config:get DEBUG ')
  })

  it('Tab in an empty line moves on, so that nobody is caught here', () => {
    render(<ConsolePanel />)
    expect(press('Tab')).toBe(true)
    type('ps:scale w')
    expect(press('Tab')).toBe(false)
  })

  it('the arrows bring earlier lines back', () => {
    render(<ConsolePanel />)
    enter('ps')
    enter('apps')
    type('rel')
    press('ArrowUp')
    expect(field().value).toBe('apps')
    press('ArrowUp')
    press('ArrowDown')
    press('ArrowDown')
    expect(field().value).toBe('rel')
  })

  it('Ctrl+L empties the console, Esc the line', () => {
    render(<ConsolePanel />)
    enter('apps')
    expect(said()).toContain('coffee')
    press('l', { ctrlKey: true })
    expect(said()).not.toContain('coffee')
    type('ps')
    press('Escape')
    expect(field().value).toBe('')
  })
})

it('an empty console says what it is for', () => {
  useMirror.setState({ info: null })
  render(<ConsolePanel />)
  expect(said()).toContain("Heroku's commands work here, for tea.")
})
