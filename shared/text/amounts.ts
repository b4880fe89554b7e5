// Bytes and money as people read them. Money is integer micro-dollars; bytes are powers of 1024 as Heroku counts them.

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** `512 MB`, `1.5 GB`. */
export function byteSize(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  const digits = unit === 0 || value >= 100 || Number.isInteger(value) ? 0 : 1
  return `${value.toFixed(digits)} ${units[unit]}`
}

/** The form of `git push` output: `41.7M`, `980K`. */
export function slugSize(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))}K`
  const mb = bytes / (1024 * 1024)
  return `${mb >= 100 ? Math.round(mb) : mb.toFixed(1)}M`
}

const signs: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹', KRW: '₩', BRL: 'R$', CHF: 'CHF ' }

/** `$25.00`, `$1,500.00`; below ten cents four digits, `$0.0132`, below a tenth of a cent six. `currency`: three letters of ISO 4217. */
export function money(micros: number, currency = 'USD'): string {
  const sign = micros < 0 ? '-' : ''
  const dollars = Math.abs(micros) / 1_000_000
  const [whole = '', fraction = ''] = dollars.toFixed(dollars === 0 || dollars >= 0.1 ? 2 : dollars >= 0.001 ? 4 : 6).split('.')
  return `${sign}${signs[currency] ?? `${currency} `}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`
}
