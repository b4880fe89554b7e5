// What to do about a factor in the app's language: words, and lines of an example where the language is one of the seven.

import { fixes } from './fixes.ts'
import type { FactorNumber } from './hint.ts'
import { factorLanguage } from './language.ts'

export type FixWords = { readonly words: string; readonly example: readonly string[] }

export function fixFor(factor: number, language: string | null): FixWords {
  const { words, examples } = fixes[factor as FactorNumber]
  const known = factorLanguage(language)
  return { words, example: known === null ? [] : examples[known] }
}
