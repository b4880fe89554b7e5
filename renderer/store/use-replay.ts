import { useCallback, useEffect, useState } from 'react'
import type { ReplayPlan } from '../scene/replay.ts'

export type Replay = {
  /** The stage of the plan that goes on, or null: no replay. */
  readonly at: number | null
  start(): void
  stop(): void
}

/** Walks the stages of a plan. One timer a stage; between two nothing runs. */
export function useReplay(plan: ReplayPlan | null): Replay {
  const [at, setAt] = useState<number | null>(null)
  const stages = plan?.stages
  useEffect(() => {
    if (at === null) return
    const stage = stages?.[at]
    if (stage === undefined) return setAt(null)
    const timer = setTimeout(() => setAt(at + 1), stage.ms)
    return () => clearTimeout(timer)
  }, [at, stages])
  const start = useCallback(() => setAt(0), [])
  const stop = useCallback(() => setAt(null), [])
  return { at, start, stop }
}
