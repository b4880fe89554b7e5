import { describe, expect, test } from 'vitest'
import { pages, views } from '../store/ui.ts'
import { keyTable, keyWords, pressWords, readPress, type KeyAction } from './keys.ts'

const plain = (key: string) => ({ key, isControl: false, isAlt: false })
const control = (key: string) => ({ key, isControl: true, isAlt: false })

describe('the table of keys', () => {
  test('no two shortcuts are the same', () => {
    const words = keyTable.map(({ presses }) => pressWords(presses))
    expect(new Set(words).size).toBe(words.length)
  })

  test('no shortcut is the beginning of another, or the longer one could never be typed', () => {
    for (const one of keyTable) {
      const longer = keyTable.filter(({ presses }) => presses.length > one.presses.length && one.presses.every((press, index) => presses[index] === press))
      expect(longer, pressWords(one.presses)).toEqual([])
    }
  })

  test('every view has a pair of letters, and every page a person goes to has a shortcut', () => {
    for (const view of views) expect(keyWords((action) => action.kind === 'view' && action.view === view)).toMatch(/^g [a-z]$/)
    for (const page of pages.filter((entry) => entry !== 'welcome')) expect(keyWords((action) => action.kind === 'page' && action.page === page)).not.toBeNull()
  })

  test('keys that a text field or the system needs are left alone', () => {
    const taken = ['Ctrl+A', 'Ctrl+C', 'Ctrl+V', 'Ctrl+X', 'Ctrl+F', 'Ctrl+W', 'Ctrl+T', 'Ctrl+N', 'Ctrl+R', 'Enter', ' ', 'Tab', 'Escape']
    expect(keyTable.flatMap(({ presses }) => presses).filter((press) => taken.includes(press))).toEqual([])
  })
})

describe('reading presses', () => {
  const typed = (...keys: readonly string[]): KeyAction | null => {
    let pending: string | null = null
    let action: KeyAction | null = null
    for (const key of keys) ({ pending, action } = readPress(pending, plain(key)))
    return action
  }

  test('two letters in a row are one shortcut', () => {
    expect(typed('g', 'm')).toEqual({ kind: 'view', view: 'map' })
    expect(typed('g', 'h')).toEqual({ kind: 'page', page: 'apps' })
  })

  test('a second letter that means nothing ends the pair, and does not do what it does alone', () => {
    expect(typed('g', '?')).toBeNull()
    expect(typed('g', 'z', 'm')).toBeNull()
  })

  test('with the control key the letter of a pair is something else', () => {
    expect(readPress('g', control('k'))).toEqual({ pending: null, action: { kind: 'palette' } })
    expect(readPress(null, control('1')).action).toEqual({ kind: 'view', view: 'map' })
    expect(readPress(null, control('g'))).toEqual({ pending: null, action: null })
  })

  test('presses with Alt belong to the system', () => {
    expect(readPress(null, { key: '/', isControl: false, isAlt: true }).action).toBeNull()
  })
})
