import { isSameSecret } from './same-secret.ts'

/** `Bearer TOKEN`, or Basic with the token as password: git sends `heroku:TOKEN`, the API's clients `:TOKEN`. */
export function mayEnter(authorization: string | undefined, token: string): boolean {
  const given = givenSecret(authorization)
  return given !== null && isSameSecret(given, token)
}

/** Of `Bearer TOKEN` alone. */
export const bearerIn = (authorization: string | undefined): string | null => (/^bearer /i.test(authorization ?? '') ? givenSecret(authorization) : null)

function givenSecret(authorization: string | undefined): string | null {
  const match = /^(bearer|basic) +(\S+) *$/i.exec(authorization ?? '')
  if (match === null) return null
  const [, scheme = '', value = ''] = match
  if (scheme.toLowerCase() === 'bearer') return value
  const pair = Buffer.from(value, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  return colon < 0 ? null : pair.slice(colon + 1)
}
