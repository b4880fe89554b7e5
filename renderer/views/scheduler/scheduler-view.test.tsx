// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { SchedulerJob } from '../../../shared/domain/scheduler.ts'
import { exampleAddOn, exampleApp } from '../../scene/world.fixture.ts'
import { useAddOnDesk } from '../../store/addon-desk.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { useUi } from '../../store/ui.ts'
import { SchedulerView } from './scheduler-view.tsx'

const scheduler = exampleAddOn({ id: 's1', name: 'scheduler-quiet-1', service: 'scheduler', plan: 'standard', config: {} })
const job: SchedulerJob = {
  id: 'j', number: 3, addOnId: 's1', appId: 'a1', command: 'node report.js', size: null, schedule: { kind: 'daily', hour: 4, minute: 30 }, ifRunning: 'skip', by: 'ada', createdAt: 0, dealtUntil: 0, running: [],
  lastRun: { at: 1000, dueAt: 1000, dynoId: 'd', name: 'scheduler.12', exitStatus: 1 }, lastMiss: { at: 2000, dueAt: 1500, why: 'off', message: 'No engine ran.' }, runs: 4, missed: 2,
}

beforeEach(() => useAddOnDesk.setState({ shown: {} }))
afterEach(cleanup)

function open(addOns: readonly AddOn[], jobs: readonly SchedulerJob[] = []): FarEngine {
  const engine = farEngine({ apps: { a1: exampleApp() }, addOns: Object.fromEntries(addOns.map((one) => [one.id, one])), schedulerJobs: Object.fromEntries(jobs.map((one) => [one.id, one])) })
  render(<SchedulerView />)
  return engine
}

test('without a scheduler it says what for, and leads to its plans', () => {
  open([])
  fireEvent.click(screen.getByRole('button', { name: 'Add a scheduler to an app' }))
  expect(useUi.getState().page).toBe('addons')
  expect(useAddOnDesk.getState().service).toBe('scheduler')
})

test('one that is being made, and one that could not be, say so', () => {
  open([{ ...scheduler, state: 'provisioning' }])
  expect(screen.getByText(/It is being made/)).toBeTruthy()
  cleanup()
  open([{ ...scheduler, state: 'errored', message: 'The port is taken.' }])
  expect(screen.getByText('The port is taken.')).toBeTruthy()
})

test('a job tells when it is due, how the last run ended, and which runs were missed', () => {
  const engine = open([scheduler], [job])
  const row = screen.getByTestId('job-3')
  for (const words of ['node report.js', 'every day at 04:30 UTC', 'left out while', 'failed with 1', 'scheduler.12', '2 runs missed', 'No engine ran']) expect(row.textContent).toContain(words)
  fireEvent.click(within(row).getByRole('button', { name: 'Run now' }))
  expect(engine.called('scheduler:run')).toEqual({ app: 'tea', job: 3 })
})

test('a job is added and changed with its command beside it', async () => {
  const engine = open([scheduler], [job])
  fireEvent.click(screen.getByRole('button', { name: 'Edit job 3' }))
  fireEvent.change(screen.getByLabelText('Runs'), { target: { value: 'hourly' } })
  fireEvent.change(screen.getByLabelText('At minute'), { target: { value: '75' } })
  fireEvent.change(screen.getByLabelText('At minute'), { target: { value: '15' } })
  expect(screen.getByText(/heroku scheduler:update 3/).textContent).toContain('--every :15')
  fireEvent.submit(screen.getByRole('form', { name: 'Change job 3' }))
  await act(async () => {})
  expect(engine.called('scheduler:update')).toEqual({ app: 'tea', job: 3, command: 'node report.js', schedule: { kind: 'hourly', minute: 15 }, ifRunning: 'skip', size: null })
})
