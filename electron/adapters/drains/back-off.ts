// When the next try comes after one that failed: soon at first, then later and later.

export type BackOff = { next(): number; reset(): void }

const firstMs = 250
const mostMs = 15_000

export function createBackOff(first: number = firstMs, most: number = mostMs): BackOff {
  let ms = first
  return {
    next: () => {
      const now = ms
      ms = Math.min(most, ms * 2)
      return now
    },
    reset: () => void (ms = first),
  }
}
