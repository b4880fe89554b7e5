// Where a start asks to go: `dynarium://app/<name>[/<view>]`, `dynarium://doctor`, or a folder to offer for deployment. Links come
// from anywhere, so their form is checked here and what they name is looked up by the page; they never do more than navigate.

import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { place, type Place } from '../../shared/protocol/window.ts'
import { takesValue } from './launch-options'

export const LINK_SCHEME = 'dynarium'
const LONGEST_TEXT = 200

type Surroundings = {
  /** Words are relative to this folder. */
  readonly workingDir: string
  /** The app's own folder, which is on the command line of an unpackaged start, else null. */
  readonly appDir: string | null
  isFolder(path: string): boolean
}

/** `words`: the command line without the program. Null when it names no place. */
export function placeOfWords(words: readonly string[], { workingDir, appDir, isFolder }: Surroundings): Place | null {
  for (const word of positional(words)) {
    if (word.startsWith(`${LINK_SCHEME}:`)) return placeOfLink(word)
    const path = resolve(workingDir, word)
    if (path === appDir) continue
    return isFolder(path) ? { kind: 'folder', path } : unknown(word)
  }
  return null
}

export function placeOfLink(link: string): Place {
  if (/^dynarium:\/\/doctor\/?$/.test(link)) return { kind: 'doctor' }
  const [, name, view = null] = /^dynarium:\/\/app\/([^/?#]+)(?:\/([^/?#]+))?\/?$/.exec(link) ?? []
  const parsed = place.safeParse({ kind: 'app', name, view })
  return parsed.success ? parsed.data : unknown(link)
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Without control and direction characters, so that what is shown is what was sent. */
const unknown = (text: string): Place => ({ kind: 'unknown', text: text.replace(/\p{C}/gu, '?').slice(0, LONGEST_TEXT) })

function positional(words: readonly string[]): readonly string[] {
  return words.filter((word, index) => {
    const before = words[index - 1] ?? ''
    const isValue = before.startsWith('--') && !before.includes('=') && takesValue(before.slice(2))
    return word !== '' && !word.startsWith('-') && !isValue
  })
}
