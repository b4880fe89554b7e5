const mostDigits = 16
const zero = 48

/** The number that a Content-Length says (RFC 9110, 8.6), or -1 when it says none: digits alone, as many as a number can hold. */
export function lengthOf(text: string): number {
  if (text.length === 0 || text.length > mostDigits) return -1
  let length = 0
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - zero
    if (digit < 0 || digit > 9) return -1
    length = length * 10 + digit
  }
  return length <= Number.MAX_SAFE_INTEGER ? length : -1
}
