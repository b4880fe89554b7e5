// Figures of the autoscaler's picture.

import { money } from '../../shared/text/amounts.ts'
import { duration } from '../../shared/text/time.ts'
import { thousands } from './thousands.ts'

type Figure = 'load' | 'dynos' | 'p95' | 'cost'

export function bandText(kind: Figure, value: number | null): string {
  if (value === null) return '–'
  switch (kind) {
    case 'load':
      return `${thousands(value)}/s`
    case 'dynos':
      return thousands(value)
    case 'p95':
      return duration(value)
    case 'cost':
      return `${money(value)}/h`
  }
}
