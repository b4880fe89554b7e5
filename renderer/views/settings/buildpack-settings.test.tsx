// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { exampleApp } from '../../scene/world.fixture.ts'
import { farEngine } from '../../store/far-engine.fixture.ts'
import { BuildpackSettings } from './buildpack-settings.tsx'

afterEach(cleanup)

test('a buildpack is moved by its buttons, and the focus goes with it', async () => {
  const app = exampleApp({ buildpacks: ['heroku/nodejs', 'heroku/ruby', 'heroku/go'] })
  const engine = farEngine({ apps: { a1: app } })
  const { rerender } = render(<BuildpackSettings app={app} />)
  fireEvent.click(screen.getByRole('button', { name: 'Move heroku/go up' }))
  expect(engine.called('buildpacks:set')).toEqual({ app: 'tea', buildpacks: ['heroku/nodejs', 'heroku/go', 'heroku/ruby'] })
  rerender(<BuildpackSettings app={{ ...app, buildpacks: ['heroku/nodejs', 'heroku/go', 'heroku/ruby'] }} />)
  await act(async () => engine.answer('buildpacks:set', { seq: 0 }))
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Move heroku/go up')
})
