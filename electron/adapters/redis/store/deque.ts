// A list with two cheap ends: a ring that grows by doubling.

export type Deque = { ring: (string | undefined)[]; head: number; length: number }

export const emptyDeque = (): Deque => ({ ring: [undefined, undefined, undefined, undefined], head: 0, length: 0 })

export function pushBack(deque: Deque, item: string): void {
  if (deque.length === deque.ring.length) grow(deque)
  deque.ring[(deque.head + deque.length) & (deque.ring.length - 1)] = item
  deque.length += 1
}

export function pushFront(deque: Deque, item: string): void {
  if (deque.length === deque.ring.length) grow(deque)
  deque.head = (deque.head - 1) & (deque.ring.length - 1)
  deque.ring[deque.head] = item
  deque.length += 1
}

export function popFront(deque: Deque): string | undefined {
  if (deque.length === 0) return undefined
  const item = deque.ring[deque.head]
  deque.ring[deque.head] = undefined
  deque.head = (deque.head + 1) & (deque.ring.length - 1)
  deque.length -= 1
  return item
}

export function popBack(deque: Deque): string | undefined {
  if (deque.length === 0) return undefined
  deque.length -= 1
  const place = (deque.head + deque.length) & (deque.ring.length - 1)
  const item = deque.ring[place]
  deque.ring[place] = undefined
  return item
}

export const itemAt = (deque: Deque, index: number): string => deque.ring[(deque.head + index) & (deque.ring.length - 1)] ?? ''

export function setItem(deque: Deque, index: number, item: string): void {
  deque.ring[(deque.head + index) & (deque.ring.length - 1)] = item
}

export function itemsOf(deque: Deque, from = 0, to = deque.length): string[] {
  const items: string[] = []
  for (let index = from; index < to; index += 1) items.push(itemAt(deque, index))
  return items
}

export function dequeOf(items: readonly string[]): Deque {
  const deque = emptyDeque()
  for (const item of items) pushBack(deque, item)
  return deque
}

function grow(deque: Deque): void {
  const items: (string | undefined)[] = itemsOf(deque)
  items.length = deque.ring.length * 2
  deque.ring = items.fill(undefined, deque.length)
  deque.head = 0
}
