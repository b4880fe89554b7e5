import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')
const css = read('tokens.css') + read('log-colors.css') + read('themes.css')

const grounds = ['ground', 'surface', 'sunken', 'hover']
const inks = ['ink', 'ink-soft', 'ink-faint', 'accent', 'up', 'starting', 'draining', 'crashed', 'idle', 'down']
const states = ['up', 'starting', 'draining', 'crashed']
const pairs = [
  ...inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const)),
  ...states.flatMap((state) => [[state, `${state}-wash`], ['ink', `${state}-wash`], ['ink-soft', `${state}-wash`]] as const),
  ['accent-ink', 'accent'], ['accent-ink', 'accent-strong'], ['ink', 'accent-wash'], ['ink-soft', 'accent-wash'], ['ink', 'mark'], ['ink-faint', 'up-wash'],
  ...Array.from({ length: 8 }, (_, index) => [`ps-${index}`, 'sunken'] as const),
] as const
const names = new Set(pairs.flat())

/** WCAG 2.1: 4.5 between text and what it stands on is AA, 7 is AAA. The projector's lamp takes some of it away again. */
const themes = [['light', 4.5], ['dark', 4.5], ['contrast', 7], ['projector', 7]] as const

describe.each(themes)('the %s theme', (theme, wanted) => {
  // Dark sets every colour anew; the others stand on the light one's.
  const colors = new Map([...colorsOf(':root {'), ...colorsOf(`:root[data-theme='${theme}'] {`)])

  test.each(pairs)('%s is readable on %s', (ink, ground) => {
    expect(contrast(colors.get(ink) ?? '', colors.get(ground) ?? '')).toBeGreaterThanOrEqual(wanted)
  })

  test('the lines around things can be told from the ground', () => {
    const least = theme === 'contrast' ? 4.5 : theme === 'projector' ? 3 : 1.5
    expect(contrast(colors.get('line-strong') ?? '', colors.get('ground') ?? '')).toBeGreaterThanOrEqual(least)
  })
})

test.each(['dark', 'contrast', 'projector'])('the %s theme is designed: it sets every colour itself', (theme) => {
  const own = new Set(colorsOf(`:root[data-theme='${theme}'] {`).map(([name]) => name))
  expect([...names].filter((name) => !own.has(name))).toEqual([])
})

/** Of all blocks that open with exactly this selector. */
function colorsOf(selector: string): [string, string][] {
  const blocks = css.split('}').filter((block) => block.trimStart().split('\n').some((line) => line.trim() === selector))
  return blocks.flatMap((block) => [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match): [string, string] => [match[1] ?? '', match[2] ?? '']))
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
