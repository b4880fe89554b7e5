// Events of one app, paged until the last hour is covered: what charts of an hour read.

import { useEffect } from 'react'
import { useEvents, type Events } from './use-events.ts'
import { platformNow } from './platform-time.ts'

const hourMs = 3_600_000

/** Pages until the hour is covered or no older ones are left. */
export function useHourOfEvents(appId: string): Events {
  const activity = useEvents(appId)
  const oldest = activity.events[0]?.at ?? null
  const { hasOlder, isPending } = activity
  const wantsMore = hasOlder && !isPending && activity.error === null && oldest !== null && oldest > platformNow() - hourMs
  useEffect(() => {
    if (wantsMore) activity.loadOlder()
    // oxlint-disable-next-line react/exhaustive-deps
  }, [wantsMore, oldest])
  return activity
}
