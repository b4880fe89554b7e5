// For the tests of hints: an app from a few files, and its hints as `check file:line`.

import type { FactorLanguage } from '../../../../shared/factors/language.ts'
import { hintsOf } from './all-hints.ts'
import type { History } from './look.ts'

export type Files = Readonly<Record<string, string>>

/** With a version and a manifest, so that those of one check can be told from the rest. */
export function found(check: string, language: FactorLanguage, files: Files, history: History | null = null): string[] {
  return allFound(language, files, history).filter((hint) => hint.startsWith(`${check} `))
}

export function allFound(language: FactorLanguage | null, files: Files, history: History | null = null): string[] {
  return hintsOf({ paths: Object.keys(files).sort(), read: (path) => files[path] ?? null }, language, history).map(({ check, file, line }) => `${check} ${file ?? '-'}${line === null ? '' : `:${line}`}`)
}

export const ending: Readonly<Record<FactorLanguage, string>> = { node: 'web.js', python: 'web.py', ruby: 'web.rb', java: 'src/main/java/a/Web.java', go: 'web.go', php: 'web.php', scala: 'src/main/scala/Web.scala' }

/** A line of code in a file of its language: found there, and not in a comment or a string. PHP's needs its tag. */
export function codeIn(language: FactorLanguage, line: string): { readonly code: Files; readonly comment: Files } {
  const file = ending[language]
  const comment = language === 'python' || language === 'ruby' ? '# ' : '// '
  const open = language === 'php' ? '<?php ' : ''
  return { code: { [file]: `${open}\n${line}\n` }, comment: { [file]: `${open}\n${comment}${line.replaceAll('\n', ' ')}\n` } }
}
