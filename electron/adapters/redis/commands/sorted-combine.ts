// Several sorted sets, or sets, as one: all members, those in common, or those only in the first.

import type { Ranked } from '../store/sorted.ts'
import { readKey } from '../store/store.ts'
import { CommandError, float, integer, syntaxError, word, wrongType, type Call } from './command.ts'

type How = 'union' | 'common' | 'without'

/** The members in order, and whether their scores were asked for. */
export function combine(words: readonly string[], call: Call, how: How): [Ranked[], boolean] {
  const count = integer(words[0])
  if (count <= 0) throw new CommandError('ERR at least 1 input key is needed for \'zunion\' command')
  if (words.length < count + 1) throw syntaxError()
  const { weights, sum, withScores } = optionsOf(words.slice(count + 1), count)
  const sets = words.slice(1, count + 1).map((key, index) => scoresOf(call, key, weights[index] ?? 1))
  const scores = new Map<string, number>(sets[0])
  for (const other of sets.slice(1)) {
    if (how === 'union') for (const [member, score] of other) scores.set(member, scores.has(member) ? sum(scores.get(member) ?? 0, score) : score)
    else for (const [member, score] of scores) {
      if (other.has(member) !== (how === 'common')) scores.delete(member)
      else if (how === 'common') scores.set(member, sum(score, other.get(member) ?? 0))
    }
  }
  const ranked = [...scores].map(([member, score]) => ({ member, score }))
  return [ranked.sort((one, other) => one.score - other.score || (one.member < other.member ? -1 : 1)), withScores]
}

function scoresOf(call: Call, key: string, weight: number): Map<string, number> {
  const value = readKey(call.store, call.database, key)?.value
  if (value === undefined) return new Map()
  if (value.kind === 'zset') return new Map([...value.sorted.scores].map(([member, score]) => [member, score * weight || 0]))
  if (value.kind === 'set') return new Map([...value.members].map((member) => [member, weight]))
  throw wrongType()
}

function optionsOf(words: readonly string[], count: number): { weights: number[]; sum: (one: number, other: number) => number; withScores: boolean } {
  let weights: number[] = []
  let sum = (one: number, other: number): number => one + other || 0
  let withScores = false
  for (let index = 0; index < words.length; index += 1) {
    const option = word(words, index).toUpperCase()
    if (option === 'WITHSCORES') withScores = true
    else if (option === 'WEIGHTS' && words.length > index + count) {
      weights = words.slice(index + 1, index + 1 + count).map((text) => float(text, () => new CommandError('ERR weight value is not a float')))
      index += count
    } else if (option === 'AGGREGATE') {
      const name = word(words, ++index).toUpperCase()
      if (name === 'MIN') sum = Math.min
      else if (name === 'MAX') sum = Math.max
      else if (name !== 'SUM') throw syntaxError()
    } else throw syntaxError()
  }
  return { weights, sum, withScores }
}
