// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { exampleApp } from '../../scene/world.fixture.ts'
import { farEngine } from '../../store/far-engine.fixture.ts'
import { RuntimeSettings } from './runtime-settings.tsx'

afterEach(cleanup)

const session = (runtime: 'process' | 'simulated') => ({ id: 's', startedAt: 0, runtime })

test('an app is moved to containers, and a Docker that is not there is told with its fix', async () => {
  const app = exampleApp({})
  const engine = farEngine({ apps: { a1: app }, session: session('process') })
  const { rerender } = render(<RuntimeSettings app={app} />)
  const choice = screen.getByRole('combobox', { name: 'Runtime' })
  expect((choice as HTMLSelectElement).value).toBe('process')
  fireEvent.change(choice, { target: { value: 'docker' } })
  expect(engine.called('runtime:set')).toEqual({ app: app.name, runtime: 'docker' })
  await act(async () => engine.refuse('runtime:set', 'docker-unavailable', { happened: 'Docker does not answer.', fix: 'Start it, then try again.' }))
  expect(screen.getByText(/Start it, then try again/).textContent).toContain('Dynarium goes on without containers.')
  rerender(<RuntimeSettings app={{ ...app, runtime: 'docker' }} />)
  expect(screen.getByText(/sees nothing of this machine/)).toBeTruthy()
})

test('nothing is offered where all is simulated', () => {
  farEngine({ session: session('simulated') })
  const { container } = render(<RuntimeSettings app={exampleApp({})} />)
  expect(container.innerHTML).toBe('')
})
