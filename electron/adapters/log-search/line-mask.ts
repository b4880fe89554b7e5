// A set of lines of one stretch, a bit each.

export type LineMask = Uint32Array

export const emptyMask = (lines: number): LineMask => new Uint32Array((lines + 31) >> 5)

export function fullMask(lines: number): LineMask {
  const mask = emptyMask(lines).fill(0xffffffff)
  const over = lines & 31
  if (over > 0) mask[mask.length - 1] = 2 ** over - 1
  return mask
}

export function addLine(mask: LineMask, line: number): void {
  mask[line >> 5] = (mask[line >> 5] ?? 0) | (1 << (line & 31))
}

export const hasLine = (mask: LineMask, line: number): boolean => (((mask[line >> 5] ?? 0) >>> (line & 31)) & 1) === 1

/** Into `mask`, which is answered. */
export function keepBoth(mask: LineMask, other: LineMask): LineMask {
  for (let word = 0; word < mask.length; word += 1) mask[word] = (mask[word] ?? 0) & (other[word] ?? 0)
  return mask
}

export function addAll(mask: LineMask, other: LineMask): LineMask {
  for (let word = 0; word < mask.length; word += 1) mask[word] = (mask[word] ?? 0) | (other[word] ?? 0)
  return mask
}

export function invert(mask: LineMask, lines: number): LineMask {
  const all = fullMask(lines)
  for (let word = 0; word < mask.length; word += 1) mask[word] = ~(mask[word] ?? 0) & (all[word] ?? 0)
  return mask
}

export function countLines(mask: LineMask): number {
  let count = 0
  for (let word of mask) {
    word -= (word >>> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    count += (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
  }
  return count
}

export const isNone = (mask: LineMask): boolean => mask.every((word) => word === 0)
