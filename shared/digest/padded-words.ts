/** Bytes as 32-bit words, padded to whole blocks of 16 as MD5 and SHA-2 want it: a one, zeros, and the length in bits. */
export function paddedWords(bytes: Uint8Array, order: 'big' | 'little'): number[] {
  const length = Math.ceil((bytes.length + 9) / 64) * 64
  const padded = new Uint8Array(length)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  const isLittle = order === 'little'
  view.setUint32(isLittle ? length - 8 : length - 4, (bytes.length * 8) >>> 0, isLittle)
  return Array.from({ length: length / 4 }, (_, at) => view.getInt32(at * 4, isLittle))
}
