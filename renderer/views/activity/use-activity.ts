import { useCallback, useEffect, useMemo, useState } from 'react'
import type { PlatformError } from '../../../shared/errors/platform-error.ts'
import { parseEvent, type PlatformEvent } from '../../../shared/protocol/events.ts'
import { call, useConnection } from '../../store/connection.ts'
import { joinEvents } from '../../store/fold-batch.ts'
import { useMirror } from '../../store/mirror.ts'
import { useAttempt } from '../../store/use-command.ts'

const pageSize = 100
/** Events this view holds at most; older ones need another look at a later day. */
const eventsHeld = 5000

export type Activity = {
  /** Newest last. */
  readonly events: readonly PlatformEvent[]
  readonly hasOlder: boolean
  readonly isPending: boolean
  readonly error: PlatformError | null
  loadOlder(): void
}

/** Events of one app: those the mirror still has, and pages of older ones on demand. */
export function useActivity(appId: string): Activity {
  const recent = useMirror((mirror) => mirror.recent)
  const isReady = useConnection((connection) => connection.line.kind === 'ready')
  const [loaded, setLoaded] = useState<readonly PlatformEvent[]>([])
  const [hasOlder, setHasOlder] = useState(false)
  const { attempt, isPending, error } = useAttempt()
  const load = useCallback(async (before: number | undefined): Promise<void> => {
    const answer = await attempt(() => call('events:list', { app: appId, limit: pageSize, ...(before === undefined ? {} : { before }) }))
    if (answer === null) return
    const events = answer.events.map(parseEvent)
    setLoaded((held) => joinEvents(events, held, eventsHeld))
    setHasOlder(events.length === pageSize)
  }, [appId, attempt])
  useEffect(() => {
    if (isReady) void load(undefined)
  }, [isReady, load])
  const events = useMemo(() => joinEvents(loaded, recent.filter((event) => event.app === appId), eventsHeld), [loaded, recent, appId])
  return { events, hasOlder, isPending, error, loadOlder: () => void load(loaded[0]?.seq) }
}
