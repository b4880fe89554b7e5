// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Release } from '../../../shared/domain/build.ts'
import { exampleApp, exampleRelease, exampleSlug } from '../../scene/world.fixture.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { ReleasesView } from './releases-view.tsx'

const size = 'standard-1x'
const app = exampleApp({ formation: { web: { quantity: 1, size }, worker: { quantity: 2, size } } })
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)))
const older = { ...exampleSlug, id: 'sha256:0', bytes: 1024 * 1024, files: 5, processTypes: { web: 'node web.js' } }
const newer = { ...exampleSlug, processTypes: { web: 'node web.js', worker: 'node worker.js', release: 'node release.js' } }
const three = [exampleRelease(1, { slugId: 'sha256:0' }), exampleRelease(2, { slugId: 'sha256:0', description: 'Set GREETING config vars' }), exampleRelease(3)]

afterEach(cleanup)

function open(releases: readonly Release[]): FarEngine {
  const engine = farEngine({ apps: { a1: app }, releases: { a1: releases }, slugs: { 'sha256:0': older, 'sha256:1': newer } })
  render(<ReleasesView app={app} />)
  return engine
}

test('two that are ticked are compared, the older first, a third takes the place of the first', () => {
  open(three)
  fireEvent.click(screen.getByLabelText('Compare v3'))
  expect(screen.getByText('v3 is chosen. Choose another to compare.')).toBeTruthy()
  fireEvent.click(screen.getByLabelText('Compare v1'))
  const compared = screen.getByRole('region', { name: 'v1 against v3' })
  expect(compared.textContent).toContain('1 MB more, 2 files fewer.')
  expect(within(compared).getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['+releaseaddednode release.js', '+workeraddednode worker.js'])
  fireEvent.click(screen.getByLabelText('Compare v2'))
  expect(screen.getByRole('region', { name: 'v1 against v2' })).toBeTruthy()
  expect(screen.getByLabelText<HTMLInputElement>('Compare v3').checked).toBe(false)
})

test('a rollback says beforehand what stops and what it saves, and then does just that', async () => {
  const engine = open(three)
  fireEvent.click(screen.getByRole('button', { name: 'Roll back to v1' }))
  const preview = screen.getByRole('form', { name: /^Roll back to v1/ })
  expect(preview.textContent).toContain('workerremoved, its 2 dynos stop')
  expect(preview.textContent).toContain('no release command runs any more')
  expect(preview.textContent).toContain('−$50.00/mo')
  expect(within(preview).getByText('heroku releases:rollback v1 -a tea')).toBeTruthy()
  fireEvent.submit(preview)
  await settle()
  expect(engine.called('releases:rollback')).toEqual({ app: 'tea', version: 1 })
})

test('what the release command printed is under its release', async () => {
  const engine = open([exampleRelease(3, { status: { kind: 'failed', at: 5600, exitStatus: 3 } })])
  fireEvent.click(within(screen.getByTestId('release-v3')).getByRole('button', { expanded: false }))
  const line = (id: number, at: number, text: string) => ({ id, at, source: 'app', ps: 'release.1', text }) as const
  act(() => engine.item('logs', { dropped: 0, lines: [line(1, 100, 'of an earlier one'), line(2, 5100, 'migrating'), line(3, 5500, 'no such table'), line(4, 99_000, 'of a later one')] }))
  expect(screen.getByLabelText('Output of the release command of v3').textContent).toBe('migratingno such table')
  expect(screen.getByText(/ended with status 3, so the release did not take over/)).toBeTruthy()
})

test('filters and search leave only what is like that, and say how many', () => {
  open(three)
  fireEvent.click(screen.getByRole('button', { name: 'Config' }))
  expect(screen.getAllByRole('listitem').map((row) => row.dataset['testid'])).toEqual(['release-v2'])
  expect(screen.getByText('1 of 3')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'All' }))
  fireEvent.change(screen.getByLabelText('Find a release'), { target: { value: 'no such' } })
  expect(screen.getByText(/No release is like that/)).toBeTruthy()
})

test('of a long list only what is in sight is drawn', () => {
  open(Array.from({ length: 300 }, (_, index) => exampleRelease(index + 1)))
  expect(screen.queryAllByTestId(/^release-v/).length).toBeLessThan(100)
})
