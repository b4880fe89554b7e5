// @vitest-environment happy-dom
import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import type { FactorCheck } from '../../../shared/domain/factor-check.ts'
import { exampleCard } from '../../../shared/factors/scorecard.fixture.ts'
import { exampleApp, exampleRelease, exampleSlug } from '../../scene/world.fixture.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { useUi } from '../../store/ui.ts'
import { FactorsView } from './factors-view.tsx'

configure({ asyncUtilTimeout: 20_000 })

const app = exampleApp()
const world = { apps: { a1: app, c1: { ...app, id: 'c1', name: 'check-1-a' } }, releases: { a1: [exampleRelease(3)] }, slugs: { 'sha256:1': exampleSlug } }
const check = (change: Partial<FactorCheck> = {}): FactorCheck => ({
  id: 'k1', subject: { kind: 'app', app: 'tea' }, appId: 'a1', copies: ['check-1-a', 'check-1-b'], by: 'ada', startedAt: 1000, doing: '', done: 9, of: 14, endedAt: 9000, card: exampleCard(), trouble: null, seq: 12, ...change,
})

function open(...checks: FactorCheck[]): FarEngine {
  const far = farEngine({ ...world, factorChecks: Object.fromEntries(checks.map((one) => [one.id, one])) })
  useUi.setState({ appId: 'a1', view: 'factors', selection: null })
  render(<FactorsView app={app} />)
  return far
}

afterEach(cleanup)

describe('the view of the twelve factors', () => {
  test('before a check it says what one does, and starts one', () => {
    const far = open()
    expect(screen.getByText(/builds two copies of the app/)).toBeTruthy()
    fireEvent.click(screen.getByTestId('factors-check'))
    expect(far.called('factors:check')).toEqual({ subject: { kind: 'app', app: 'tea' } })
  })

  test('FA7 each verdict is a sign and a word, what is not well is open with its evidence and what to do', () => {
    open(check())
    expect(screen.getAllByTestId(/^factor-\d+$/)).toHaveLength(12)
    const config = screen.getByTestId('factor-3')
    expect(config.textContent).toContain('✗ fail')
    expect(config.querySelector('details')?.open).toBe(true)
    expect(config.textContent).toContain('config/my file.json:3')
    expect(config.textContent).toContain('To do Read everything that differs')
    expect(config.textContent).toContain('Not shown Git history was not looked at.')
    expect(screen.getByTestId('factor-1').querySelector('details')?.open).toBe(false)
    expect(screen.getByTestId('factor-8').textContent).toContain('? unknown')
    expect(screen.getByTestId('factors-tally').textContent).toContain('8 pass')
  })

  test('hints stand apart, and say that they prove nothing', () => {
    open(check())
    const hints = screen.getByRole('region', { name: 'Hints' })
    expect(within(hints).getByText(/They prove nothing/)).toBeTruthy()
    expect(hints.textContent).toContain('There is no lock file. package.json:1')
  })

  test('while one runs it tells what it does, leads to its copies on the map, and can be stopped', () => {
    const far = open(check({ endedAt: null, card: null, doing: 'restarts it in the middle of traffic', done: 7 }))
    expect(screen.getByTestId('factors-progress').textContent).toContain('The check restarts it in the middle of traffic')
    expect(screen.getByTestId('factors-check').hasAttribute('disabled')).toBe(true)
    fireEvent.click(screen.getByRole('button', { name: 'Watch check-1-a' }))
    expect(useUi.getState()).toMatchObject({ appId: 'c1', view: 'map' })
    fireEvent.click(screen.getByRole('button', { name: 'Stop' }))
    expect(far.called('factors:stop')).toEqual({ checkId: 'k1' })
  })

  test('"watch it happen" leads to the events of the run, from its first', () => {
    open(check())
    fireEvent.click(screen.getByRole('button', { name: 'Watch it happen' }))
    expect(useUi.getState()).toMatchObject({ appId: null, page: 'activity', selection: { kind: 'event', seq: 12 } })
  })

  test('a check without a result says why', () => {
    open(check({ card: null, trouble: 'ada stopped it.' }))
    expect(screen.getByText('The check gave no result. ada stopped it.')).toBeTruthy()
  })
})
