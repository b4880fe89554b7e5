// How each language writes comments and strings. The scanner reads files by these tables, so that nothing is ever found in a comment.

import type { FactorLanguage } from '../../../../shared/factors/language.ts'

/** Languages of code, and kinds of files that are only settings. */
export type FileKind = FactorLanguage | 'settings' | 'json' | 'xml'

export type StringForm = {
  readonly open: string
  readonly close: string
  /** A backslash takes the meaning from what follows. */
  readonly escapes: boolean
  readonly multiline: boolean
  /** Code inside, up to the brace that closes it. */
  readonly interpolation?: '${' | '#{'
}

export type Syntax = {
  readonly lineComments: readonly string[]
  readonly blockComments: readonly (readonly [open: string, close: string])[]
  readonly nestedComments?: boolean
  /** Longest opening first. */
  readonly strings: readonly StringForm[]
  /** `/.../` may be a pattern. */
  readonly patterns?: boolean
  /** `'x'` is one character, and a lone `'` is none. */
  readonly characters?: boolean
  /** A `#` comments only where a word could begin. */
  readonly spacedComments?: boolean
  /** `#[` begins an attribute, no comment. */
  readonly attributes?: boolean
}

const quoted = (open: string, more: Partial<StringForm> = {}): StringForm => ({ open, close: open, escapes: true, multiline: false, ...more })
const slashes = { lineComments: ['//'], blockComments: [['/*', '*/']] as const }
const pythonQuotes = ['"""', "'''"].map((open) => quoted(open, { multiline: true }))

export const syntaxes: Readonly<Record<FileKind, Syntax>> = {
  node: { ...slashes, strings: [quoted('`', { multiline: true, interpolation: '${' }), quoted('"'), quoted("'")], patterns: true },
  python: { lineComments: ['#'], blockComments: [], strings: [...pythonQuotes, quoted('"'), quoted("'")] },
  ruby: {
    lineComments: ['#'], blockComments: [], patterns: true,
    strings: [quoted('"', { multiline: true, interpolation: '#{' }), quoted('`', { multiline: true, interpolation: '#{' }), quoted("'", { multiline: true })],
  },
  java: { ...slashes, strings: [quoted('"""', { multiline: true }), quoted('"')], characters: true },
  go: { ...slashes, strings: [quoted('`', { escapes: false, multiline: true }), quoted('"')], characters: true },
  php: { attributes: true, lineComments: ['//', '#'], blockComments: [['/*', '*/']], strings: [quoted('"', { multiline: true }), quoted("'", { multiline: true }), quoted('`', { multiline: true })] },
  scala: { ...slashes, nestedComments: true, strings: [quoted('"""', { escapes: false, multiline: true, interpolation: '${' }), quoted('"', { interpolation: '${' })], characters: true },
  settings: { lineComments: ['#', '//'], blockComments: [], strings: [], spacedComments: true },
  json: { lineComments: [], blockComments: [], strings: [quoted('"')] },
  xml: { lineComments: [], blockComments: [['<!--', '-->']], strings: [] },
}

const endings: Readonly<Record<string, FileKind>> = {
  js: 'node', mjs: 'node', cjs: 'node', jsx: 'node', ts: 'node', tsx: 'node', mts: 'node', cts: 'node', py: 'python', rb: 'ruby', rake: 'ruby', ru: 'ruby',
  gemspec: 'ruby', java: 'java', go: 'go', php: 'php', scala: 'scala', sbt: 'scala', json: 'json', xml: 'xml', yml: 'settings', yaml: 'settings', toml: 'settings',
  ini: 'settings', cfg: 'settings', conf: 'settings', properties: 'settings', sh: 'settings',
}
const names: Readonly<Record<string, FileKind>> = { Gemfile: 'ruby', Rakefile: 'ruby', Procfile: 'settings', Pipfile: 'settings' }

/** By name or ending; null for files that are not looked into. */
export function fileKind(path: string): FileKind | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (/^\.env(\.|$)/.test(name)) return 'settings'
  return names[name] ?? endings[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null
}
