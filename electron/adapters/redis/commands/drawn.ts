// Draws from a list: up to so many different ones, or, for a negative count, exactly so many that may repeat.

import { CommandError } from './command.ts'

const mostDrawn = 1_000_000

export function drawn(list: readonly string[], count: number, chance: () => number): string[] {
  if (list.length === 0 || count === 0) return []
  if (count < 0) {
    if (-count > mostDrawn) throw new CommandError('ERR value is out of range')
    return Array.from({ length: -count }, () => list[Math.floor(chance() * list.length)] ?? '')
  }
  const left = [...list]
  const chosen = Math.min(count, left.length)
  for (let index = 0; index < chosen; index += 1) {
    const other = index + Math.floor(chance() * (left.length - index))
    const one = left[index] ?? ''
    left[index] = left[other] ?? ''
    left[other] = one
  }
  return left.slice(0, chosen)
}
