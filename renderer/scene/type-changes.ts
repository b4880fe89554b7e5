// What differs between the process types of two slugs, and what that does to the dynos of an app that goes from one to the other.

import type { App } from '../../shared/domain/app.ts'
import type { Slug } from '../../shared/domain/build.ts'

export type TypeChange = {
  readonly type: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly before: string | null
  readonly after: string | null
}

export function diffTypes(from: Slug['processTypes'], to: Slug['processTypes']): TypeChange[] {
  const types = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort()
  return types.flatMap((type): TypeChange[] => {
    const before = Object.hasOwn(from, type) ? (from[type] ?? null) : null
    const after = Object.hasOwn(to, type) ? (to[type] ?? null) : null
    if (before === after) return []
    return [{ type, kind: before === null ? 'added' : after === null ? 'removed' : 'changed', before, after }]
  })
}

/** What happens to the dynos of that type. A type keeps its place in the formation while a slug does not have it. */
export function formationEffect(change: TypeChange, formation: App['formation']): string {
  const entry = Object.hasOwn(formation, change.type) ? formation[change.type] : undefined
  const quantity = entry?.quantity ?? 0
  if (change.type === 'release') return change.kind === 'removed' ? 'no release command runs any more' : 'runs before each release of this slug'
  switch (change.kind) {
    case 'added':
      if (entry === undefined) return change.type === 'web' ? 'starts with 1 dyno' : 'starts with 0 dynos'
      return quantity === 0 ? 'is scaled to 0' : `comes back with its ${dynos(quantity)}`
    case 'removed':
      return quantity === 0 ? 'nothing of it runs' : `its ${dynos(quantity)} ${quantity === 1 ? 'stops' : 'stop'}`
    case 'changed':
      return quantity === 0 ? 'nothing of it runs' : `its ${dynos(quantity)} run${quantity === 1 ? 's' : ''} another command`
  }
}

const dynos = (quantity: number): string => `${quantity} ${quantity === 1 ? 'dyno' : 'dynos'}`
