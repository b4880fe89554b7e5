// Pieces of the shared read buffer that are written on: short ones as text, which costs least, long ones copied once.

const smallBytes = 8 * 1024

export const isSmall = (from: number, to: number): boolean => to - from <= smallBytes

export function ownCopy(bytes: Buffer, from: number, to: number): Buffer {
  const copy = Buffer.allocUnsafeSlow(to - from)
  bytes.copy(copy, 0, from, to)
  return copy
}
