// Events of one app or of all, newest last: what the mirror still has, what comes, and pages of older ones on demand.

import { useCallback, useEffect, useRef, useState } from 'react'
import type { PlatformError } from '../../shared/errors/platform-error.ts'
import { parseEvent, type PlatformEvent } from '../../shared/protocol/events.ts'
import { call, useConnection } from './connection.ts'
import { joinEvents } from './fold-batch.ts'
import { useMirror } from './mirror.ts'
import { useAttempt } from './use-command.ts'

const pageSize = 200
/** Events one view holds at most; older ones need another look at a later day. */
const eventsHeld = 10_000

export type Events = {
  readonly events: readonly PlatformEvent[]
  readonly hasOlder: boolean
  readonly isPending: boolean
  readonly error: PlatformError | null
  loadOlder(): void
}

/** `appId` null: all apps and the platform itself. */
export function useEvents(appId: string | null): Events {
  const isReady = useConnection((connection) => connection.line.kind === 'ready')
  const ofThis = useCallback((events: readonly PlatformEvent[]) => (appId === null ? events : events.filter((event) => event.app === appId)), [appId])
  const [held, setHeld] = useState(() => ofThis(useMirror.getState().recent))
  const [hasOlder, setHasOlder] = useState(false)
  const isLoading = useRef(false)
  const { attempt, isPending, error } = useAttempt()
  const load = useCallback(async (before: number | undefined): Promise<void> => {
    if (isLoading.current) return
    isLoading.current = true
    const answer = await attempt(() => call('events:list', { limit: pageSize, ...(appId === null ? {} : { app: appId }), ...(before === undefined ? {} : { before }) }))
    isLoading.current = false
    if (answer === null) return
    const events = answer.events.map(parseEvent)
    setHeld((had) => joinEvents(events, had, eventsHeld))
    setHasOlder(events.length === pageSize)
  }, [appId, attempt])
  useEffect(() => {
    if (isReady) void load(undefined)
  }, [isReady, load])
  useEffect(() => useMirror.subscribe(({ recent }, before) => {
    if (recent !== before.recent) setHeld((had) => joinEvents(had, ofThis(recent), eventsHeld))
  }), [ofThis])
  return { events: held, hasOlder: hasOlder && held.length < eventsHeld, isPending, error, loadOlder: () => void load(held[0]?.seq) }
}
