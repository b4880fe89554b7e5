// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { Build } from '../../../shared/domain/build.ts'
import { exampleApp, exampleBuild, exampleDyno, exampleRelease, exampleSlug } from '../../scene/world.fixture.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { useUi } from '../../store/ui.ts'
import { exampleEvent } from '../../text/event.fixture.ts'
import { takeEvents, takeHistory, useMirror } from '../../store/mirror.ts'
import { DeployView } from './deploy-view.tsx'

const app = exampleApp()
const stages = (...names: ('source' | 'detect' | 'compile' | 'slug' | 'release')[]) => names.map((stage, index) => ({ stage, at: 1000 + index * 1000 }))
const no = { buildpack: 'heroku/ruby', matched: false, label: null, file: null, reason: 'Not in the root: Gemfile.' }
const yes = { buildpack: 'heroku/nodejs', matched: true, label: 'Node.js', file: 'package.json', reason: 'package.json is there.' }
const succeeded = exampleBuild({ stages: stages('source', 'detect', 'compile', 'slug', 'release'), detections: [no, yes], buildpacks: ['heroku/nodejs'], status: { kind: 'succeeded', slugId: 'sha256:1', version: null, endedAt: 5000 } })
const failed = exampleBuild({ id: 'b2', startedAt: 9000, stages: stages('source', 'detect'), detections: [no], status: { kind: 'failed', code: 'no-buildpack', message: 'No default language could be detected.', help: 'Put the manifest in the root.', endedAt: 3000 } })

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  useUi.setState({ buildId: null, selection: null })
})

function open(builds: readonly Build[], output = ''): FarEngine {
  const engine = farEngine({
    apps: { a1: app }, builds: Object.fromEntries(builds.map((build) => [build.id, build])), appBuilds: { a1: builds.map(({ id }) => id) }, releases: { a1: [exampleRelease(3)] }, slugs: { 'sha256:1': exampleSlug },
    dynos: { 'web.1': exampleDyno('web.1') },
  })
  render(<DeployView app={app} />)
  if (output !== '') act(() => engine.item('build', { text: output }))
  return engine
}
const step = (name: string) => within(screen.getByTestId(`lane-${name}`))
const states = () => ['commit', 'detect', 'compile', 'slug', 'release', 'dynos'].map((name) => screen.getByTestId(`lane-${name}`).dataset['state'])

test('a push that is over: where its time went, and each step can be looked into', () => {
  open([succeeded])
  expect(states()).toEqual(['done', 'done', 'done', 'done', 'done', 'done'])
  expect(screen.getByRole('list', { name: /^Where the time went/ }).textContent).toContain('compile')
  expect(screen.getByRole('region', { name: 'The dynos' })).toBeTruthy()
  fireEvent.click(step('detect').getByRole('button'))
  expect(within(screen.getByRole('table')).getByText('package.json is there.')).toBeTruthy()
  fireEvent.click(step('slug').getByRole('button'))
  expect(screen.getByRole('region', { name: 'The slug' }).textContent).toContain('node web.js')
})

test('the active step is open by itself, until somebody chooses another', () => {
  const pending = exampleBuild({ stages: stages('source'), status: { kind: 'pending', stage: 'source' } })
  open([pending])
  expect(screen.getByRole('region', { name: 'The commit' })).toBeTruthy()
  act(() => void takeEvents([exampleEvent('build.advanced', { buildId: 'b1', stage: 'detect' }, 1)]))
  expect(screen.getByRole('region', { name: 'Which buildpack' })).toBeTruthy()
  fireEvent.click(step('commit').getByRole('button'))
  act(() => void takeEvents([exampleEvent('build.advanced', { buildId: 'b1', stage: 'compile' }, 2)]))
  expect(states().slice(0, 4)).toEqual(['done', 'done', 'active', 'waiting'])
  expect(screen.getByRole('region', { name: 'The commit' })).toBeTruthy()
})

test('a failure says what, why, what to try, where, and what goes on serving', () => {
  open([succeeded, failed], 'Building source:\n-----> Building on the Heroku-24 stack\n !     No default language could be detected.\n')
  expect(states().slice(0, 3)).toEqual(['done', 'failed', 'waiting'])
  const detail = screen.getByRole('region', { name: 'Which buildpack' })
  expect(within(detail).getByRole('alert').textContent).toContain('Put the manifest in the root.')
  expect(detail.textContent).toContain('v3 goes on serving: Deploy abcdef0.')
  expect(within(detail).getByRole('button', { name: 'Show it in the output' })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Failed 1' }))
  expect(within(screen.getByRole('list', { name: 'Builds' })).getAllByRole('listitem')).toHaveLength(1)
})

test('the lines of the step that is looked at are marked, and a search goes from match to match', () => {
  open([succeeded], 'Building source:\n-----> Building on the Heroku-24 stack\n-----> Node.js app detected\n       npm ci\n       npm done\n-----> Discovering process types\n')
  fireEvent.click(step('compile').getByRole('button'))
  const output = screen.getByTestId('build-output')
  expect([...output.querySelectorAll('.is-part')].map(({ textContent }) => textContent?.trim())).toEqual(['-----> Node.js app detected', 'npm ci', 'npm done'])
  fireEvent.change(screen.getByLabelText('Find in the output'), { target: { value: 'NPM' } })
  expect(output.querySelector('.is-found')?.textContent).toContain('npm ci')
  fireEvent.submit(screen.getByRole('search'))
  expect(screen.getByText('2 of 2')).toBeTruthy()
  expect(output.querySelector('.is-found')?.textContent).toContain('npm done')
})

test('a line under way fills as the last push did, and the passing seconds do not push it on', () => {
  vi.useFakeTimers({ now: 20_500 })
  open([succeeded, exampleBuild({ id: 'b2', startedAt: 20_000, stages: [{ stage: 'source', at: 20_000 }] })])
  const wire = () => screen.getByTestId('lane-commit').querySelector<HTMLElement>('.wire i')
  expect(wire()?.style.animationDuration).toBe('1000ms')
  act(() => vi.advanceTimersByTime(3000))
  expect(wire()?.style.animationDelay).toBe('-500ms')
  expect(step('commit').getByText('3.0 s')).toBeTruthy()
})

test('a replay walks the steps again, says that it is one, and ends where the push ended', () => {
  vi.useFakeTimers()
  open([succeeded])
  fireEvent.click(screen.getByRole('button', { name: 'Replay' }))
  expect(states()).toEqual(['active', 'waiting', 'waiting', 'waiting', 'waiting', 'waiting'])
  expect(screen.getByText(/^Replay, /)).toBeTruthy()
  act(() => vi.advanceTimersByTime(1600))
  expect(states().slice(0, 3)).toEqual(['done', 'active', 'waiting'])
  for (let turns = 0; turns < 8; turns++) act(() => vi.advanceTimersByTime(3000))
  expect(states()).toEqual(['done', 'done', 'done', 'done', 'done', 'done'])
  expect(screen.getByRole('button', { name: 'Replay' })).toBeTruthy()
})

test('why a build is there is one press away', () => {
  open([succeeded])
  act(() => takeHistory([{ ...exampleEvent('build.started', { buildId: 'b1' }, 7), at: 1000, causedBy: { kind: 'command', id: 'c', name: 'git push', by: 'ada', text: 'git push heroku main' } }]))
  fireEvent.click(step('commit').getByRole('button'))
  expect(screen.getByText('ada ran git push heroku main')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Why this build?' }))
  expect(useUi.getState().selection).toEqual({ kind: 'event', seq: 7 })
  expect(useMirror.getState().recent).toHaveLength(1)
})
