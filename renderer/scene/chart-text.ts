// Values of a chart as people read them: on its axis, beside the cursor, in the table.

import { byteSize } from '../../shared/text/amounts.ts'
import { duration } from '../../shared/text/time.ts'
import { thousands } from '../text/thousands.ts'
import type { Chart, ChartUnit } from './chart.ts'

export function valueText({ unit, isAtMost }: Pick<Chart, 'unit' | 'isAtMost'>, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  return `${isAtMost === true ? '≤ ' : ''}${plainText(unit, value)}`
}

/** Without a sign of doubt: an axis is exact. */
export function axisText(unit: ChartUnit, value: number): string {
  return value === 0 ? '0' : plainText(unit, value).replace(/\.0(?= )/, '')
}

function plainText(unit: ChartUnit, value: number): string {
  switch (unit) {
    case 'rate':
      return `${thousands(value)}/s`
    case 'ms':
      return duration(value)
    case 'count':
      return thousands(value)
    case 'bytes':
      return byteSize(value)
    case 'percent':
      return `${Math.round(value)} %`
  }
}
