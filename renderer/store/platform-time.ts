// The time it is on the platform: the machine's, but in simulated worlds that somebody made go faster.

import { useBill } from './bill.ts'
import { useMirror } from './mirror.ts'

/** Both clocks are the same machine's unless one was made faster, so a little is only the way of a message. */
const sameMs = 2000

/** Milliseconds since the epoch. */
export function platformNow(): number {
  const { item, receivedAt } = useBill.getState()
  const { pace } = useMirror.getState().state
  const now = Date.now()
  if (item === null || (pace === 1 && Math.abs(item.at - receivedAt) < sameMs)) return now
  return item.at + (now - receivedAt) * pace
}
