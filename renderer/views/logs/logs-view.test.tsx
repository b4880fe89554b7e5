// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClient } from '../../../shared/protocol/client.ts'
import { clientMessage, type ClientMessage } from '../../../shared/protocol/envelope.ts'
import type { App } from '../../../shared/domain/app.ts'
import type { LogLine } from '../../../shared/domain/log.ts'
import { useConnection } from '../../store/connection.ts'
import { useUi } from '../../store/ui.ts'
import { LogsView } from './logs-view.tsx'

const app = { id: 'a1', name: 'tea', formation: {}, currentVersion: 2 } as unknown as App
const line = (id: number, text = `line ${id}`, ps = 'web.1'): LogLine => ({ id, at: id, source: ps === 'router' ? 'heroku' : 'app', ps, text })
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => line(from + index))
const rowHeight = 20
const heightInSight = 400

let sent: ClientMessage[]
let answer: (message: unknown) => void

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  const client = createClient({ send: (message) => sent.push(clientMessage.parse(message)), onMessage: (hear) => (answer = hear), onClose: () => {}, close: () => {} })
  useConnection.setState({ line: { kind: 'ready', client } })
  useUi.setState({ wrapLogs: false, timeLogs: true })
  // The page has no layout here: the list is given one in which every row is as high as it says.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(heightInSight)
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockImplementation(function (this: HTMLElement) {
    return Number.parseFloat(this.querySelector<HTMLElement>('.log-all')?.style.height ?? '0')
  })
  vi.spyOn(HTMLElement.prototype, 'scrollTo').mockImplementation(function (this: HTMLElement, ...to: unknown[]) {
    this.scrollTop = Math.min((to[0] as { top: number }).top, this.scrollHeight - heightInSight)
    this.dispatchEvent(new Event('scroll'))
  })
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const list = () => screen.getByTestId('log-lines')
const shown = () => [...list().querySelectorAll('.log-line')].map((row) => row.textContent ?? '')
const opened = () => sent.filter((message) => message.kind === 'open').at(-1)
const openedId = () => opened()?.id ?? 0
const settle = () => act(async () => void (await vi.advanceTimersByTimeAsync(300)))
async function tell(items: readonly LogLine[], dropped = 0) {
  act(() => answer({ kind: 'item', id: openedId(), value: { lines: items, dropped } }))
  await settle()
}
async function scrollTo(top: number) {
  list().scrollTop = top
  fireEvent.scroll(list())
  await settle()
}

describe('the log', () => {
  test('an empty one says what will be here, and the equal command', () => {
    render(<LogsView app={app} />)
    expect(list().textContent).toContain('Nothing has been logged yet')
    expect(screen.getAllByText('heroku logs --tail --app tea').length).toBeGreaterThan(0)
  })

  test('draws what is in sight of many lines, the newest at the end', async () => {
    render(<LogsView app={app} />)
    await tell(lines(1, 5000))
    expect(shown().length).toBeLessThan(60)
    expect(shown().at(-1)).toContain('line 5000')
    await tell([line(5001, 'and another')])
    expect(shown().at(-1)).toContain('and another')
  })

  test('what was left out stands in its place, and is counted', async () => {
    render(<LogsView app={app} />)
    await tell(lines(1, 2))
    await tell(lines(315, 316), 312)
    expect(shown().map((text) => text.replace(/^[\d:.]+(?=app)/, ''))).toEqual([
      'app[web.1]: line 1', 'app[web.1]: line 2', '312 lines left out here: they came faster than this window could take', 'app[web.1]: line 315', 'app[web.1]: line 316',
    ])
    expect(screen.getByText('312 lines left out')).toBeTruthy()
  })

  test('scrolling up stops following and counts what comes; one press follows again', async () => {
    render(<LogsView app={app} />)
    await tell(lines(1, 1000))
    await scrollTo(200 * rowHeight)
    expect(shown().some((text) => text.endsWith('line 201'))).toBe(true)
    await tell(lines(1001, 1003))
    expect(shown().some((text) => text.endsWith('line 201'))).toBe(true)
    fireEvent.click(screen.getByRole('button', { name: '3 new lines. Follow again' }))
    await settle()
    expect(shown().at(-1)).toContain('line 1003')
  })

  test('Home and End go to the oldest and the newest line', async () => {
    render(<LogsView app={app} />)
    await tell(lines(1, 1000))
    fireEvent.keyDown(list(), { key: 'Home' })
    await settle()
    expect(shown()[0]).toMatch(/line 1$/)
    fireEvent.keyDown(list(), { key: 'End' })
    await tell([line(1001)])
    expect(shown().at(-1)).toContain('line 1001')
  })

  test('Ctrl+F finds; Enter and Shift+Enter go from match to match and say which', async () => {
    render(<LogsView app={app} />)
    await tell([...lines(1, 500), line(501, 'needle one'), ...lines(502, 900), line(901, 'needle two'), ...lines(902, 1200)])
    fireEvent.keyDown(window, { key: 'f', ctrlKey: true })
    const input = screen.getByRole('searchbox', { name: 'Find in the log' })
    expect(document.activeElement).toBe(input)
    fireEvent.change(input, { target: { value: 'NEEDLE' } })
    await settle()
    expect(screen.getByTestId('log-matches').textContent).toBe('2 found')
    fireEvent.keyDown(input, { key: 'Enter' })
    await settle()
    expect(screen.getByTestId('log-matches').textContent).toBe('1 of 2')
    expect(list().querySelector('.is-current')?.textContent).toContain('needle one')
    expect(list().querySelector('.is-current mark')?.textContent).toBe('needle')
    fireEvent.keyDown(input, { key: 'Enter', shiftKey: true })
    await settle()
    expect(list().querySelector('.is-current')?.textContent).toContain('needle two')
    fireEvent.keyDown(input, { key: 'Escape' })
    expect([(input as HTMLInputElement).value, document.activeElement]).toEqual(['', list()])
  })

  test('source and process are asked of the engine, and the equal command says so', () => {
    render(<LogsView app={app} />)
    fireEvent.click(screen.getByRole('button', { name: 'Platform' }))
    fireEvent.change(screen.getByRole('combobox', { name: 'Process' }), { target: { value: 'router' } })
    expect(opened()).toMatchObject({ name: 'logs', input: { app: 'a1', source: 'heroku', ps: 'router' } })
    expect(screen.getByText('heroku logs --tail --app tea --source heroku --dyno-name router')).toBeTruthy()
  })

  test('times can be hidden', async () => {
    render(<LogsView app={app} />)
    await tell(lines(1, 3))
    fireEvent.click(screen.getByRole('switch', { name: 'Times' }))
    expect(list().classList.contains('has-no-times')).toBe(true)
  })
})
