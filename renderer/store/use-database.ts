// What a database tells while somebody looks: how far who follows it is behind, and the counts of its ledger of writes. The newest are kept.

import { useEffect, useState } from 'react'
import type { LedgerCounts } from '../../shared/domain/postgres.ts'
import type { LagMoment } from '../../shared/protocol/postgres.ts'
import { keepOpen } from './keep-open.ts'

const lagsKept = 300
const countsKept = 3000

export function useLag(addOn: string): readonly LagMoment[] {
  const [moments, setMoments] = useState<readonly LagMoment[]>([])
  useEffect(() => {
    setMoments([])
    return keepOpen((client) => client.open('lag', { addOn }, (item) => setMoments((before) => [...before, item].slice(-lagsKept)), () => {}))
  }, [addOn])
  return moments
}

export function useLedger(addOn: string): readonly LedgerCounts[] {
  const [counts, setCounts] = useState<readonly LedgerCounts[]>([])
  useEffect(() => {
    setCounts([])
    return keepOpen((client) => client.open('ledger', { addOn }, (item) => setCounts((before) => [...(begunAnew(before, item) ? [] : before), item].slice(-countsKept)), () => {}))
  }, [addOn])
  return counts
}

/** Another ledger counts from nothing. */
const begunAnew = (before: readonly LedgerCounts[], { sent }: LedgerCounts): boolean => sent < (before.at(-1)?.sent ?? 0)
