// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { emptyState } from '../../../shared/domain/state.ts'
import { beginShow } from '../../guide/show-run.ts'
import { exampleApp, exampleDyno } from '../../scene/world.fixture.ts'
import { useConnection } from '../../store/connection.ts'
import { farEngine } from '../../store/far-engine.fixture.ts'
import { startShow, useGuide } from '../../store/guide.ts'
import { takeSnapshot } from '../../store/mirror.ts'
import { useUi } from '../../store/ui.ts'
import { ShowBar } from './show-bar.tsx'
import { TeachPanel } from './teach-panel.tsx'
import { WelcomeView } from './welcome-view.tsx'

const demo = exampleApp({ id: 'd1', name: 'show-me' })

beforeEach(() => {
  useGuide.setState({ door: null, show: null, isTeachOpen: false, isTeachFolded: false, stepsDone: [], stepsSince: 0 })
  useUi.setState({ appId: null, view: 'overview', page: 'welcome', selection: null })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  useGuide.setState({ show: null })
})

describe('the doors', () => {
  test('each opens what it says, and the last one taken is remembered', () => {
    farEngine({})
    render(<><WelcomeView /><TeachPanel /></>)
    fireEvent.click(screen.getByTestId('door-work'))
    expect(document.activeElement).toBe(screen.getByLabelText('App name'))
    expect(screen.getByTestId('door-work').textContent).toContain('last time')
    fireEvent.click(screen.getByTestId('door-teach'))
    expect(screen.getByRole('complementary', { name: 'First steps' })).toBeTruthy()
    expect(JSON.parse(localStorage.getItem('dynarium:guide') ?? '{}')).toMatchObject({ door: 'teach', isTeachOpen: true })
  })
})

describe('the demo', () => {
  test('says its words, then does what they say, and waits for the state', async () => {
    vi.useFakeTimers()
    const engine = farEngine({})
    startShow()
    render(<ShowBar />)
    expect(screen.getByRole('status').textContent).toContain('An app is what you deploy')
    expect(engine.called('apps:create')).toBeUndefined()
    await act(() => vi.advanceTimersByTimeAsync(2000))
    expect(engine.called('apps:create')).toEqual({ name: 'show-me' })
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Next' }).disabled).toBe(true)
    await act(async () => {
      takeSnapshot({ ...emptyState(), seq: 4, apps: { d1: demo } })
      engine.answer('apps:create', { seq: 4, id: 'd1', name: 'show-me' })
      await vi.advanceTimersByTimeAsync(600)
    })
    expect(useUi.getState()).toMatchObject({ appId: 'd1', view: 'overview' })
    fireEvent.click(screen.getByRole('button', { name: 'Next' }))
    expect(screen.getByText('2 of 12')).toBeTruthy()
  })

  test('a refusal stops it in words, and its app is asked about', async () => {
    vi.useFakeTimers()
    const engine = farEngine({ apps: { d1: demo } })
    startShow()
    act(() => useGuide.setState({ show: { ...beginShow(0), startSeq: 1, index: 4, appId: 'd1' } }))
    render(<ShowBar />)
    await act(() => vi.advanceTimersByTimeAsync(2000))
    expect(engine.called('traffic:start')).toMatchObject({ app: 'show-me', plan: { rate: 20 } })
    await act(async () => {
      useConnection.setState({ line: { kind: 'lost', why: 'gone', attempts: 1 } })
      await vi.advanceTimersByTimeAsync(1000)
    })
    expect(screen.getByText('The engine does not answer. The demo goes on when it does.')).toBeTruthy()
  })

  test('leaving asks in place whether its app stays; destroying it is done only then', async () => {
    const engine = farEngine({ apps: { d1: demo }, traffic: { d1: { plan: { rate: 20, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null }, startedAt: 1, by: 'ada', seq: 1 } } })
    useGuide.setState({ show: { ...beginShow(1), index: 5, appId: 'd1' } })
    render(<ShowBar />)
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Leave' })))
    expect(engine.called('traffic:stop')).toEqual({ app: 'show-me' })
    expect(engine.called('apps:destroy')).toBeUndefined()
    act(() => takeSnapshot({ ...emptyState(), apps: { d1: demo } }))
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Destroy show-me' })))
    expect(engine.called('apps:destroy')).toEqual({ app: 'show-me', confirm: 'show-me' })
  })

  test('keeping it closes the words and changes nothing', async () => {
    const engine = farEngine({ apps: { d1: demo } })
    useGuide.setState({ show: { ...beginShow(1), index: 5, appId: 'd1', end: { kind: 'finished' } } })
    render(<ShowBar />)
    expect(screen.getAllByRole('listitem').length).toBeGreaterThan(3)
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Keep show-me' })))
    expect(screen.queryByRole('region', { name: 'Show me' })).toBeNull()
    expect(engine.called('apps:destroy')).toBeUndefined()
  })

  test('what it speaks of is outlined, and no longer when it speaks of something else', async () => {
    farEngine({ apps: { d1: demo }, dynos: { 'web.1': exampleDyno('web.1', 'up', { appId: 'd1' }) } })
    useGuide.setState({ show: { ...beginShow(1), index: 3, appId: 'd1' } })
    render(<><b data-testid="dyno-web.1">web.1</b><ShowBar /></>)
    expect(screen.getByTestId('dyno-web.1').hasAttribute('data-pointed')).toBe(true)
    act(() => useGuide.setState({ show: null }))
    expect(screen.getByTestId('dyno-web.1').hasAttribute('data-pointed')).toBe(false)
  })
})

describe('the first steps', () => {
  const panel = (): HTMLElement => screen.getByRole('complementary', { name: 'First steps' })

  test('tick themselves from the state, open at the next one, and stay ticked', () => {
    farEngine({})
    useGuide.setState({ isTeachOpen: true })
    render(<TeachPanel />)
    expect(panel().textContent).toContain('0 of 9')
    act(() => takeSnapshot({ ...emptyState(), apps: { a1: exampleApp() } }))
    expect(screen.getByTestId('step-create').dataset.done).toBe('true')
    expect(screen.getByTestId('step-deploy').querySelector('details')?.open).toBe(true)
    act(() => takeSnapshot(emptyState()))
    expect(screen.getByTestId('step-create').dataset.done).toBe('true')
  })

  test('a button goes where the step is done, in the app in view', () => {
    farEngine({ apps: { a1: exampleApp() } })
    useUi.setState({ appId: 'a1' })
    useGuide.setState({ isTeachOpen: true })
    render(<TeachPanel />)
    fireEvent.click(within(screen.getByTestId('step-config')).getByRole('button', { name: 'Go to Config', hidden: true }))
    expect(useUi.getState()).toMatchObject({ appId: 'a1', view: 'config' })
  })

  test('can be folded to a tab, left, and begun again', () => {
    farEngine({})
    useGuide.setState({ isTeachOpen: true, stepsDone: ['create', 'deploy', 'open', 'scale', 'why', 'config', 'rollback', 'logs', 'clean-up'] })
    render(<TeachPanel />)
    fireEvent.click(screen.getByRole('button', { name: 'Begin again' }))
    expect(panel().textContent).toContain('0 of 9')
    fireEvent.click(screen.getByRole('button', { name: 'Fold' }))
    fireEvent.click(screen.getByRole('button', { name: /First steps/ }))
    fireEvent.click(screen.getByRole('button', { name: 'Leave the first steps' }))
    expect(screen.queryByRole('complementary')).toBeNull()
  })
})
