// Pieces of the shared read buffer that are written on: short ones as text, which costs least, long ones copied once into a buffer
// that is taken again when its bytes have gone out. New memory for each piece would cost more than moving it.

import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

const smallBytes = 8 * 1024
const pieceBytes = 64 * 1024
/** Kept for the next ones: 2 MiB. */
const maxSpare = 32

export const isSmall = (from: number, to: number): boolean => to - from <= smallBytes

export function ownCopy(bytes: Buffer, from: number, to: number): Buffer {
  const copy = Buffer.allocUnsafeSlow(to - from)
  bytes.copy(copy, 0, from, to)
  return copy
}

export type PieceWriter = {
  /** Writes a copy; `bytes` are free again at once. */
  write(stream: Duplex, bytes: Buffer, from: number, to: number): void
}

export function createPieceWriter(): PieceWriter {
  const spare: Buffer[] = []

  function write(stream: Duplex, bytes: Buffer, from: number, to: number): void {
    const length = to - from
    // What is not a socket may hold on to a piece for longer than its write.
    if (length > pieceBytes || !(stream instanceof Socket)) {
      stream.write(ownCopy(bytes, from, to))
      return
    }
    const buffer = spare.pop() ?? Buffer.allocUnsafeSlow(pieceBytes)
    bytes.copy(buffer, 0, from, to)
    stream.write(length === pieceBytes ? buffer : buffer.subarray(0, length), () => {
      if (spare.length < maxSpare) spare.push(buffer)
    })
  }

  return { write }
}
