/** The first number a program prints about itself; colours are numbers too. */
export function versionIn(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const plain = text.replace(/\u001b\[[\d;]*m/g, '')
  return /\d+(?:\.\d+)+/.exec(plain)?.[0] ?? /\d+/.exec(plain)?.[0] ?? ''
}
