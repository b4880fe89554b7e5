// @vitest-environment happy-dom
import { act, cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ExperimentRun } from '../../../shared/domain/experiment.ts'
import { exampleApp, exampleDyno, exampleRelease, exampleSlug } from '../../scene/world.fixture.ts'
import { useExperimentDesk } from '../../store/experiment-desk.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { useUi } from '../../store/ui.ts'
import { layOut } from '../laid-out.fixture.ts'
import { ExperimentsView } from './experiments-view.tsx'

// On a busy machine a second is not much.
configure({ asyncUtilTimeout: 20_000 })

const app = exampleApp()
const text = 'title: One dies\nsteadyState:\n  - { name: p95, probe: p95, atMost: 100 }\nmethod:\n  - { do: wait, seconds: 5 }\nblastRadius: { dynos: 1 }\n'
const run = (change: Partial<ExperimentRun> = {}): ExperimentRun => ({
  id: 'x1', title: 'One dies', appId: 'a1', text, by: 'ada', startedAt: 1000, phase: 'method', doing: 'waits 5 s', endedAt: null, verdict: null, reason: null, seq: 9, ...change,
})
const world = { apps: { a1: app }, dynos: { 'web.1': exampleDyno('web.1') }, releases: { a1: [exampleRelease(3)] }, slugs: { 'sha256:1': exampleSlug } }
const files = [{ id: 'one-dies', title: 'One dies', about: 'A dyno dies.', origin: 'ready', text }]
let far: FarEngine

beforeEach(() => {
  layOut()
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 1000, 440))
  useUi.setState({ appId: 'a1', view: 'experiments', selection: null })
  useExperimentDesk.setState({ places: {}, texts: {} })
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

async function open(experiments: Record<string, ExperimentRun> = {}): Promise<void> {
  far = farEngine({ ...world, experiments })
  render(<ExperimentsView app={app} />)
  await act(async () => far.answer('experiments:list', { experiments: files }))
}
const checked = (problems: { line: number; column: number; message: string }[] = []): Promise<void> => act(async () => far.answer('experiments:check', { problems, title: 'One dies' }))

describe('before a run', () => {
  test('it shows its plan, and can be run only once it was checked and its blast radius is known', async () => {
    await open()
    expect(screen.getByText('wait 5 s')).toBeTruthy()
    expect(screen.getByTestId('experiment-run-it').hasAttribute('disabled')).toBe(true)
    await checked()
    await act(async () => far.answer('experiments:preview', { apps: ['a1'], dynoIds: ['web.1'], hosts: [], proxies: [], percentOfWeb: 100, sentence: '1 of 1 web dynos.' }))
    expect(screen.getByTestId('experiment-blast').textContent).toContain('1 of 1 web dynos.')
    fireEvent.click(screen.getByTestId('experiment-run-it'))
    expect(far.called('experiments:run')).toEqual({ app: 'tea', text })
  })

  test('what is wrong with the text stands by its line, and nothing can be run or saved', async () => {
    await open()
    fireEvent.change(screen.getByTestId('experiment-text'), { target: { value: `${text}bogus: 1\n` } })
    await waitFor(() => expect(far.called('experiments:check')).toEqual({ text: `${text}bogus: 1\n` }))
    await checked([{ line: 7, column: 1, message: '"bogus" is not known here.' }])
    expect(screen.getByTestId('experiment-problems').textContent).toContain('Line 7"bogus" is not known here.')
    expect(screen.getByTestId('experiment-run-it').hasAttribute('disabled')).toBe(true)
    expect(screen.getByRole('button', { name: 'Save as your own' }).hasAttribute('disabled')).toBe(true)
    fireEvent.click(screen.getByRole('button', { name: 'Undo all changes' }))
    expect((screen.getByTestId('experiment-text') as HTMLTextAreaElement).value).toBe(text)
  })

  test('one of Chaos Toolkit is brought in as a draft, or refused by name', async () => {
    await open()
    fireEvent.click(screen.getByRole('button', { name: 'Import Chaos Toolkit' }))
    fireEvent.change(screen.getByLabelText('Experiment of Chaos Toolkit, as JSON'), { target: { value: '{}' } })
    fireEvent.click(screen.getByRole('button', { name: 'Make an experiment of it' }))
    expect(far.called('experiments:import')).toEqual({ json: '{}' })
    await act(async () => far.refuse('experiments:import', 'experiment-import', { why: 'kill_pods is not known.' }))
    expect(screen.getByRole('alert').textContent).toContain('kill_pods is not known.')
    fireEvent.click(screen.getByRole('button', { name: 'Make an experiment of it' }))
    await act(async () => far.answer('experiments:import', { text }))
    expect((screen.getByTestId('experiment-text') as HTMLTextAreaElement).value).toBe(text)
  })
})

describe('a run', () => {
  test('shows itself, with live probes against their bounds, and can be stopped', async () => {
    await open({ x1: run() })
    await act(async () => {
      far.item('experiment', { readings: [{ at: 1500, probe: 'p95', phase: 'before', value: '40 ms', isWithin: true }, { at: 2500, probe: 'p95', phase: 'method', value: '300 ms', isWithin: false }] })
      await new Promise((done) => setTimeout(done, 300))
    })
    expect(screen.getByRole('img', { name: 'p95: 300 ms last, 1 of 2 times out of bounds' })).toBeTruthy()
    expect(screen.getByText('out of bounds')).toBeTruthy()
    expect(screen.getByText('Method', { selector: '[aria-current="step"]' })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Stop and roll back' }))
    expect(far.called('experiments:stop')).toEqual({ runId: 'x1' })
  })

  test('that is over has its verdict, and its report as a page that can do nothing and as text', async () => {
    await open({ x1: run({ phase: 'ended', endedAt: 60_000, verdict: 'broke', reason: 'p95 was too high.' }) })
    fireEvent.click(screen.getByTestId('experiment-run'))
    expect(screen.getByTestId('verdict').textContent).toContain('The steady state broke p95 was too high.')
    fireEvent.click(screen.getByTestId('report-page'))
    expect(far.called('experiments:report')).toEqual({ runId: 'x1', format: 'html' })
    await act(async () => far.answer('experiments:report', { text: '<h1>It broke</h1>' }))
    const frame = screen.getByTestId('report-frame')
    expect([frame.getAttribute('sandbox'), frame.getAttribute('srcdoc')]).toEqual(['', '<h1>It broke</h1>'])
    fireEvent.click(screen.getByTestId('report-text'))
    await act(async () => far.answer('experiments:report', { text: '# It broke' }))
    expect(screen.getByTestId('report-markdown').textContent).toBe('# It broke')
  })
})
