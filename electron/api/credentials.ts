/** Of `Bearer TOKEN` alone. */
export const bearerIn = (authorization: string | undefined): string | null => (/^bearer /i.test(authorization ?? '') ? givenSecret(authorization) : null)

/** `Bearer TOKEN`, or Basic with the token as password: git sends `heroku:TOKEN`, the API's clients `:TOKEN`. */
export function givenSecret(authorization: string | undefined): string | null {
  const match = /^(bearer|basic) +(\S+) *$/i.exec(authorization ?? '')
  if (match === null) return null
  const [, scheme = '', value = ''] = match
  return scheme.toLowerCase() === 'bearer' ? value : (basicPair(value)?.password ?? null)
}

/** Whom Basic names; null: it is something else. */
export const userOf = (authorization: string | undefined): string | null => basicPair(/^basic +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '')?.user ?? null

/** Of Basic with an email as user; null: it is something else. */
export function logInOf(authorization: string | undefined): { readonly email: string; readonly password: string } | null {
  const pair = basicPair(/^basic +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '')
  return pair === null || !pair.user.includes('@') ? null : { email: pair.user, password: pair.password }
}

function basicPair(value: string): { readonly user: string; readonly password: string } | null {
  const text = Buffer.from(value, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 0 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) }
}
