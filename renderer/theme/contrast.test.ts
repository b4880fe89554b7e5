import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')
const tokens = read('tokens.css')
const logColors = read('log-colors.css')

/** WCAG 2.1: at least this much between text and what it stands on. */
const wanted = 4.5
const grounds = ['ground', 'surface', 'sunken', 'hover']
const inks = ['ink', 'ink-soft', 'ink-faint', 'accent', 'up', 'starting', 'draining', 'crashed', 'idle', 'down']
const pairs = [
  ...inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const)),
  ...['up', 'starting', 'draining', 'crashed'].flatMap((state) => [[state, `${state}-wash`], ['ink', `${state}-wash`], ['ink-soft', `${state}-wash`]] as const),
  ['accent-ink', 'accent'], ['accent-ink', 'accent-strong'], ['ink', 'accent-wash'], ['ink', 'mark'], ['ink-faint', 'up-wash'],
  ...Array.from({ length: 8 }, (_, index) => [`ps-${index}`, 'sunken'] as const),
] as const

describe.each([['light', 0], ['dark', 1]] as const)('the %s theme', (_, index) => {
  const colors = new Map([...colorsOf(tokens, index), ...colorsOf(logColors, index)])

  test.each(pairs)('%s is readable on %s', (ink, ground) => {
    expect(contrast(colors.get(ink) ?? '', colors.get(ground) ?? '')).toBeGreaterThanOrEqual(wanted)
  })
})

/** The first block that sets colours is the light theme's, the second the dark one's. */
function colorsOf(css: string, index: number): [string, string][] {
  const blocks = css.split('}').filter((block) => /:root[^{]*\{[^{]*#[0-9a-f]{6};/.test(block))
  return [...(blocks[index] ?? '').matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? ''])
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
