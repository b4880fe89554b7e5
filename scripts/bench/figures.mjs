// Medians and the words for them.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export const ms = (value) => `${Math.round(value).toLocaleString('en')} ms`

export const range = (values, write) => `${write(median(values))} (${write(Math.min(...values))} - ${write(Math.max(...values))})`

export const pause = (time) => new Promise((resolve) => setTimeout(resolve, time))
