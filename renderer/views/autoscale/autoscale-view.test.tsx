// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Autoscale } from '../../../shared/domain/autoscale.ts'
import { exampleApp, exampleRelease, exampleSlug } from '../../scene/world.fixture.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { takeEvents } from '../../store/mirror.ts'
import { useUi } from '../../store/ui.ts'
import { exampleEvent } from '../../text/event.fixture.ts'
import { layOut } from '../laid-out.fixture.ts'
import { AlertBanner } from '../shell/alert-banner.tsx'
import { AutoscaleView } from './autoscale-view.tsx'

const on: Autoscale = { policy: { kind: 'p95', target: 500 }, min: 1, max: 5, downAfterMinutes: 3, anySize: true, isOn: true, why: 'asked', seq: 1, lastStep: null, turns: 0, hindrance: 'none', maxToldAt: null }
const app = exampleApp()
const withOn = exampleApp({ autoscale: on })
const seen = { requestsPerSecond: 42, p95Ms: 812, waitMs: 0, inFlight: 30, cpuPercent: 150, up: 2 }
let far: FarEngine

function open(shown = app): void {
  far = farEngine({ apps: { a1: shown }, releases: { a1: [exampleRelease(3)] }, slugs: { 'sha256:1': exampleSlug } })
  useUi.setState({ appId: 'a1', view: 'autoscale', selection: null })
  render(<AutoscaleView app={shown} />)
}
beforeEach(layOut)
afterEach(cleanup)

const fill = (testId: string, value: string): boolean => fireEvent.change(screen.getByTestId(testId), { target: { value } })

describe('the form', () => {
  test('says what it does to the bill and which command it is, and a refusal stands in place (AS10)', async () => {
    open()
    fill('target', '250')
    fill('max', '3')
    expect(screen.getByTestId('enable').textContent).toBe('Turn on · at most $75.00/mo')
    expect(screen.getByText('heroku ps:autoscale:enable --min 1 --max 3 --p95 250 -a tea')).toBeTruthy()
    fireEvent.click(screen.getByTestId('enable'))
    expect(far.called('ps:autoscale:enable')).toEqual({ app: 'tea', min: 1, max: 3, downAfterMinutes: 3, policy: { kind: 'p95', target: 250 } })
    await act(async () => far.refuse('ps:autoscale:enable', 'autoscale-size', { app: 'tea', size: 'Standard-1X' }))
    expect(screen.getByRole('alert').textContent).toContain('Autoscaling by p95 is for Performance dynos and up')
    fireEvent.click(screen.getByRole('switch', { name: 'Any size' }))
    expect(screen.queryByRole('alert')).toBeNull()
    fireEvent.click(screen.getByTestId('enable'))
    expect(far.called('ps:autoscale:enable')).toMatchObject({ anySize: true })
  })

  test.each([['min', '0', 'whole numbers of dynos'], ['max', 'x', 'whole numbers of dynos'], ['target', '0', 'from 1 to 30000']])('%s of "%s" is told before anything is sent', (field, value, words) => {
    open()
    fill(field, value)
    expect(screen.getByRole('alert').textContent).toContain(words)
    expect(screen.getByTestId('enable').hasAttribute('disabled')).toBe(true)
  })

  test('a schedule is written in words', () => {
    open()
    fireEvent.change(screen.getByTestId('policy'), { target: { value: 'schedule' } })
    fireEvent.change(screen.getByLabelText(/^Times/), { target: { value: 'mon 8 4' } })
    expect(screen.getByRole('alert').textContent).toContain('"mon 8 4" is no entry')
    fireEvent.change(screen.getByLabelText(/^Times/), { target: { value: 'mon 08:00 4' } })
    fireEvent.click(screen.getByTestId('enable'))
    expect(far.called('ps:autoscale:enable')).toMatchObject({ policy: { kind: 'schedule', zone: { offsetMinutes: 0, daylight: 'none' }, entries: [{ days: [1], minute: 480, quantity: 4 }] } })
  })
})

describe('what it shows', () => {
  test('what it wants now, why, and what it waits for', async () => {
    open(withOn)
    await act(async () => far.answer('ps:autoscale:info', { isOn: true, look: { at: Date.now(), quantity: 2, wanted: 3, reason: 'p95 is about 812 ms', waits: 'cool-down', until: Date.now() + 30_000, hindrance: 'none', seen } }))
    expect(screen.getByTestId('autoscale-now').textContent).toMatch(/^On: p95 under 500 ms, 1 to 5 dynos\. p95 is about 812 ms\. It waits out the cool-down: (29|30) s left\./)
    fireEvent.click(screen.getByTestId('disable'))
    expect(far.called('ps:autoscale:disable')).toEqual({ app: 'tea' })
  })

  test('each decision is a button with its reason, a line of the list, and a row of the table (AS15)', async () => {
    open(withOn)
    const now = Date.now()
    const decision = { ...exampleEvent('autoscale.decided', { nextAt: now }, 2), at: now - 20_000 }
    const turn = { ...exampleEvent('autoscale.decided', { act: 'down', from: 3, to: 2, isTurn: true, nextAt: now }, 3), at: now - 10_000 }
    await act(async () => {
      far.item('metrics', { appId: 'a1', seconds: [], samples: [] })
      takeEvents([{ ...exampleEvent('app.woken', {}, 1), at: now - 30_000 }, decision, turn])
    })
    expect(screen.getByTestId('reason').textContent).toContain('Thrash: it takes back the step before.')
    fireEvent.focus(screen.getByTestId('decision-up'))
    expect(screen.getByTestId('reason').textContent).toContain('The autoscaler takes web from 2 to 3: p95 is about 812 ms')
    expect(screen.getByTestId('thrash').textContent).toBe('thrash: 1 taken back')
    fireEvent.click(screen.getByRole('switch', { name: 'As a table' }))
    expect(screen.getByRole('region', { name: 'Autoscaling, table' }).textContent).toContain('2 to 3')
  })

  test('why it went off', () => {
    open(exampleApp({ autoscale: { ...on, isOn: false, why: 'scaled-by-hand' } }))
    expect(screen.getByTestId('autoscale-now').textContent).toContain('Off, as web was scaled by hand. It was set to p95 under 500 ms')
  })
})

test('an alert is set in the view, and one that is raised stands above every view (AS14)', () => {
  open()
  fireEvent.click(screen.getByRole('button', { name: 'Alert on failed requests' }))
  expect(far.called('alerts:set')).toEqual({ app: 'tea', kind: 'failed', setting: { over: 5, sensitivity: 'medium', remindMinutes: 60 } })
  expect(document.body.textContent).toContain('No mail is sent')
  cleanup()
  far = farEngine({ apps: { a1: exampleApp({ alerts: { p95: { over: 500, sensitivity: 'high', remindMinutes: null, raised: { seq: 5, since: Date.now() - 1000, value: 812, toldAt: Date.now(), reminders: 1 } } } }) } })
  useUi.setState({ appId: null, page: 'apps' })
  render(<AlertBanner />)
  expect(screen.getByTestId('alert-raised-p95').textContent).toMatch(/^tea: response time \(p95\) over 500 ms since .*812 ms when it was told again, reminder 1\./)
  fireEvent.click(screen.getByRole('button', { name: 'Look at it' }))
  expect(useUi.getState()).toMatchObject({ appId: 'a1', view: 'autoscale' })
})
