/** Where the window's own page lives. */
export const PAGE_ORIGIN = 'app://dynarium'

/** Pages about the subject that the interface links to; everything else stays closed. */
const KNOWN_HOSTS = new Set(['devcenter.heroku.com', '12factor.net', 'nodejs.org', 'git-scm.com'])

/** May this address be opened in the person's browser? Apps on this machine, and a short list of known pages. */
export function mayOpenOutside(address: string): boolean {
  const url = parse(address)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return false
  if (url.username !== '' || url.password !== '') return false
  return isLoopback(url.hostname) || (url.protocol === 'https:' && KNOWN_HOSTS.has(url.hostname))
}

/** May the window itself show this address? Only its own page, or the development server that serves it. */
export function isOwnPage(address: string, developmentUrl: string | undefined): boolean {
  const url = parse(address)
  if (!url) return false
  if (`${url.protocol}//${url.host}` === PAGE_ORIGIN) return true
  return developmentUrl !== undefined && url.origin === parse(developmentUrl)?.origin
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

function parse(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}
