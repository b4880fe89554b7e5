// Which commands the palette shows, and in what order: by group with the recent ones first, or the best matches of what was typed.

import { commandGroups, type Command } from './commands/command.ts'
import { fuzzyMatch } from './fuzzy.ts'

export type Found = { readonly command: Command; readonly letters: readonly number[] }
export type FoundGroup = { readonly title: string; readonly found: readonly Found[] }

const shownAtMost = 60
/** A command used of late comes before an equal one. */
const recentBonus = 0.5

export function rankCommands(commands: readonly Command[], query: string, recent: readonly string[]): readonly FoundGroup[] {
  return query.trim() === '' ? byGroup(commands, recent) : bestMatches(commands, query, recent)
}

function byGroup(commands: readonly Command[], recent: readonly string[]): readonly FoundGroup[] {
  const plain = (list: readonly Command[]): readonly Found[] => list.map((command) => ({ command, letters: [] }))
  const last = recent.flatMap((id) => commands.find((command) => command.id === id) ?? [])
  const groups = commandGroups.map((title) => ({ title, found: plain(commands.filter((command) => command.group === title && !last.includes(command))) }))
  return [{ title: 'Recent', found: plain(last) }, ...groups].filter(({ found }) => found.length > 0)
}

function bestMatches(commands: readonly Command[], query: string, recent: readonly string[]): readonly FoundGroup[] {
  const found = commands.flatMap((command, index) => {
    const match = fuzzyMatch(query, command.title, `${command.words ?? ''} ${command.group} ${command.cli?.([]) ?? ''}`)
    return match === null ? [] : [{ command, letters: match.letters, index, score: match.score + (recent.includes(command.id) ? recentBonus : 0) }]
  })
  const best = found.sort((a, b) => b.score - a.score || a.index - b.index).slice(0, shownAtMost)
  return best.length === 0 ? [] : [{ title: 'Matches', found: best }]
}
