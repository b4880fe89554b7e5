// Where a drain goes, as people write it: syslog://host:port, syslog+tls://host:port, http:// and https:// with a path. A fragment
// `#insecure` takes any certificate, as in Logplex.

export type DrainAddress = {
  readonly kind: 'syslog' | 'syslog+tls' | 'http' | 'https'
  readonly host: string
  readonly port: number
  /** Path and query; for syslog nothing. */
  readonly path: string
  readonly user: string
  readonly password: string
  readonly takesAnyCertificate: boolean
  /** Lines to another host leave this machine. */
  readonly isLoopback: boolean
}

export type ReadAddress = { readonly address: DrainAddress } | { readonly why: string }

const usualPorts = { syslog: 514, 'syslog+tls': 6514, http: 80, https: 443 } as const
/** Stands where a password stood. */
export const passwordMask = '•••'

export function readDrainAddress(text: string): ReadAddress {
  const match = /^([a-z][a-z+]*):\/\/([^/?#]*)([^#]*)(#.*)?$/i.exec(text.trim())
  if (match === null) return { why: 'it is no address' }
  const [, scheme = '', authority = '', path = '', fragment = ''] = match
  const kind = scheme.toLowerCase()
  if (!isKind(kind)) return { why: `${kind}:// is no way to send lines` }
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0020\u007f-\uffff]/.test(authority + path)) return { why: 'it has a space or a character that is not plain ASCII' }
  const split = /^(?:(.*)@)?(\[[0-9a-f:.]+\]|[^:@]*)(?::(\d+))?$/i.exec(authority)
  if (split === null) return { why: 'host and port can not be told apart in it' }
  const [, login = '', host = '', port] = split
  if (host === '') return { why: 'it names no host' }
  if (!host.startsWith('[') && !/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(host)) return { why: `${host} is no name of a host` }
  const number = port === undefined ? usualPorts[kind] : Number(port)
  if (number < 1 || number > 65_535) return { why: `${port ?? ''} is no port` }
  const isHttp = kind === 'http' || kind === 'https'
  if (!isHttp && login !== '') return { why: 'syslog has no user and password' }
  if (!isHttp && path !== '' && path !== '/') return { why: 'syslog has no path' }
  if (fragment !== '' && fragment !== '#insecure') return { why: `${fragment} means nothing here; #insecure takes any certificate` }
  const user = decoded(login.split(':', 1)[0] ?? '')
  const password = decoded(login.includes(':') ? login.slice(login.indexOf(':') + 1) : '')
  if (user === null || password === null) return { why: 'a % in its user or password is not followed by two hex digits' }
  return {
    address: {
      kind, host: host.replace(/^\[|\]$/g, '').toLowerCase(), port: number, path: !isHttp ? '' : path === '' ? '/' : path.startsWith('?') ? `/${path}` : path, user, password,
      takesAnyCertificate: fragment === '#insecure', isLoopback: isLoopbackHost(host),
    },
  }
}

/** As it may be shown: without the password. */
export function shownAddress(url: string): string {
  return url.replace(/^([a-z+]+:\/\/[^/?#@:]*):[^/?#]*@/i, `$1:${passwordMask}@`)
}

const isKind = (text: string): text is DrainAddress['kind'] => Object.hasOwn(usualPorts, text)

function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase()
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
