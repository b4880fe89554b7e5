// Which lines of a stretch a query finds, by masks: each word is looked for once in the whole stretch. Equal to `matchesQuery` line by line.

import { addAll, emptyMask, fullMask, invert, isNone, keepBoth, type LineMask } from './line-mask.ts'
import type { Query } from '../../../shared/log-search/query.ts'
import { linesWith, linesWithHead, type Head, type Stretch } from './stretch.ts'

export type World = {
  /** In small letters. */
  readonly sender: string
  readonly heads: readonly Head[]
  /** How often each letter is in lines like these, by its code. */
  readonly letters: Uint32Array
}

export type Plan = (stretch: Stretch) => LineMask

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
      return (stretch) => invert(plan(stretch), stretch.count)
    }
    case 'and': {
      const plans = query.queries.map((part) => planQuery(part, world))
      return (stretch) => {
        let mask: LineMask | null = null
        for (const plan of plans) {
          mask = mask === null ? plan(stretch) : keepBoth(mask, plan(stretch))
          if (isNone(mask)) return mask
        }
        return mask ?? fullMask(stretch.count)
      }
    }
    case 'or': {
      const plans = query.queries.map((part) => planQuery(part, world))
      return (stretch) => plans.reduce((mask, plan) => addAll(mask, plan(stretch)), emptyMask(stretch.count))
    }
  }
}

function planText(field: 'any' | 'sender' | 'program' | 'message', text: string, world: World): Plan {
  const inSender = (field === 'any' || field === 'sender') && world.sender.includes(text)
  if (inSender) return ({ count }) => fullMask(count)
  if (field === 'sender') return ({ count }) => emptyMask(count)
  const wanted = world.heads.map(({ program }) => program.includes(text))
  if (field === 'program') return (stretch) => linesWithHead(stretch, wanted)
  // A line end is between lines and in none.
  const inMessage: Plan = text.includes('\n') ? ({ count }) => emptyMask(count) : (stretch) => linesWith(stretch, text, anchorOf(text, world.letters))
  if (field === 'message' || !wanted.includes(true)) return inMessage
  return (stretch) => addAll(inMessage(stretch), linesWithHead(stretch, wanted))
}

/** Where the rarest letter of `text` is: a search that looks for that one first stops least often in vain. */
function anchorOf(text: string, letters: Uint32Array): number {
  let best = 0
  for (let at = 1; at < text.length; at += 1) if (frequency(text.charCodeAt(at), letters) < frequency(text.charCodeAt(best), letters) / 2) best = at
  return best
}

const frequency = (code: number, letters: Uint32Array): number => letters[code] ?? 0
