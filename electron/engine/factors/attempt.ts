// An experiment that may not succeed: what it saw, or why it saw nothing. A finding is then unknown, never green.

import { inWords } from './words.ts'

export type Attempt<T> = { readonly seen: T } | { readonly why: string }

export async function attempt<T>(experiment: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { seen: await experiment() }
  } catch (error) {
    return { why: inWords(error) }
  }
}
