import { useEffect, useMemo, useState } from 'react'
import type { Build, Release } from '../../shared/domain/build.ts'
import { parseEvent, type PlatformEvent } from '../../shared/protocol/events.ts'
import { call, useConnection } from './connection.ts'
import { joinEvents } from './fold-batch.ts'
import { useMirror } from './mirror.ts'

const pageSize = 500
/** Pages read back to find the start of a push; an older one is told without its events. */
const pagesAtMost = 6
/** Events after the release that may still tell how its dynos came up. */
const eventsAfterRelease = 400
/** A push is received before its build starts, in milliseconds. */
const pushLeadMs = 60_000
const eventsHeld = 4000

/** Events of the app around one push, oldest first: those the mirror has, and older ones fetched once. */
export function usePushEvents(build: Build, release: Release | null): readonly PlatformEvent[] {
  const isReady = useConnection((connection) => connection.line.kind === 'ready')
  const recent = useMirror((mirror) => mirror.recent)
  const [older, setOlder] = useState<readonly PlatformEvent[]>([])
  const { id, appId, startedAt } = build
  // Only looked at when the build changes: what comes later is in the mirror.
  const before = release === null ? null : release.seq + eventsAfterRelease
  useEffect(() => {
    const { recent: known } = useMirror.getState()
    if (!isReady || known.some((event) => event.type === 'build.started' && event.data.buildId === id)) return
    let isWanted = true
    void readBack(appId, startedAt - pushLeadMs, before, () => isWanted).then(
      (events) => isWanted && setOlder(events),
      (error: unknown) => console.warn(error),
    )
    return () => {
      isWanted = false
    }
  }, [isReady, id, appId, startedAt, before])
  return useMemo(() => joinEvents(older, recent.filter((event) => event.app === appId && event.at >= startedAt - pushLeadMs), eventsHeld), [older, recent, appId, startedAt])
}

async function readBack(app: string, since: number, firstBefore: number | null, isWanted: () => boolean): Promise<readonly PlatformEvent[]> {
  let events: readonly PlatformEvent[] = []
  let before = firstBefore
  for (let page = 0; page < pagesAtMost && isWanted(); page++) {
    const answer = await call('events:list', { app, limit: pageSize, ...(before === null ? {} : { before }) })
    events = joinEvents(answer.events.map(parseEvent), events, eventsHeld)
    const oldest = events[0]
    if (answer.events.length < pageSize || oldest === undefined || oldest.at < since) break
    before = oldest.seq
  }
  return events.filter((event) => event.at >= since)
}
