// @vitest-environment happy-dom
import { act, cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { exampleFault, exampleLease, exampleProxy, exampleReceipt } from '../../scene/fault.fixture.ts'
import { exampleApp, exampleDyno, exampleRelease, exampleSlug } from '../../scene/world.fixture.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { setFaultDraft } from '../../store/fault-desk.ts'
import { useStopAll } from '../../store/stop-faults.ts'
import { takeEvents } from '../../store/mirror.ts'
import { useUi } from '../../store/ui.ts'
import { exampleEvent } from '../../text/event.fixture.ts'
import { Inspector } from '../inspector/inspector.tsx'
import { layOut } from '../laid-out.fixture.ts'
import { LeaseStrip } from '../shell/lease-strip.tsx'
import { FaultsView } from './faults-view.tsx'

// On a busy machine a second is not much.
configure({ asyncUtilTimeout: 20_000 })

const app = exampleApp({ formation: { web: { quantity: 2, size: 'standard-1x' } } })
const dynos = [exampleDyno('web.1', 'up', { host: 'a1' }), exampleDyno('web.2', 'up', { host: 'b1' })]
const world = { apps: { a1: app }, dynos: Object.fromEntries(dynos.map((dyno) => [dyno.id, dyno])), releases: { a1: [exampleRelease(3)] }, slugs: { 'sha256:1': exampleSlug } }
const kill = exampleFault({ kind: 'dyno-kill', title: 'Kill a dyno', layer: 'dyno', targets: ['dynos'], params: [], isMomentary: true, leadsTo: ['H13'] })
let far: FarEngine

beforeEach(() => {
  layOut()
  // There is no layout here: the map has the room of a window.
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 1000, 440))
  far = farEngine(world)
  useUi.setState({ appId: 'a1', view: 'faults', selection: null })
  useStopAll.setState({ isPending: false, error: null, said: null })
  setFaultDraft('a1', null)
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const radius = { apps: ['a1'], dynoIds: ['web.1'], hosts: ['a1'], proxies: [], percentOfWeb: 50, sentence: '1 of 2 web dynos of tea.' }

async function openCatalogue(): Promise<void> {
  render(<FaultsView app={app} />)
  await act(async () => far.answer('faults:list', { faults: [exampleFault(), kill] }))
}
const answered = async (): Promise<void> => {
  await waitFor(() => expect(far.called('faults:preview')).toBeDefined())
  await act(async () => far.answer('faults:preview', radius))
}

describe('causing a fault', () => {
  test('a press on the map aims it; what it would touch is said and ringed before anything is sent', async () => {
    await openCatalogue()
    fireEvent.click(screen.getByTestId('fault-latency'))
    expect(screen.getByTestId('fault-start').hasAttribute('disabled')).toBe(true)
    fireEvent.click(within(screen.getByTestId('fault-map')).getByTestId('dyno-web.1'))
    await answered()
    expect(far.called('faults:preview')).toEqual({ kind: 'latency', target: { kind: 'dynos', app: 'tea', dynos: ['web.1'] }, params: {} })
    expect(screen.getByTestId('blast').textContent).toContain('1 of 2 web dynos of tea. That is 50 % of what answers visitors.')
    const map = within(screen.getByTestId('fault-map'))
    expect(map.getByTestId('dyno-web.1').dataset['blast']).toBe('true')
    expect(map.getByTestId('dyno-web.1').getAttribute('aria-label')).toContain('would be hit')
    expect(map.getByTestId('dyno-web.2').dataset['blast']).toBeUndefined()
    expect(far.called('faults:start')).toBeUndefined()
    expect(useUi.getState().selection).toBeNull()
  })

  test('the press says what it does and for how long, with the command that equals it', async () => {
    await openCatalogue()
    fireEvent.click(screen.getByTestId('fault-latency'))
    fireEvent.click(screen.getByTestId('target-web'))
    fireEvent.change(screen.getByTestId('knob-latencyMs'), { target: { value: '250' } })
    fireEvent.change(screen.getByTestId('fault-seconds'), { target: { value: '30' } })
    await answered()
    expect(screen.getByText('heroku faults:start latency --type web --latencyMs 250 --seconds 30 -a tea')).toBeTruthy()
    const start = screen.getByTestId('fault-start')
    expect(start.textContent).toBe('Start Latency for 30 s')
    fireEvent.submit(start.closest('form') as HTMLFormElement)
    expect(far.called('faults:start')).toEqual({ kind: 'latency', target: { kind: 'type', app: 'tea', type: 'web' }, params: { latencyMs: 250 }, seconds: 30 })
  })

  test('a knob out of range says so and holds the press back', async () => {
    await openCatalogue()
    fireEvent.click(screen.getByTestId('fault-latency'))
    fireEvent.click(screen.getByTestId('target-router'))
    fireEvent.change(screen.getByTestId('knob-latencyMs'), { target: { value: '90000' } })
    expect(screen.getByRole('alert').textContent).toBe('Latency is from 0 to 60000 ms.')
    expect(screen.getByTestId('fault-start').hasAttribute('disabled')).toBe(true)
  })

  test('one that is done in a moment has no duration', async () => {
    await openCatalogue()
    fireEvent.click(screen.getByTestId('fault-dyno-kill'))
    fireEvent.click(screen.getByTestId('target-web.2'))
    await answered()
    expect(screen.queryByTestId('fault-seconds')).toBeNull()
    fireEvent.submit(screen.getByTestId('fault-start').closest('form') as HTMLFormElement)
    expect(far.called('faults:start')).toEqual({ kind: 'dyno-kill', target: { kind: 'dynos', app: 'tea', dynos: ['web.2'] }, params: {} })
  })

  test('what can not be hit by it is said, and the target stays', async () => {
    await openCatalogue()
    fireEvent.click(screen.getByTestId('fault-dyno-kill'))
    fireEvent.click(within(screen.getByTestId('fault-map')).getByTestId('host-a1'))
    expect(screen.getByText('Kill a dyno can not be aimed at that: it takes dynos.')).toBeTruthy()
  })

  test('before a deploy there is nothing to hit', () => {
    farEngine({ apps: { a1: app } })
    render(<FaultsView app={app} />)
    expect(screen.getByRole('button', { name: 'Deploy this app' })).toBeTruthy()
  })
})

describe('links', () => {
  const asked = () => far.sent.filter((message) => message.kind === 'call' && message.name === 'proxies:list').length
  const answerLinks = (change: Parameters<typeof exampleProxy>[0]) => act(async () => far.answer('proxies:list', { apiUrl: null, proxies: [exampleProxy(change)] }))
  const cells = () => within(screen.getByTestId('link-row-redis')).getAllByRole('cell').map((cell) => cell.textContent)

  afterEach(() => vi.useRealTimers())

  test('show what passes each way, and go on counting while they are looked at', async () => {
    vi.useFakeTimers()
    await openCatalogue()
    expect(screen.queryByTestId('links')).toBeNull()
    await answerLinks({ bytesFromClient: 2048, bytesToUpstream: 1024, bytesFromUpstream: 4096, bytesToClient: 4096, toxics: [{ name: 't', type: 'timeout', stream: 'upstream', toxicity: 1, attributes: {} }] })
    expect(cells()).toEqual(['27 so far', 'not measured1 KB, 1 KB kept back', 'not measured4 KB', 'timeout'])
    await act(() => vi.advanceTimersByTimeAsync(1000))
    expect(asked()).toBe(2)
    await answerLinks({ bytesFromClient: 2048, bytesToUpstream: 1024, bytesFromUpstream: 6144, bytesToClient: 6144, enabled: false })
    expect(cells()).toEqual(['27 so far', '0 B/s1 KB, 1 KB kept back', '2 KB/s6 KB', 'refuses connections'])
    expect(screen.getByTestId('map-twin').textContent).toContain('Link redis to 127.0.0.1:6379refuses connections, 0 B/s to the service, 2 KB/s back')
    cleanup()
    await vi.advanceTimersByTimeAsync(5000)
    expect(asked()).toBe(2)
  })
})

describe('a link on the map', () => {
  const onLink = exampleFault({ targets: ['type', 'proxy'] })
  const map = () => within(screen.getByTestId('fault-map'))

  async function openWith(fault: typeof onLink): Promise<void> {
    render(<FaultsView app={app} />)
    await act(async () => far.answer('faults:list', { faults: [fault] }))
    await act(async () => far.answer('proxies:list', { apiUrl: null, proxies: [exampleProxy(), exampleProxy({ name: 'postgres' })] }))
  }

  test('is aimed at by a press, as in the list, and ringed and told when it would be hit', async () => {
    await openWith(onLink)
    expect(map().getByTestId('link-redis').tagName).toBe('DIV')
    fireEvent.click(screen.getByTestId('fault-latency'))
    expect(map().getByTestId('link-redis').getAttribute('aria-label')).toBe('Link redis to 127.0.0.1:6379, 2 open, not measured to the service, not measured back')
    fireEvent.click(map().getByTestId('link-redis'))
    await waitFor(() => expect(far.called('faults:preview')).toBeDefined())
    await act(async () => far.answer('faults:preview', { ...radius, dynoIds: [], proxies: ['redis'], percentOfWeb: 0, sentence: 'Every connection through the link redis.' }))
    expect(far.called('faults:preview')).toMatchObject({ target: { kind: 'proxy', proxy: 'redis' } })
    expect(screen.getByTestId('target-redis').getAttribute('aria-pressed')).toBe('true')
    expect(map().getByTestId('link-redis').dataset['blast']).toBe('true')
    expect(map().getByTestId('link-redis').getAttribute('aria-label')).toContain('would be hit')
    expect(map().getByTestId('link-postgres').dataset['blast']).toBeUndefined()
  })

  test('is reached by the keyboard, as every mark of the map', async () => {
    await openWith(onLink)
    fireEvent.click(screen.getByTestId('fault-latency'))
    const router = map().getByTestId('map-router')
    router.focus()
    fireEvent.keyDown(router, { key: 'End' })
    const reached = document.activeElement as HTMLElement
    expect(reached.dataset['mark']).toMatch(/^link:/)
    expect(reached.tabIndex).toBe(0)
  })

  test('is refused in words by a fault that does not act there', async () => {
    await openWith(kill)
    fireEvent.click(screen.getByTestId('fault-dyno-kill'))
    fireEvent.click(map().getByTestId('link-redis'))
    expect(screen.getByText('Kill a dyno can not be aimed at that: it takes dynos.')).toBeTruthy()
  })

  test('with a fault in force says so, in its mark and in the text of the map', async () => {
    far = farEngine({ ...world, leases: { l1: exampleLease({ target: { kind: 'proxy', proxy: 'redis' }, dynoIds: [] }) } })
    await openWith(onLink)
    expect(map().getByTestId('link-redis').textContent).toContain('Latency')
    expect(map().getByTestId('link-redis').dataset['fault']).toBe('true')
    expect(screen.getByTestId('map-twin').textContent).toContain('fault: Latency')
  })
})

describe('faults in force', () => {
  test('are in the strip with their target and the time left, and each is stopped there', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    far = farEngine({ ...world, leases: { l1: exampleLease({ expiresAt: Date.now() + 42_000 }) } })
    render(<LeaseStrip />)
    expect(screen.getByTestId('lease-latency').textContent).toMatch(/Latencyweb\.1 of tea42 s leftStop/)
    fireEvent.click(screen.getByRole('button', { name: 'Stop Latency on web.1 of tea' }))
    expect(far.called('faults:stop')).toEqual({ leaseId: 'l1' })
  })

  test('one key stops them all, from within a field too, and what came of it is said', async () => {
    far = farEngine({ ...world, leases: { l1: exampleLease() } })
    render(<><LeaseStrip /><input aria-label="Words" /></>)
    const press = new KeyboardEvent('keydown', { key: '.', ctrlKey: true, bubbles: true, cancelable: true })
    act(() => void screen.getByLabelText('Words').dispatchEvent(press))
    expect(press.defaultPrevented).toBe(true)
    expect(far.called('faults:stop-all')).toEqual({})
    await act(async () => far.answer('faults:stop-all', { seq: 0, stopped: 1 }))
    expect(screen.getByTestId('stopped').textContent).toBe('Stopped 1 fault. The receipts say what was put back.')
  })

  test('one that ends leaves the strip, and its receipt is at hand', () => {
    far = farEngine({ ...world, leases: { l1: exampleLease({ id: 'l1' }) } })
    render(<><LeaseStrip /><FaultsView app={app} /></>)
    act(() => void takeEvents([exampleEvent('fault.ended', { leaseId: 'l1' }, 1)]))
    expect(screen.queryByTestId('lease-latency')).toBeNull()
    fireEvent.click(screen.getByTestId('show-receipts'))
    const receipt = screen.getByTestId('receipt')
    expect(receipt.textContent).toContain('0, all was put back')
    expect(receipt.textContent).toContain('Answers of web.1 come as they are.')
  })

  test('are told of in the inspector, with the way to stop them', () => {
    far = farEngine({ ...world, leases: { l1: exampleLease() } })
    useUi.setState({ selection: { kind: 'fault', leaseId: 'l1' } })
    render(<Inspector />)
    fireEvent.click(screen.getByRole('button', { name: 'Stop it now' }))
    expect(far.called('faults:stop')).toEqual({ leaseId: 'l1' })
  })
})

describe('receipts', () => {
  test('what is left is said in words, and both ends lead to their events', () => {
    farEngine({ ...world, receipts: [exampleReceipt({ residue: ['A file stayed.'] })] })
    render(<FaultsView app={app} />)
    fireEvent.click(screen.getByTestId('show-receipts'))
    expect(screen.getByTestId('receipt').textContent).toContain('1: A file stayed.')
    fireEvent.click(screen.getByRole('button', { name: 'Why it began' }))
    expect(useUi.getState().selection).toEqual({ kind: 'event', seq: 5 })
  })

  test('without one they say what will be here', () => {
    render(<FaultsView app={app} />)
    fireEvent.click(screen.getByTestId('show-receipts'))
    fireEvent.click(screen.getByRole('button', { name: 'Cause a fault' }))
    expect(screen.queryByText('No fault has ended yet')).toBeNull()
  })
})
