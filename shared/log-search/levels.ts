// Names of severities and facilities (RFC 5424), as searches may write them.

const severities: readonly (readonly string[])[] = [['emergency', 'emerg', 'panic'], ['alert'], ['critical', 'crit'], ['error', 'err'], ['warning', 'warn'], ['notice'], ['info', 'informational'], ['debug']]

const facilities: readonly (readonly string[])[] = [
  ['kern', 'kernel'], ['user'], ['mail'], ['daemon', 'system'], ['auth', 'security'], ['syslog'], ['lpr', 'lp'], ['news'], ['uucp'], ['cron', 'clock'], ['authpriv'], ['ftp'], ['ntp'], ['audit'], ['console'], ['clock2'],
  ...Array.from({ length: 8 }, (_, index) => [`local${index}`]),
]

const tables = { severity: severities, facility: facilities }

/** null for a name that there is not. */
export function levelOf(kind: keyof typeof tables, name: string): number | null {
  const found = tables[kind].findIndex((names) => names.includes(name.toLowerCase()))
  return found === -1 ? null : found
}

/** The usual name. */
export const levelName = (kind: keyof typeof tables, number: number): string => tables[kind][number]?.[0] ?? String(number)

export const levelNames = (kind: keyof typeof tables): readonly string[] => tables[kind].map(([name = '']) => name)
