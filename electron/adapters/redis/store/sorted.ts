// A sorted set: scores by member, and the members in order. Members of one score go by their bytes.

export type Ranked = { readonly score: number; readonly member: string }
export type Sorted = { readonly scores: Map<string, number>; readonly order: Ranked[] }

export const emptySorted = (): Sorted => ({ scores: new Map(), order: [] })

/** True when the member is new. */
export function setScore(sorted: Sorted, member: string, score: number): boolean {
  const before = sorted.scores.get(member)
  if (before === score) return false
  if (before !== undefined) sorted.order.splice(placeOf(sorted, before, member), 1)
  sorted.scores.set(member, score)
  sorted.order.splice(placeOf(sorted, score, member), 0, { score, member })
  return before === undefined
}

export function removeMember(sorted: Sorted, member: string): boolean {
  const score = sorted.scores.get(member)
  if (score === undefined) return false
  sorted.scores.delete(member)
  sorted.order.splice(placeOf(sorted, score, member), 1)
  return true
}

/** The rank of the member, or where it would be. */
export function placeOf({ order }: Sorted, score: number, member: string): number {
  return firstWhere(order, (one) => one.score > score || (one.score === score && one.member >= member))
}

/** The first of an ordered list for which it holds; it holds for all behind it. */
export function firstWhere<T>(list: readonly T[], holds: (one: T) => boolean): number {
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (holds(list[middle] as T)) to = middle
    else from = middle + 1
  }
  return from
}
