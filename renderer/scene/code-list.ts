// The museum's shelves: which codes are shown for a group and a search, in the order of their numbers.

import type { CodePage } from '../../shared/protocol/calls.ts'

export type CodeGroup = 'all' | CodePage['group']

export const codeGroups: readonly { readonly group: CodeGroup; readonly title: string; readonly about: string }[] = [
  { group: 'all', title: 'All', about: '' },
  { group: 'H', title: 'H', about: 'Router: a request went wrong' },
  { group: 'R', title: 'R', about: 'Runtime: a dyno went wrong' },
  { group: 'L', title: 'L', about: 'Logs: lines were lost' },
]

export function codesShown(codes: readonly CodePage[], group: CodeGroup, search: string): readonly CodePage[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return codes
    .filter((page) => group === 'all' || page.group === group)
    .filter((page) => {
      const text = [page.code, page.title, page.meaning, page.trigger, page.fix].join(' ').toLowerCase()
      return words.every((word) => text.includes(word))
    })
    .sort((a, b) => a.group.localeCompare(b.group) || numberOf(a.code) - numberOf(b.code) || a.code.localeCompare(b.code))
}

const numberOf = (code: string): number => Number(/\d+/.exec(code)?.[0] ?? 0)
