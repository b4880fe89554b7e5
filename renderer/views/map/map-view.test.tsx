// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { exampleRequest } from '../../scene/request.fixture.ts'
import { exampleApp, exampleBuild, exampleDyno, exampleRelease, exampleSlug } from '../../scene/world.fixture.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { useUi } from '../../store/ui.ts'
import { Inspector } from '../inspector/inspector.tsx'
import { MapView } from './map-view.tsx'
import { WorldView } from './world-view.tsx'

const app = exampleApp({ formation: { web: { quantity: 2, size: 'standard-1x' }, worker: { quantity: 1, size: 'standard-1x' } } })
const dynos = [exampleDyno('web.1'), exampleDyno('web.2', 'crashed'), exampleDyno('worker.1')]
let far: FarEngine

beforeEach(() => {
  // There is no layout here: a mark is where the scene puts it, what stands in a mark begins there, the map has the room of a window.
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    const placed = this.closest<HTMLElement>('[style*="translate"]')
    const place = /translate\(([-\d.]+)px, ([-\d.]+)(?:px)?\)/.exec(placed?.style.transform ?? '')
    if (placed === null || place === null) return new DOMRect(0, 0, 1056, 440)
    const [width, height] = placed === this ? [Number.parseFloat(placed.style.width), Number.parseFloat(placed.style.height)] : [60, 40]
    return new DOMRect(Number(place[1]), Number(place[2]), width, height)
  })
  far = farEngine({
    apps: { a1: app }, dynos: Object.fromEntries(dynos.map((dyno) => [dyno.id, dyno])), slugs: { 'sha256:1': { ...exampleSlug, processTypes: { web: 'node web.js', worker: 'node worker.js' } } },
    releases: { a1: [exampleRelease(3)] }, builds: { b1: exampleBuild({ status: { kind: 'succeeded', slugId: 'sha256:1', version: 3, endedAt: 5000 } }) }, appBuilds: { a1: ['b1'] },
  })
  useUi.setState({ appId: 'a1', view: 'map', selection: null })
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const mark = (id: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-mark="${id}"]`)
  if (found === null) throw new Error(`no mark ${id}`)
  return found
}
const flow = (requests: Parameters<typeof exampleRequest>[0][], held = 0): Promise<void> =>
  act(async () => {
    far.item('flow', { requests: requests.map(exampleRequest), ended: 0, loads: [{ appId: 'a1', inFlight: held + 1, held, byDyno: { 'web.1': 1 } }] })
    await new Promise((done) => setTimeout(done, 300))
  })

describe('scaling on the map', () => {
  test('a press stages a wish with its effect, its price and its command, and a second press sends it', async () => {
    render(<MapView app={app} />)
    fireEvent.click(screen.getByTestId('scale-web-plus'))
    expect(screen.getByTestId('scale-web-apply').textContent).toBe('Scale web to 3 · +$25.00/mo')
    expect(screen.getByText('heroku ps:scale web=3 -a tea')).toBeTruthy()
    expect(screen.getByTestId('ghost-web.3')).toBeTruthy()
    expect(far.called('ps:scale')).toBeUndefined()
    fireEvent.click(screen.getByTestId('scale-web-apply'))
    expect(far.called('ps:scale')).toEqual({ app: 'tea', changes: [{ type: 'web', quantity: 3 }] })
    await act(async () => far.answer('ps:scale', { seq: 0 }))
    expect(screen.queryByTestId('scale-web-apply')).toBeNull()
  })

  test('dynos that a smaller wish would stop say so', () => {
    render(<MapView app={app} />)
    fireEvent.click(screen.getByTestId('scale-web-minus'))
    expect(screen.getByTestId('dyno-web.2').dataset.wish).toBe('stop')
    expect(screen.getByTestId('dyno-web.1').dataset.wish).toBe('keep')
  })

  test('by keyboard: plus and minus on a group or its dyno, Enter to the press, Esc takes it back', () => {
    render(<MapView app={app} />)
    const group = mark('group:web')
    group.focus()
    fireEvent.keyDown(group, { key: '+' })
    fireEvent.keyDown(mark('dyno:web.1'), { key: '+' })
    expect(screen.getByTestId('scale-web-apply').textContent).toContain('Scale web to 4')
    fireEvent.keyDown(group, { key: 'Enter' })
    expect(document.activeElement).toBe(screen.getByTestId('scale-web-apply'))
    fireEvent.keyDown(screen.getByTestId('scale-web-apply'), { key: 'Escape' })
    expect(screen.queryByTestId('scale-web-apply')).toBeNull()
    expect(useUi.getState().appId).toBe('a1')
  })
})

describe('the keyboard', () => {
  test('one mark is reached with Tab, arrows lead on', () => {
    render(<MapView app={app} />)
    const stops = (): string[] => [...document.querySelectorAll<HTMLElement>('[data-mark]')].filter((element) => element.tabIndex === 0).map((element) => element.dataset.mark ?? '')
    expect(stops()).toEqual(['router'])
    mark('dyno:web.1').focus()
    fireEvent.keyDown(mark('dyno:web.1'), { key: 'ArrowDown' })
    expect(document.activeElement).toBe(mark('dyno:web.2'))
    expect(stops()).toEqual(['dyno:web.2'])
    fireEvent.keyDown(mark('dyno:web.2'), { key: 'ArrowLeft' })
    expect(document.activeElement).toBe(mark('router'))
  })

  test('Esc goes out to the world, but first only leaves what is chosen', () => {
    render(<MapView app={app} />)
    fireEvent.click(screen.getByTestId('dyno-web.1'))
    fireEvent.keyDown(window, { key: 'Escape' })
    expect(useUi.getState().appId).toBe('a1')
    act(() => useUi.setState({ selection: null }))
    fireEvent.keyDown(window, { key: 'Escape' })
    expect(useUi.getState()).toMatchObject({ appId: null, page: 'map' })
  })
})

describe('what flows', () => {
  test('the queue and what is under way are numbers on their marks', async () => {
    render(<MapView app={app} />)
    await flow([], 3)
    expect(mark('router').textContent).toContain('3 held')
    expect(mark('router').dataset.fact).toContain('4 under way, 3 held in its queue')
    expect(mark('dyno:web.1').dataset.fact).toContain('1 in flight')
  })

  test('a request of the list is explained in the inspector, down to its dyno', async () => {
    render(<><MapView app={app} /><Inspector /></>)
    await flow([{ requestId: 'q1' }, { requestId: 'q2', path: '/slow', code: 'H12', status: 503, heldMs: 40, serviceMs: 30_000, totalMs: 30_041 }])
    fireEvent.click(screen.getByRole('button', { name: 'GET /slow, H12, 30 s, web.1' }))
    const inspector = within(screen.getByRole('complementary'))
    expect(inspector.getByText(/The dyno sent nothing within 30 seconds/)).toBeTruthy()
    expect(inspector.getByText('held in the router')).toBeTruthy()
    fireEvent.click(inspector.getByRole('button', { name: 'web.1' }))
    expect(useUi.getState().selection).toMatchObject({ kind: 'dyno', name: 'web.1' })
  })

  test('one request is sent by hand', () => {
    render(<MapView app={app} />)
    fireEvent.change(screen.getByTestId('visit-path'), { target: { value: '/tea' } })
    fireEvent.submit(screen.getByTestId('visit-path'))
    expect(far.called('traffic:visit')).toEqual({ app: 'tea', path: '/tea' })
  })
})

describe('as text', () => {
  test('the table is there for everybody who asks, and for screen readers always', () => {
    render(<MapView app={app} />)
    const table = screen.getByRole('table', { name: 'The map of tea as text' })
    expect(within(table).getByRole('row', { name: /web\.2 on this machine crashed/ })).toBeTruthy()
    fireEvent.click(screen.getByTestId('map-as-text'))
    expect(screen.queryByRole('group', { name: 'Map of tea' })).toBeNull()
    expect(screen.getByRole('table', { name: 'The map of tea as text' })).toBeTruthy()
  })
})

describe('the world', () => {
  test('shows each app and goes in with a press', () => {
    useUi.setState({ appId: null, page: 'map' })
    render(<WorldView />)
    const own = screen.getByTestId('world-tea')
    expect(own.textContent).toContain('1 of 3 crashed')
    fireEvent.click(own)
    expect(useUi.getState()).toMatchObject({ appId: 'a1', view: 'map' })
  })

  test('without apps it says what will be here', () => {
    farEngine({})
    render(<WorldView />)
    expect(screen.getByText(/Every app will stand here as a small map/)).toBeTruthy()
  })
})
