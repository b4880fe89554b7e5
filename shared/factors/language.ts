// The seven languages that the twelve-factor checks speak, and the names that buildpacks have for them.

export const factorLanguages = ['node', 'python', 'ruby', 'java', 'go', 'php', 'scala'] as const

export type FactorLanguage = (typeof factorLanguages)[number]

/** Something for each language, e.g. what to do in it. */
export type ByLanguage<T> = Readonly<Record<FactorLanguage, T>>

const others: Readonly<Record<string, FactorLanguage>> = { nodejs: 'node', 'node.js': 'node', gradle: 'java', jvm: 'java' }

/** From `heroku/nodejs`, `Node.js` or `node`; null for what is none of the seven. */
export function factorLanguage(name: string | null): FactorLanguage | null {
  const plain = (name ?? '').toLowerCase().replace(/^.*\//, '')
  return factorLanguages.find((language) => language === plain) ?? others[plain] ?? null
}
