import { describe, expect, test } from 'vitest'
import { scaleChoices } from '../../store/ui.ts'
import { roomOf, zoomOf } from './use-scale.ts'
import { themeInForce } from './use-theme.ts'

describe('the theme in force', () => {
  test('a choice stands, whatever the system says', () => {
    expect(themeInForce('light', true, true)).toBe('light')
    expect(themeInForce('projector', true, true)).toBe('projector')
  })

  test('`system` follows light and dark, and a wish for more contrast before both', () => {
    expect(themeInForce('system', false, false)).toBe('light')
    expect(themeInForce('system', true, false)).toBe('dark')
    expect(themeInForce('system', false, true)).toBe('contrast')
    expect(themeInForce('system', true, true)).toBe('contrast')
  })
})

describe('the scale', () => {
  test('grows with the choice, and further on a projector', () => {
    const zooms = scaleChoices.map((scale) => zoomOf(scale, 'light'))
    expect(zooms).toEqual([...zooms].sort((a, b) => a - b))
    expect(zoomOf(100, 'projector')).toBeGreaterThan(zoomOf(100, 'dark'))
  })

  test('a small window at twice the size has the room of a small one', () => {
    expect(roomOf(1280 / zoomOf(100, 'light'))).toBe('wide')
    expect(roomOf(1280 / zoomOf(125, 'light'))).toBe('medium')
    expect(roomOf(1280 / zoomOf(150, 'light'))).toBe('narrow')
    expect(roomOf(1280 / zoomOf(200, 'light'))).toBe('small')
    expect(roomOf(1920 / zoomOf(150, 'light'))).toBe('wide')
    expect(roomOf(1920 / zoomOf(100, 'light'))).toBe('roomy')
  })
})
