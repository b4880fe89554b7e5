// What all hints look at: the files of a tree, read and split once, and the commands that its process types run. Files of tests, of
// other people and of builds are left out, as they say nothing about how the app runs.

import { factorLanguage, type FactorLanguage } from '../../../../shared/factors/language.ts'
import type { SourceTree } from '../../ports/build-host.ts'
import { scan, type Scanned } from './scan.ts'
import { fileKind, type FileKind } from './syntax.ts'

/** What only the repository knows, where it is at hand. */
export type History = {
  readonly commits: number
  /** Beside the pushed one: how many files differ from it. */
  readonly branches: readonly { readonly name: string; readonly filesDifferent: number }[]
  /** Texts that were taken out again, newest first. */
  readonly past: readonly { readonly path: string; readonly commit: string; readonly text: string }[]
}

export type SourceFile = Scanned & { readonly path: string; readonly kind: FileKind; lineOf(at: number): number }

export type ProcessType = { readonly type: string; readonly command: string; readonly file: string; readonly line: number | null }

export type Look = {
  readonly tree: SourceTree
  readonly language: FactorLanguage | null
  readonly history: History | null
  /** Code and settings, in the order of paths. */
  readonly files: readonly SourceFile[]
  /** By Procfile, or the start script of package.json; a command that is a script of package.json is followed by what that does. */
  readonly processes: readonly ProcessType[]
}

const mostFiles = 2000
const mostChars = 2 * 1024 * 1024
/** Longer lines are made by programs. */
const longestLine = 3000
const mostProcesses = 100

const notTheApp = new RegExp(
  `(^|/)(${['tests?', 'specs?', '__tests__', 'testdata', 'fixtures', 'e2e', 'node_modules', 'bower_components', 'vendor', '\\.?venv', 'target', '\\.git', '\\.bsp', 'dist', 'coverage', '__pycache__', 'site-packages'].join('|')})/`
  + '|(^|/)(test_[^/]*|[^/]*[._](test|spec|fixture)\\.\\w+|conftest\\.py|[^/]*Tests?\\.(java|scala|php)|[^/]*Spec\\.scala|[^/]*\\.min\\.js|package-lock\\.json|composer\\.lock|npm-shrinkwrap\\.json|mvnw|gradlew)$',
)

export function lookAt(tree: SourceTree, language: string | null, history: History | null = null): Look {
  return { tree, language: factorLanguage(language), history, files: filesOf(tree), processes: processesOf(tree) }
}

export const isOfTheApp = (path: string): boolean => !notTheApp.test(path)

/** The app's code in its own language. */
export const codeOf = (look: Look): readonly SourceFile[] => look.files.filter(({ kind }) => kind === look.language)

function sourceFile(path: string, text: string, kind: FileKind): SourceFile {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return { ...scan(text, kind), path, kind, lineOf: (at) => lineAt(starts, at) }
}

function filesOf(tree: SourceTree): SourceFile[] {
  const files: SourceFile[] = []
  let chars = 0
  for (const path of tree.paths) {
    const kind = fileKind(path)
    if (kind === null || !isOfTheApp(path)) continue
    const text = tree.read(path)
    if (text === null || text.split('\n', 2000).some((line) => line.length > longestLine)) continue
    chars += text.length
    if (files.length === mostFiles || chars > mostChars) break
    files.push(sourceFile(path, text, kind))
  }
  return files
}

function lineAt(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle
  }
  return low + 1
}

function processesOf(tree: SourceTree): ProcessType[] {
  const scripts = scriptsOf(tree)
  const lines = tree.read('Procfile')?.split('\n') ?? (scripts['start'] === undefined ? [] : ['web: npm start'])
  const file = tree.paths.includes('Procfile') ? 'Procfile' : 'package.json'
  return lines.slice(0, mostProcesses).flatMap((line, index) => {
    const [, type, command] = /^([\w-]{1,63})\s*:\s*(\S.{0,2000})/.exec(line.trim()) ?? []
    if (type === undefined || command === undefined) return []
    const script = scripts[/\b(?:npm|yarn|pnpm)(?:\s+run)?\s+(?:--\s+)?([\w:-]+)/.exec(command)?.[1] ?? '']
    return [{ type, command: script === undefined ? command.trim() : `${command.trim()} # ${script}`, file, line: file === 'Procfile' ? index + 1 : null }]
  })
}

function scriptsOf(tree: SourceTree): Readonly<Record<string, string | undefined>> {
  const scripts = jsonOf(tree, 'package.json')?.['scripts']
  return typeof scripts === 'object' && scripts !== null ? Object.fromEntries(Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : {}
}

/** A JSON object, or null for anything else. */
export function jsonOf(tree: SourceTree, path: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(tree.read(path) ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null
  } catch {
    return null
  }
}

/** Names under a key of a JSON object. */
export const keysIn = (value: Readonly<Record<string, unknown>> | null, key: string): readonly string[] => {
  const inner = value?.[key]
  return typeof inner === 'object' && inner !== null ? Object.keys(inner) : []
}
