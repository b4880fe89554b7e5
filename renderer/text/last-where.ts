/** The last one that passes, or null. */
export function lastWhere<T>(list: readonly T[], passes: (item: T) => boolean): T | null {
  for (let index = list.length - 1; index >= 0; index--) {
    const item = list[index] as T
    if (passes(item)) return item
  }
  return null
}
