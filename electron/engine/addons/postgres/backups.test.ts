import { describe, expect, it } from 'vitest'
import { nextAt } from './backups.ts'

const at = (text: string): number => Date.parse(text)

describe('when a scheduled backup is due (PD7)', () => {
  it('at the next whole hour of that number, today or tomorrow', () => {
    expect(nextAt(at('2026-08-04T02:59:59Z'), 3)).toBe(at('2026-08-04T03:00:00Z'))
    expect(nextAt(at('2026-08-04T03:00:00Z'), 3)).toBe(at('2026-08-05T03:00:00Z'))
    expect(nextAt(at('2026-12-31T23:30:00Z'), 0)).toBe(at('2027-01-01T00:00:00Z'))
  })
})
