// A sorted set: scores by member, and the members in order, in chunks so that a change moves few of them. Members of one score go by their
// bytes.

export type Ranked = { readonly score: number; readonly member: string }
export type Sorted = { readonly scores: Map<string, number>; readonly chunks: Ranked[][] }

/** One that grows beyond is split in two. */
const chunkItems = 512

export const emptySorted = (): Sorted => ({ scores: new Map(), chunks: [] })

export const sizeOfSorted = ({ scores }: Sorted): number => scores.size

/** True when the member is new. */
export function setScore(sorted: Sorted, member: string, score: number): boolean {
  const before = sorted.scores.get(member)
  if (before === score) return false
  if (before !== undefined) takeOut(sorted, before, member)
  sorted.scores.set(member, score)
  putIn(sorted, { score, member })
  return before === undefined
}

export function removeMember(sorted: Sorted, member: string): boolean {
  const score = sorted.scores.get(member)
  if (score === undefined) return false
  sorted.scores.delete(member)
  takeOut(sorted, score, member)
  return true
}

/** The rank of the member, or where it would be. */
export const placeOf = (sorted: Sorted, score: number, member: string): number => firstRank(sorted, notBefore(score, member))

/** The rank of the first for which it holds; it holds for all behind it. */
export function firstRank({ chunks }: Sorted, holds: (one: Ranked) => boolean): number {
  const index = chunkWith(chunks, holds)
  let rank = 0
  for (let before = 0; before < index; before += 1) rank += chunks[before]?.length ?? 0
  const chunk = chunks[index]
  return chunk === undefined ? rank : rank + firstWhere(chunk, holds)
}

/** Those from one rank up to before another. */
export function rankedIn({ chunks }: Sorted, from = 0, to = Infinity): Ranked[] {
  const found: Ranked[] = []
  let rank = 0
  for (const chunk of chunks) {
    if (rank >= to) break
    if (rank + chunk.length > from) for (let at = Math.max(0, from - rank); at < chunk.length && rank + at < to; at += 1) found.push(chunk[at] as Ranked)
    rank += chunk.length
  }
  return found
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

const notBefore = (score: number, member: string) => (one: Ranked): boolean => one.score > score || (one.score === score && one.member >= member)

/** The chunk that has the first for which it holds. */
const chunkWith = (chunks: readonly Ranked[][], holds: (one: Ranked) => boolean): number => firstWhere(chunks, (chunk) => holds(chunk[chunk.length - 1] as Ranked))

function putIn({ chunks }: Sorted, one: Ranked): void {
  const holds = notBefore(one.score, one.member)
  // Behind all others it goes into the last chunk.
  const index = Math.min(chunkWith(chunks, holds), Math.max(0, chunks.length - 1))
  const chunk = chunks[index]
  if (chunk === undefined) return void chunks.push([one])
  chunk.splice(firstWhere(chunk, holds), 0, one)
  if (chunk.length > chunkItems) chunks.splice(index + 1, 0, chunk.splice(chunkItems >> 1))
}

function takeOut({ chunks }: Sorted, score: number, member: string): void {
  const holds = notBefore(score, member)
  const index = chunkWith(chunks, holds)
  const chunk = chunks[index]
  if (chunk === undefined) return
  chunk.splice(firstWhere(chunk, holds), 1)
  if (chunk.length === 0) chunks.splice(index, 1)
}
