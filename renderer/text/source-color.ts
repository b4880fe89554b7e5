// A steady colour for each writer of log lines: the same dyno has the same one in every window.

/** How many colours the theme has for them. */
export const sourceColors = 8

/** Platform parts (router, api, ...) stay neutral, which tells them from the app's own dynos. */
export function sourceColor(source: 'app' | 'heroku', ps: string): number | null {
  if (source === 'heroku' && !ps.includes('.')) return null
  const [type = '', number = '0'] = ps.split('.')
  let hash = 0
  for (const char of type) hash = (hash * 31 + char.charCodeAt(0)) % 997
  return (hash + Number.parseInt(number, 10)) % sourceColors
}
