// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { exampleAddOn } from '../../scene/world.fixture.ts'
import { farEngine } from '../../store/far-engine.fixture.ts'
import { DayVolume } from './day-volume.tsx'

afterEach(cleanup)
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)))
const info = { lines: 0, oldestAt: null, memoryBytes: 0, missed: 0, archives: 0, archiveBytes: 0, trouble: null }

test.each([
  [{ dayBytes: 2048, dayLimitBytes: 10 * 2 ** 20, dropped: 0 }, 'Today, by UTC: 2 KB of 10 MB.'],
  [{ dayBytes: 10 * 2 ** 20, dayLimitBytes: 10 * 2 ** 20, dropped: 1200 }, '1,200 lines of today were dropped: choklad lets in 10 MB a day, by UTC. Another plan lets in more.'],
  [{ dayBytes: 5, dayLimitBytes: null, dropped: 0 }, ''],
])('what the plan lets in on a day, and what was dropped over it, is said (LS10)', async (day, words) => {
  const engine = farEngine({})
  const { container } = render(<DayVolume addOn={exampleAddOn({ service: 'papertrail', plan: 'choklad' })} />)
  await settle()
  act(() => engine.answer('papertrail:info', { ...info, ...day }))
  await settle()
  expect(container.textContent).toBe(words)
})
