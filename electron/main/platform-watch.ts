// The window process as one more reader of the engine: it follows the state stream over a port of its own and folds it as every
// window does, so that the tray and the question on closing tell facts.

import { emptyState, type PlatformState } from '../../shared/domain/state.ts'
import { fold } from '../../shared/fold/fold.ts'
import { createClient, type Client } from '../../shared/protocol/client.ts'
import type { Transport } from '../../shared/protocol/envelope.ts'
import type { StreamItem } from '../../shared/protocol/streams.ts'
import { noWork, runningWork, type RunningWork } from './running-work'

const RESUME_PAUSE_MS = 1000

export type PlatformWatch = {
  work(): RunningWork
  /** An engine is ready: from here on its state counts. */
  begin(transport: Transport): void
  /** The engine is gone, and what ran with it. */
  end(): void
}

export function watchPlatform(onWork: (work: RunningWork) => void): PlatformWatch {
  let state: PlatformState = emptyState()
  let work = noWork
  let client: Client | null = null

  function take(item: StreamItem<'state'>): 'taken' | 'gap' {
    if (item.kind === 'snapshot') state = item.state
    for (const event of item.kind === 'events' ? item.events : []) {
      if (event.seq <= state.seq) continue
      if (event.seq !== state.seq + 1) return 'gap'
      fold(state, event)
    }
    tell(runningWork(state))
    return 'taken'
  }

  function tell(now: RunningWork): void {
    if (JSON.stringify(now) === JSON.stringify(work)) return
    work = now
    onWork(work)
  }

  function follow(reader: Client): void {
    const close = reader.open('state', {}, (item) => {
      if (take(item) === 'taken') return
      close()
      follow(reader)
    }, (error) => {
      if (error?.code !== 'engine-gone') setTimeout(() => client === reader && follow(reader), RESUME_PAUSE_MS)
    })
  }

  return {
    work: () => work,
    begin: (transport) => {
      client?.close()
      client = createClient(transport)
      follow(client)
    },
    end: () => {
      client?.close()
      client = null
      tell(noWork)
    },
  }
}
