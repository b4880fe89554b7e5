import { useLayoutEffect, useRef, useState } from 'react'

export type Lingering<T> = { readonly item: T; readonly isLeaving: boolean }

/** What is gone stays for a moment, marked as leaving, so that it can fade where it stood. `items` change by identity. */
export function useLingering<T>(items: readonly T[], keyOf: (item: T) => string, lingerMs: number): readonly Lingering<T>[] {
  const [leaving, setLeaving] = useState<readonly T[]>([])
  const before = useRef(items)
  useLayoutEffect(() => {
    const kept = new Set(items.map(keyOf))
    const gone = before.current.filter((item) => !kept.has(keyOf(item)))
    before.current = items
    if (gone.length === 0) return
    setLeaving((list) => [...list, ...gone])
    setTimeout(() => setLeaving((list) => list.filter((item) => !gone.includes(item))), lingerMs)
  }, [items, keyOf, lingerMs])
  return [...items.map((item) => ({ item, isLeaving: false })), ...leaving.map((item) => ({ item, isLeaving: true }))]
}
