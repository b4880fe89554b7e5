import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fitBounds, readBounds, writeBounds } from './window-bounds'

const laptop = { x: 0, y: 0, width: 1440, height: 900 }
const projector = { x: 1440, y: 0, width: 1920, height: 1080 }
const onProjector = { x: 1600, y: 100, width: 1000, height: 700 }

test('a window comes back where it was', () => {
  expect(fitBounds(onProjector, [laptop, projector])).toEqual(onProjector)
})

test('a window whose display was unplugged keeps its size and comes back in sight', () => {
  expect(fitBounds(onProjector, [laptop])).toEqual({ width: 1000, height: 700 })
})

test('a title bar above or below every display counts as out of sight', () => {
  expect(fitBounds({ ...onProjector, x: 100, y: -40 }, [laptop])).toEqual({ width: 1000, height: 700 })
  expect(fitBounds({ ...onProjector, x: 100, y: 880 }, [laptop])).toEqual({ width: 1000, height: 700 })
})

test('nonsense is replaced by the first size, and too small is made usable', () => {
  for (const nonsense of [null, 'x', {}, { x: 1, y: 2, width: NaN, height: 3 }]) {
    expect(fitBounds(nonsense, [laptop])).toEqual({ width: 1280, height: 820 })
  }
  expect(fitBounds({ x: 0, y: 0, width: 10, height: 10 }, [laptop])).toEqual({ x: 0, y: 0, width: 720, height: 480 })
})

test('what was written is read again, and a torn file is like none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bounds-'))
  const file = join(folder, 'deep', 'window.json')
  writeBounds(file, onProjector)
  expect(readBounds(file)).toEqual(onProjector)
  writeFileSync(file, '{"x":')
  expect(readBounds(file)).toBeNull()
  rmSync(folder, { recursive: true })
})
