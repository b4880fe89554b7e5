// Which lines of a stretch a query finds, by masks: each word is looked for once in the whole stretch. Equal to `matchesQuery` line by line.

import { addAll, countLines, emptyMask, fullMask, invert, isNone, keepBoth, type LineMask } from './line-mask.ts'
import type { Query } from '../../../shared/log-search/query.ts'
import { linesWith, linesWithAmong, linesWithHead, type Head, type Stretch } from './stretch.ts'

export type World = {
  /** In small letters. */
  readonly sender: string
  readonly heads: readonly Head[]
  /** How often each letter is in lines like these, by its code. */
  readonly letters: Uint32Array
}

/** `among`: only these lines are asked for, null for all. The answer has none that are not asked for, but in a plan for all. */
export type Plan = (stretch: Stretch, among: LineMask | null) => LineMask

/** So few lines are looked at one by one. */
const few = 128

/** Made once for a search: what does not hang on the stretch is found out before. */
export function planQuery(query: Query, world: World): Plan {
  switch (query.kind) {
    case 'all':
      return ({ count }) => fullMask(count)
    case 'text':
      return planText(query.field, query.text, world)
    case 'level': {
      const wanted = world.heads.map(({ priority }) => (query.of === 'severity' ? priority & 7 : priority >> 3) === query.number)
      return (stretch) => linesWithHead(stretch, wanted)
    }
    case 'not': {
      const plan = planQuery(query.query, world)
      return (stretch, among) => within(invert(plan(stretch, among), stretch.count), among)
    }
    case 'and': {
      const plans = [...query.queries].sort((a, b) => cost(a, world.letters) - cost(b, world.letters)).map((part) => planQuery(part, world))
      return (stretch, among) => {
        let mask = among
        for (const plan of plans) {
          mask = mask === null ? plan(stretch, null) : keepBoth(plan(stretch, mask), mask)
          if (isNone(mask)) return mask
        }
        return mask ?? fullMask(stretch.count)
      }
    }
    case 'or': {
      const plans = query.queries.map((part) => planQuery(part, world))
      return (stretch, among) => plans.reduce((mask, plan) => addAll(mask, plan(stretch, among)), emptyMask(stretch.count))
    }
  }
}

function planText(field: 'any' | 'sender' | 'program' | 'message', text: string, world: World): Plan {
  const inSender = (field === 'any' || field === 'sender') && world.sender.includes(text)
  // A line end is between lines and in none.
  if (text.includes('\n')) return ({ count }) => emptyMask(count)
  if (inSender) return ({ count }) => fullMask(count)
  if (field === 'sender') return ({ count }) => emptyMask(count)
  const wanted = world.heads.map(({ program }) => program.includes(text))
  if (field === 'program') return (stretch) => linesWithHead(stretch, wanted)
  const anchor = anchorOf(text, world.letters)
  const inMessage: Plan = (stretch, among) => (among !== null && countLines(among) <= few ? linesWithAmong(stretch, text, among) : linesWith(stretch, text, anchor))
  if (field === 'message' || !wanted.includes(true)) return inMessage
  return (stretch, among) => addAll(inMessage(stretch, among), linesWithHead(stretch, wanted))
}

const within = (mask: LineMask, among: LineMask | null): LineMask => (among === null ? mask : keepBoth(mask, among))

/** What is cheap comes first, then texts with a rare letter, which few lines have, and what is left out last. */
function cost(query: Query, letters: Uint32Array): number {
  switch (query.kind) {
    case 'all':
    case 'level':
      return 0
    case 'text':
      return query.field === 'program' || query.field === 'sender' ? 0 : 1 + share(frequency(query.text.charCodeAt(anchorOf(query.text, letters)), letters))
    case 'or':
      return 3
    case 'and':
      return Math.min(3, ...query.queries.map((part) => cost(part, letters)))
    case 'not':
      return 4
  }
}

/** Where the rarest letter of `text` is: a search that looks for that one first stops least often in vain. */
function anchorOf(text: string, letters: Uint32Array): number {
  let best = 0
  for (let at = 1; at < text.length; at += 1) if (frequency(text.charCodeAt(at), letters) < frequency(text.charCodeAt(best), letters)) best = at
  return best
}

/** From 0 to 1, the more the nearer. */
const share = (count: number): number => count / (count + 100_000)

const frequency = (code: number, letters: Uint32Array): number => letters[code] ?? 0
