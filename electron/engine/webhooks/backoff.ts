// When a delivery that was not taken is tried again. Heroku gives a sync delivery up after 72 hours (changelog 2525, 2023) and says of the times
// between only that they grow; the numbers are ours.

import type { WebhookLevel } from '../../../shared/domain/webhook.ts'

const firstMs = 10_000
const mostMs = 3_600_000
const giveUpMs = 72 * 3_600_000

/** null: not again. `chance` is at least 0 and below 1; it spreads what failed together by half of the time either way. */
export function nextAttempt(delivery: { readonly level: WebhookLevel; readonly createdAt: number }, attemptsMade: number, now: number, chance: number): number | null {
  if (delivery.level === 'notify') return null
  const wait = Math.min(mostMs, firstMs * 2 ** Math.min(attemptsMade - 1, 20))
  const at = now + Math.round(wait * (0.5 + chance))
  return at - delivery.createdAt > giveUpMs ? null : at
}
