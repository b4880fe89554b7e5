// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { exampleApp, exampleSlug } from '../../scene/world.fixture.ts'
import { farEngine } from '../../store/far-engine.fixture.ts'
import { FormationPanel } from './formation-panel.tsx'

const app = exampleApp()
const slug = { ...exampleSlug, processTypes: { worker: 'node worker.js', web: 'node web.js', release: 'node release.js' } }

afterEach(cleanup)

test('slider, steps and field are one wish: nothing is sent until the button that names its price', () => {
  const engine = farEngine({ apps: { a1: app } })
  render(<FormationPanel app={app} slug={slug} />)
  fireEvent.change(screen.getByLabelText('Slider for web dynos'), { target: { value: '3' } })
  expect(screen.getByLabelText<HTMLInputElement>('web dynos').value).toBe('3')
  fireEvent.click(screen.getByTestId('scale-web-minus'))
  expect(screen.getByLabelText<HTMLInputElement>('Slider for web dynos').value).toBe('2')
  fireEvent.change(screen.getByLabelText('web dynos'), { target: { value: '3' } })
  expect(engine.called('ps:scale')).toBeUndefined()
  expect(screen.getByText('heroku ps:scale web=3 -a tea')).toBeTruthy()
  expect(screen.getByTestId('scale-web-apply').textContent).toBe('Scale web to 3 · +$50.00/mo')
  expect(screen.queryByTestId('scale-worker-apply')).toBeNull()
})

test('a number beyond the slider stays as it was typed, the slider stands at its end', () => {
  farEngine({ apps: { a1: app } })
  render(<FormationPanel app={app} slug={slug} />)
  fireEvent.change(screen.getByLabelText('web dynos'), { target: { value: '101' } })
  expect(screen.getByLabelText<HTMLInputElement>('web dynos').value).toBe('101')
  expect(screen.getByLabelText<HTMLInputElement>('Slider for web dynos').value).toBe('4')
})

test('the release command has no row: it is not scaled', () => {
  farEngine({ apps: { a1: app } })
  render(<FormationPanel app={app} slug={slug} />)
  expect(screen.getAllByRole('listitem').map((row) => row.dataset['testid'])).toEqual(['scale-web', 'scale-worker'])
})
