import { impureCode } from './impure-code'
import { importsOf } from './import-graph'
import { isCode, isTest, type SourceFile } from './source-files'

/** A rule looks at one file and names what it finds: nothing means the file keeps it. */
export type FileRule = { readonly name: string; readonly find: (file: SourceFile) => string[] }

const MOST_LINES = 400
const VAGUE_WORDS = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'manager', 'base'])
// The checks and their examples name what they forbid.
const isHygiene = (path: string): boolean => path.startsWith('e2e/hygiene/')
const isPure = (path: string): boolean => /^(electron\/engine|shared)\/.*\.tsx?$/.test(path) && !isTest(path)

export const smallFiles: FileRule = {
  name: `no source file has more than ${MOST_LINES} lines`,
  find: ({ path, text }) => {
    if (!isCode(path)) return []
    const lines = text.trimEnd().split('\n').length
    return lines > MOST_LINES ? [`${lines} lines: split it by concept`] : []
  },
}

/** Time, chance, timers and Node reach the engine as ports, or the same seed would not give the same journal. */
export const pureEngine: FileRule = {
  name: 'engine and shared know no clock, chance, timer or Node',
  find: (file) => {
    if (!isPure(file.path)) return []
    const modules = importsOf(file).filter((name) => name.startsWith('node:'))
    return [...modules.map((name) => `it imports ${name}`), ...impureCode(file, file.path.startsWith('shared/'))]
  },
}

export const tellingNames: FileRule = {
  name: 'no file or folder has a vague name',
  find: ({ path }) => path.split('/').filter((part) => part.split(/[.-]/).some((word) => VAGUE_WORDS.has(word))),
}

export const nothingLeftOver: FileRule = {
  name: 'no note to self, no test left alone or left out',
  find: (file) => (!isCode(file.path) || isHygiene(file.path) ? [] : matches(file, [
    /\b(TODO|FIXME|XXX|HACK)\b/, /\b(test|it|describe|suite)\.only\b/, /\b(test|it|describe|suite)\.skip\(\s*['"`]/, /\b(test|it)\.fixme\(\s*['"`]/,
  ])),
}

export const noMachinePaths: FileRule = {
  name: 'no path of one particular machine',
  find: (file) => (isTest(file.path) || isHygiene(file.path) ? [] : matches(file, [
    /(?<![\w.~])\/(home|Users)\/[a-z][\w-]*\//, /(?<![\w.~])\/(work|root)\/\w/, /\b[A-Z]:\\+Users\b/,
  ])),
}

export const openingComment: FileRule = {
  name: 'each engine file opens by saying what it is',
  find: ({ path, text }) => {
    const isEngine = /^electron\/engine\/.*\.ts$/.test(path) && !isTest(path)
    return isEngine && !/^\s*(\/\/|\/\*)/.test(text) ? ['it does not open with a comment'] : []
  },
}

export const FILE_RULES: readonly FileRule[] = [smallFiles, pureEngine, tellingNames, nothingLeftOver, noMachinePaths, openingComment]

/** @returns one line per finding, ready to be read in a failed test */
export function breaches(rule: FileRule, files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => rule.find(file).map((finding) => `${file.path}: ${finding}`))
}

function matches({ text }: Pick<SourceFile, 'text'>, patterns: readonly RegExp[]): string[] {
  return text.split('\n').flatMap((line, index) => {
    const found = patterns.map((pattern) => pattern.exec(line)?.[0]).filter((match) => match !== undefined)
    return found.map((match) => `line ${index + 1}: ${match}`)
  })
}
