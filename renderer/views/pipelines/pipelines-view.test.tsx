// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Pipeline } from '../../../shared/domain/pipeline.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { exampleApp, exampleRelease, exampleSlug } from '../../scene/world.fixture.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { usePipelineDesk } from '../../store/pipeline-desk.ts'
import { PipelinesView } from './pipelines-view.tsx'

const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)))
const staging = exampleApp({ id: 's', name: 'tea-staging' })
const production = exampleApp({ id: 'p', name: 'tea-prod', currentVersion: 2 })
const pipeline: Pipeline = {
  id: 'p1', name: 'tea', owner: 'ada', createdAt: 0, review: { automatic: false, parentId: null, config: { KEY: '••••••••' } },
  couplings: [{ appId: 's', stage: 'staging', createdAt: 0 }, { appId: 'p', stage: 'production', createdAt: 0 }],
}
const running = { version: 3, slugId: 'sha256:1', commit: 'abcdef0123', bytes: 2048, stack: 'heroku-24' }
const shipment = {
  app: 'tea-prod', stage: 'production', now: { ...running, version: 2 }, isSameSlug: false,
  code: { kind: 'related', ahead: [{ id: 'abcdef0123', subject: 'Sell tea', author: 'Ada', at: 0 }], aheadCount: 1, behind: [], behindCount: 0 },
  types: { added: { worker: 'node worker.js' }, removed: {}, changed: {} }, starts: {}, releaseCommand: 'node migrate.js',
  config: { same: ['A'], different: ['B'], missing: ['C'], extra: [] }, unlike: [],
}

beforeEach(() => usePipelineDesk.setState({ pipelineId: null, sheet: null }))
afterEach(cleanup)

function open(more: Partial<PlatformState> = {}): FarEngine {
  const engine = farEngine({
    apps: { s: staging, p: production }, slugs: { 'sha256:1': exampleSlug }, pipelines: { p1: pipeline },
    releases: { s: [exampleRelease(3, { appId: 's' })], p: [exampleRelease(2, { appId: 'p', slugId: null })] }, ...more,
  })
  render(<PipelinesView />)
  return engine
}

test('without a pipeline there is what it is for, and a form that guesses the stage of an app', async () => {
  const engine = open({ pipelines: {} })
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'tea' } })
  fireEvent.change(screen.getByLabelText('First app'), { target: { value: 'p' } })
  expect(screen.getByLabelText<HTMLSelectElement>('Stage').value).toBe('production')
  fireEvent.submit(screen.getByRole('form', { name: 'New pipeline' }))
  await settle()
  expect(engine.called('pipelines:create')).toEqual({ name: 'tea', app: 'tea-prod', stage: 'production' })
})

test('a promotion says beforehand what ships and what does not, and then does just that (PL9)', async () => {
  const engine = open()
  expect(within(screen.getByTestId('card-tea-prod')).getByText('nothing deployed')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Promote tea-staging' }))
  await settle()
  expect(engine.called('pipelines:diff')).toEqual({ app: 'tea-staging' })
  act(() => engine.answer('pipelines:diff', { source: { ...running, app: 'tea-staging', stage: 'staging' }, targets: [shipment] }))
  await settle()
  const facts = screen.getByRole('region', { name: 'What tea-prod gets' })
  for (const words of ['1 commit that tea-prod has not:', 'Sell tea', 'worker', 'node migrate.js', '1 missing on tea-prod', 'same price']) expect(facts.textContent).toContain(words)
  expect(screen.getByText('heroku pipelines:promote -a tea-staging')).toBeTruthy()
  fireEvent.submit(screen.getByRole('form', { name: 'Promote tea-staging, v3' }))
  await settle()
  expect(engine.called('pipelines:promote')).toEqual({ app: 'tea-staging' })
})

test('config vars stand beside each other by letters, and never by value (PL10)', async () => {
  const engine = open()
  await settle()
  act(() => engine.answer('pipelines:config', { apps: [{ app: 'tea-staging', stage: 'staging' }, { app: 'tea-prod', stage: 'production' }], rows: [{ key: 'A', state: 'same', cells: [1, 1] }, { key: 'B', state: 'different', cells: [1, 2] }, { key: 'C', state: 'missing', cells: [1, null] }] }))
  await settle()
  const rows = () => screen.getAllByRole('row').slice(1).map(({ textContent }) => textContent)
  expect(rows()).toEqual(['AAAsame everywhere', 'BABdiffers', 'CA− missingmissing in 1'])
  fireEvent.click(screen.getByRole('switch', { name: 'Only what differs' }))
  expect(rows()).toHaveLength(2)
})

test('a review app that errored says why, and what app.json asked for in vain', () => {
  const review = { id: 'v', pipelineId: 'p1', parentId: 's', branch: 'green', commit: 'abcdef0123', appId: null, app: null, status: 'errored', message: 'app.json line 2: no.', notes: ['No add-ons here.'], predestroy: null, wasCreated: false, by: 'ada', createdAt: 0, updatedAt: 0 } as const
  open({ reviewApps: { v: review } })
  const card = screen.getByTestId('review-green')
  for (const words of ['errored', 'app.json line 2: no.', 'No add-ons here.', 'abcdef0']) expect(card.textContent).toContain(words)
})
