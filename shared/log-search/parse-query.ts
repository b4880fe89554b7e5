// From what a person typed to a query, or to what is wrong with it and where.

import { levelNames, levelOf } from './levels.ts'
import type { Query, SearchField } from './query.ts'

export type ParsedQuery = { readonly query: Query } | { readonly problem: string; /** Counted from 0. */ readonly at: number }

export const queryMaxLength = 1000
const maxTerms = 60
const maxDepth = 20

type Token =
  | { readonly kind: 'open' | 'close' | 'minus' | 'or' | 'and'; readonly at: number }
  | { readonly kind: 'attribute'; readonly at: number; readonly name: Attribute }
  | { readonly kind: 'text'; readonly at: number; readonly text: string }

const attributes = ['sender', 'program', 'message', 'severity', 'facility'] as const
type Attribute = (typeof attributes)[number]
type Scope = SearchField | 'severity' | 'facility'

class Trouble extends Error {
  readonly at: number

  constructor(problem: string, at: number) {
    super(problem)
    this.at = at
  }
}

export function parseQuery(text: string): ParsedQuery {
  try {
    if (text.length > queryMaxLength) throw new Trouble(`A search has at most ${queryMaxLength} characters.`, queryMaxLength)
    const tokens = tokensOf(text)
    if (tokens.length === 0) return { query: { kind: 'all' } }
    return { query: readAll(tokens, text.length) }
  } catch (error) {
    if (error instanceof Trouble) return { problem: error.message, at: error.at }
    throw error
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  /** A minus is one only where something begins. */
  let begins = true
  while (at < text.length) {
    const rest = text.slice(at)
    const space = /^\s+/.exec(rest)?.[0]
    const letter = rest.charAt(0)
    if (space !== undefined) {
      at += space.length
      begins = true
      continue
    }
    if (letter === '(' || letter === ')') tokens.push({ kind: letter === '(' ? 'open' : 'close', at })
    else if (letter === '-' && begins && /^-\S/.test(rest)) tokens.push({ kind: 'minus', at })
    else if (letter === '"' || letter === "'") {
      const end = rest.indexOf(letter, 1)
      if (end === -1) throw new Trouble(`This quote is never closed: add ${letter} at the end of the phrase.`, at)
      if (end === 1) throw new Trouble('There is nothing between these quotes.', at)
      tokens.push({ kind: 'text', at, text: rest.slice(1, end) })
      at += end + 1
      begins = false
      continue
    } else {
      const attribute = new RegExp(`^(${attributes.join('|')}):`, 'i').exec(rest)
      if (attribute !== null) {
        tokens.push({ kind: 'attribute', at, name: (attribute[1] ?? '').toLowerCase() as Attribute })
        at += attribute[0].length
        begins = false
        continue
      }
      const word = /^[^\s()]+/.exec(rest)?.[0] ?? letter
      tokens.push(word === 'OR' || word === 'AND' ? { kind: word === 'OR' ? 'or' : 'and', at } : { kind: 'text', at, text: word })
      at += word.length
      begins = false
      continue
    }
    at += 1
    begins = true
  }
  return tokens
}

function readAll(tokens: readonly Token[], length: number): Query {
  let next = 0
  let terms = 0

  const query = either(0, 'any')
  const left = tokens[next]
  if (left !== undefined) throw new Trouble('This parenthesis closes nothing.', left.at)
  return query

  function either(depth: number, scope: Scope): Query {
    const queries = [together(depth, scope)]
    while (tokens[next]?.kind === 'or') {
      next += 1
      queries.push(together(depth, scope))
    }
    return one('or', queries)
  }

  /** Inside the parentheses of an attribute, words that stand side by side are a choice. */
  function together(depth: number, scope: Scope): Query {
    const isChoice = scope !== 'any'
    const parts: Query[][] = [[factor(depth, scope)]]
    for (let token = tokens[next]; token !== undefined && token.kind !== 'or' && token.kind !== 'close'; token = tokens[next]) {
      const isAnd = token.kind === 'and'
      if (isAnd) next += 1
      const part = factor(depth, scope)
      if (isChoice && !isAnd && part.kind !== 'not') parts.push([part])
      else parts.at(-1)?.push(part)
    }
    return one('or', parts.map((part) => one('and', part)))
  }

  function factor(depth: number, scope: Scope): Query {
    const token = tokens[next]
    if (token === undefined || token.kind === 'close' || token.kind === 'or' || token.kind === 'and') {
      const before = tokens[next - 1]
      throw new Trouble(before === undefined || before.kind === 'or' || before.kind === 'and' ? 'Something to look for is missing here.' : before.kind === 'open' ? 'There is nothing in these parentheses.' : `Something to look for is missing behind this${before.kind === 'attribute' ? ' attribute' : ''}.`, token?.at ?? length)
    }
    next += 1
    switch (token.kind) {
      case 'minus':
        return { kind: 'not', query: factor(depth, scope) }
      case 'open':
        return group(token.at, depth, scope)
      case 'attribute':
        if (scope !== 'any') throw new Trouble('An attribute can not stand inside another one.', token.at)
        return factor(depth, token.name)
      case 'text':
        return term(token, scope)
    }
  }

  function group(at: number, depth: number, scope: Scope): Query {
    if (depth >= maxDepth) throw new Trouble(`Parentheses can be ${maxDepth} deep.`, at)
    const inner = either(depth + 1, scope)
    if (tokens[next]?.kind !== 'close') throw new Trouble('This parenthesis is never closed.', at)
    next += 1
    return inner
  }

  function term({ text, at }: Extract<Token, { kind: 'text' }>, scope: Scope): Query {
    terms += 1
    if (terms > maxTerms) throw new Trouble(`A search has at most ${maxTerms} words and phrases.`, at)
    if (scope !== 'severity' && scope !== 'facility') return { kind: 'text', field: scope, text: text.toLowerCase() }
    const number = levelOf(scope, text)
    if (number === null) throw new Trouble(`There is no ${scope} "${text}": ${levelNames(scope).join(', ')}.`, at)
    return { kind: 'level', of: scope, number }
  }
}

function one(kind: 'and' | 'or', queries: readonly Query[]): Query {
  const [first] = queries
  return queries.length === 1 && first !== undefined ? first : { kind, queries }
}
