// Amounts that tick: always four digits behind the point, so that nothing jumps.

import { money } from '../../shared/text/amounts.ts'

/** `$12.3456`, `€0.0132`. */
export function meterMoney(micros: number, currency: string): string {
  const sign = money(0, currency).replace('0.00', '')
  const [whole = '0', fraction = ''] = (micros / 1_000_000).toFixed(4).split('.')
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`
}

/** `November 2026`, of `2026-11`. */
export function monthWords(month: string): string {
  const [year = '', number = ''] = month.split('-')
  return `${monthNames[Number(number) - 1] ?? number} ${year}`
}

const monthNames: readonly string[] = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
