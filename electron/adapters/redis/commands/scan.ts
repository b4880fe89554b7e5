// Going through keys in steps. A key keeps its place while it lives, so one that is there all the time is met. Fields and members are
// given whole with the first step, which Redis does for small ones too.

import type { Reply } from '../resp/reply.ts'
import { findKey } from '../store/store.ts'
import { CommandError, integer, syntaxError, word, type Call } from './command.ts'
import { matches } from './pattern.ts'

type ScanOptions = { readonly pattern: string; readonly count: number; readonly type: string | null; readonly namesOnly: boolean }

/** Places looked at in one step, whatever was asked for. */
const mostPlaces = 1_000_000

export function scanKeys(words: string[], call: Call): Reply {
  const start = cursorOf(words[1])
  const { pattern, count, type } = optionsOf(words.slice(2))
  const { keys } = call.database.slots
  const found: string[] = []
  const end = Math.min(keys.length, start + Math.min(count, mostPlaces))
  for (let place = start; place < end; place += 1) {
    const key = keys[place]
    if (key === undefined || !matches(pattern, key)) continue
    const entry = findKey(call.store, call.database, key)
    if (entry !== undefined && (type === null || entry.value.kind === type)) found.push(key)
  }
  return [end >= keys.length ? '0' : String(end), found]
}

/** `list` has `width` texts for each. */
export function scanOf(cursor: string | undefined, words: readonly string[], list: readonly string[], width: 1 | 2): Reply {
  cursorOf(cursor)
  const { pattern, namesOnly } = optionsOf(words)
  const found: string[] = []
  for (let index = 0; index < list.length; index += width) {
    const name = list[index] ?? ''
    if (!matches(pattern, name)) continue
    found.push(name)
    if (width === 2 && !namesOnly) found.push(list[index + 1] ?? '')
  }
  return ['0', found]
}

function cursorOf(text: string | undefined): number {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw new CommandError('ERR invalid cursor')
  return Number(text)
}

function optionsOf(words: readonly string[]): ScanOptions {
  let options: ScanOptions = { pattern: '*', count: 10, type: null, namesOnly: false }
  for (let index = 0; index < words.length; index += 2) {
    const [name, value] = [word(words, index).toUpperCase(), words[index + 1]]
    if (name === 'NOVALUES') {
      options = { ...options, namesOnly: true }
      index -= 1
    } else if (value === undefined) throw syntaxError()
    else if (name === 'MATCH') options = { ...options, pattern: value }
    else if (name === 'COUNT') options = { ...options, count: integer(value) }
    else if (name === 'TYPE') options = { ...options, type: value.toLowerCase() }
    else throw syntaxError()
  }
  if (options.count < 1) throw syntaxError()
  return options
}
