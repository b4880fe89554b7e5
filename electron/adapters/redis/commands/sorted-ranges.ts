// Parts of a sorted set: by rank, by score or by the letters of its members.

import { firstRank, rankedIn, sizeOfSorted, type Ranked, type Sorted } from '../store/sorted.ts'
import { CommandError, float, integer, rangeOf, syntaxError, word } from './command.ts'

export type By = 'rank' | 'score' | 'letters'
export type RangeWish = { readonly by: By; readonly from: string; readonly to: string; readonly isReversed: boolean; readonly offset: number; readonly count: number; readonly withScores: boolean }

/** Of ZRANGE, and of the older commands, which say by their name what is an option today. */
export function wishOf(from: string, to: string, options: readonly string[], fixed: Partial<RangeWish> = {}): RangeWish {
  let wish: RangeWish = { by: 'rank', from, to, isReversed: false, offset: 0, count: -1, withScores: false, ...fixed }
  for (let index = 0; index < options.length; index += 1) {
    const option = word(options, index).toUpperCase()
    if (option === 'WITHSCORES') wish = { ...wish, withScores: true }
    else if (option === 'REV' && fixed.by === undefined) wish = { ...wish, isReversed: true }
    else if (option === 'BYSCORE' && fixed.by === undefined) wish = { ...wish, by: 'score' }
    else if (option === 'BYLEX' && fixed.by === undefined) wish = { ...wish, by: 'letters' }
    else if (option === 'LIMIT' && wish.by !== 'rank' && index + 2 < options.length) {
      wish = { ...wish, offset: integer(options[index + 1]), count: integer(options[index + 2]) }
      index += 2
    } else throw syntaxError()
  }
  return wish
}

export function rangeIn(sorted: Sorted, wish: RangeWish): Ranked[] {
  if (wish.by === 'rank') {
    const size = sizeOfSorted(sorted)
    const range = rangeOf(integer(wish.from), integer(wish.to), size)
    if (range === null) return []
    return wish.isReversed ? rankedIn(sorted, size - 1 - range.to, size - range.from).reverse() : rankedIn(sorted, range.from, range.to + 1)
  }
  const [low, high] = wish.isReversed ? [wish.to, wish.from] : [wish.from, wish.to]
  const { from, to } = boundsIn(sorted, wish.by, low, high)
  if (wish.offset < 0) return []
  const most = wish.count < 0 ? Infinity : wish.count
  if (wish.isReversed) return rankedIn(sorted, Math.max(from, to - wish.offset - most), Math.max(from, to - wish.offset)).reverse()
  return rankedIn(sorted, from + wish.offset, Math.min(to, from + wish.offset + most))
}

/** `to` is behind the last. */
export function boundsIn(sorted: Sorted, by: 'score' | 'letters', low: string, high: string): { readonly from: number; readonly to: number } {
  const [from, to] = by === 'score' ? scoreBounds(sorted, low, high) : letterBounds(sorted, low, high)
  return { from, to: Math.max(from, to) }
}

function scoreBounds(sorted: Sorted, low: string, high: string): [number, number] {
  const trouble = (): CommandError => new CommandError('ERR min or max is not a float')
  const bound = (text: string) => ({ isOpen: text.startsWith('('), score: float(text.replace('(', ''), trouble) })
  const [least, most] = [bound(low), bound(high)]
  return [
    firstRank(sorted, ({ score }) => (least.isOpen ? score > least.score : score >= least.score)),
    firstRank(sorted, ({ score }) => (most.isOpen ? score >= most.score : score > most.score)),
  ]
}

function letterBounds(sorted: Sorted, low: string, high: string): [number, number] {
  const check = (text: string): string => {
    if (text !== '-' && text !== '+' && !text.startsWith('[') && !text.startsWith('(')) throw new CommandError('ERR min or max not valid string range item')
    return text
  }
  const place = (text: string, isHigh: boolean): number => {
    if (text === '-') return 0
    if (text === '+') return sizeOfSorted(sorted)
    const letters = text.slice(1)
    const passesSame = text.startsWith('(') !== isHigh
    return firstRank(sorted, ({ member }) => (passesSame ? member > letters : member >= letters))
  }
  return [place(check(low), false), place(check(high), true)]
}
