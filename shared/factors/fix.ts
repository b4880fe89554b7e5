import type { FactorNumber } from './hint.ts'
import type { ByLanguage } from './language.ts'

/** How to keep a factor: two or three sentences, and a few lines of code or settings for each language. */
export type Fix = {
  readonly factor: FactorNumber
  /** As 12factor.net has it. */
  readonly name: string
  readonly words: string
  /** Line by line. Addresses and names in them are made up. */
  readonly examples: ByLanguage<readonly string[]>
}
