// Secrets in strings, by the shape of known kinds and by how much chance is in what is named like one; and their masking. What a line of
// code shows of a secret is its first three characters.

type Kind = { readonly name: string; readonly pattern: RegExp }

const kinds: readonly Kind[] = [
  { name: 'a private key', pattern: /-----BEGIN (?:[A-Z]{2,12} )?PRIVATE KEY-----/g },
  { name: 'an access key of AWS', pattern: /\bAKIA[0-9A-Z]{16}\b/g },
  { name: 'a live key of Stripe', pattern: /\b[sr]k_live_[0-9A-Za-z]{10,99}/g },
  { name: 'a token of GitHub', pattern: /\bgh[pousr]_[0-9A-Za-z]{20,99}/g },
  { name: 'a token of Slack', pattern: /\bxox[abpr]-[0-9A-Za-z-]{10,99}/g },
  { name: 'a signed token (JWT)', pattern: /\beyJ[\w-]{10,500}\.eyJ[\w-]{10,2000}\.[\w-]{10,500}/g },
  { name: 'an address with a password in it', pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'`${}#<>]{0,64}:[^\s/@"'`${}#<>]{1,128}@[\w.-]{1,200}/gi },
]
const secretName = /(?:^|[^a-z])(?:api|access|auth|private|secret|session|signing|encryption)?[_-]?(?:secret|passw(?:or)?d|token|api_?key|secret_?key|private_?key|access_?key|auth_?key|key_?base|credential)/i
const placeholder = /^(?:change|your|example|xxx|test|dummy|placeholder|todo|none|null|secret|password|<|\$|%)/i
const longestString = 2000

/** What kind of secret stands in a text, and where; the first of each kind. */
export function secretsIn(text: string): readonly { readonly at: number; readonly value: string; readonly name: string }[] {
  const head = text.slice(0, 200_000)
  return kinds.flatMap(({ name, pattern }) => [...head.matchAll(pattern)].slice(0, 5).filter(([value]) => !isOpenSecret(value)).map((match) => ({ at: match.index, value: match[0], name })))
}

/** Whether a string with this name before it looks like a secret: `SECRET = "..."`. */
export function looksSecret(before: string, value: string): boolean {
  if (value.length > longestString || /\s/.test(value) || placeholder.test(value) || !secretName.test(before)) return false
  if (/^[A-Z][A-Z0-9_]*$/.test(value) || /^https?:\/\/|^[./]|[()[\]{}$]/.test(value)) return false
  return (value.length >= 20 && chance(value) > 3.4 && /\d.*\d/.test(value)) || (value.length >= 8 && /passw/i.test(before) && /\d/.test(value) && /[a-z]/i.test(value))
}

/** Bits of chance in a character (Shannon). */
function chance(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

export function masked(line: string): string {
  let shown = line
  for (const { value } of secretsIn(line)) {
    const [, head, tail] = /^([a-z0-9+.-]+:\/\/[^:]*:).*(@.*)$/i.exec(value) ?? []
    shown = shown.split(value).join(head === undefined ? hidden(value) : `${head}***${tail}`)
  }
  return shown.replace(/(["'`])((?:(?!\1).){8,400})\1/g, (whole, quote: string, value: string, at: number) => (looksSecret(line.slice(Math.max(0, at - 60), at), value) ? `${quote}${hidden(value)}${quote}` : whole))
    .replace(/^(\s*[\w.-]{2,60}\s*[:=]\s*)([^\s"'`]{8,400})\s*$/, (whole, name: string, value: string) => (looksSecret(name, value) ? `${name}${hidden(value)}` : whole))
}

const hidden = (value: string): string => `${value.slice(0, 3)}***`

/** Passwords of the local machine in everybody's documentation. */
const isOpenSecret = (value: string): boolean => /:\/\/(?:user|username|postgres|root|guest)?:(?:pass|password|postgres|root|guest|secret|\.\.\.|\*+)@(?:localhost|127\.0\.0\.1|host|hostname|example\.com)/i.test(value)
