// Names that lead to this machine. `.localhost` always does (RFC 6761, and browsers keep to it); any other name has to be told of.

export const leadsHere = (hostname: string): boolean => hostname.endsWith('.localhost')

/** A line for the hosts file, or null when none is needed or none would help: it knows no wildcards. */
export function hostsLine(hostnames: readonly string[]): string | null {
  const needed = hostnames.filter((hostname) => !leadsHere(hostname) && !hostname.startsWith('*.'))
  return needed.length === 0 ? null : `127.0.0.1 ${needed.join(' ')}`
}

export const hostsFile = (platform: string): string => (platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts')
