import { useState, type KeyboardEvent } from 'react'

export type ListKeys<K> = {
  /** The row that the keys are on; it stays on it while rows come and go. */
  readonly active: K | null
  setActive(key: K | null): void
  onKeyDown(event: KeyboardEvent): void
}

const pageRows = 10

/** Up, down, page and ends move through a long list that holds one place in the order of Tab; Enter and blank choose. */
export function useListKeys<K>(keys: readonly K[], onMove: (index: number) => void, onChoose: (key: K) => void): ListKeys<K> {
  const [active, setActive] = useState<K | null>(null)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return
    const at = active === null ? -1 : keys.indexOf(active)
    if ((event.key === 'Enter' || event.key === ' ') && active !== null && at >= 0) {
      event.preventDefault()
      onChoose(active)
      return
    }
    const next = moved(event.key, at, keys.length)
    if (next === null) return
    event.preventDefault()
    const key = keys[next]
    if (key === undefined) return
    setActive(key)
    onMove(next)
  }
  return { active, setActive, onKeyDown }
}

function moved(key: string, at: number, count: number): number | null {
  if (count === 0) return null
  const within = (index: number): number => Math.min(count - 1, Math.max(0, index))
  switch (key) {
    case 'ArrowDown':
      return within(at + 1)
    case 'ArrowUp':
      return within(at - 1)
    case 'PageDown':
      return within(at + pageRows)
    case 'PageUp':
      return within(at - pageRows)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
