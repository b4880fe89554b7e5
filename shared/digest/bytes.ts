// Bytes of texts, where there is no library for it.

/** In UTF-8. Half of a surrogate pair is written as the mark of what can not be read. */
export function utf8(text: string): Uint8Array {
  return Uint8Array.from([...text].flatMap((letter) => {
    const found = letter.codePointAt(0) ?? 0
    const code = found >= 0xd800 && found <= 0xdfff ? 0xfffd : found
    if (code < 0x80) return [code]
    if (code < 0x800) return [0xc0 | (code >> 6), tail(code)]
    if (code < 0x10000) return [0xe0 | (code >> 12), tail(code >> 6), tail(code)]
    return [0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code)]
  }))
}

const tail = (code: number): number => 0x80 | (code & 0x3f)

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Of text in that alphabet only; bits that make no whole byte are left out. */
export function fromBase64(text: string): Uint8Array {
  const bytes: number[] = []
  let [held, bits] = [0, 0]
  for (const letter of text.replace(/=+$/, '')) {
    held = ((held << 6) | alphabet.indexOf(letter)) & 0xffffff
    bits += 6
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 0xff)
  }
  return Uint8Array.from(bytes)
}
