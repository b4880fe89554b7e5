// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { configMask } from '../../../shared/protocol/redact.ts'
import { exampleApp } from '../../scene/world.fixture.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { ConfigView } from './config-view.tsx'

const app = exampleApp({ config: { A: configMask, B: configMask } })
let engine: FarEngine

beforeEach(() => {
  engine = farEngine({ apps: { a1: app } })
  render(<ConfigView app={app} />)
})
afterEach(cleanup)

test('one value is revealed, the others stay masked', async () => {
  fireEvent.click(screen.getByRole('button', { name: 'Reveal A' }))
  await act(async () => engine.answer('config:get', { A: 'apple', B: 'bear' }))
  expect(screen.getByTestId('config-A').textContent).toContain('apple')
  expect(screen.getByTestId('config-B').textContent).toContain(configMask)
  expect(document.body.textContent).not.toContain('bear')
})

test('a pasted file is shown line by line and set as one release, without what is the same or refused', async () => {
  fireEvent.click(screen.getByRole('button', { name: 'Paste a .env file' }))
  await act(async () => engine.answer('config:get', { A: 'apple', B: 'bear' }))
  fireEvent.change(screen.getByLabelText('Text of the .env file'), { target: { value: 'A=apple\nexport B="two\nlines"\nC=3\nPORT=80' } })
  expect(screen.getByText('1 added, 1 changed, 1 same, 1 refused')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Set 2 vars and restart' }))
  expect(engine.called('config:set')).toEqual({ app: 'tea', vars: { B: 'two\nlines', C: '3' } })
  await act(async () => engine.answer('config:set', { seq: 0, version: 4 }))
  expect(screen.queryByLabelText('Text of the .env file')).toBeNull()
})
