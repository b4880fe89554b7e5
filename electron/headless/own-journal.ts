// A data folder belongs to one kind of runtime once it has apps: a simulated app must never be taken for a real one, or started as one.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RuntimeKind } from '../../shared/domain/runtime.ts'
import { emptyState } from '../../shared/domain/state.ts'
import { fold } from '../../shared/fold/fold.ts'
import type { JournalStore } from '../engine/ports/journal-store.ts'

/** Journals older than this file are of processes. */
const oldest: RuntimeKind = 'process'
const eventsAtOnce = 1000

/** Throws Error with a sentence for people; the journal is closed then. */
export function claimJournal(dataDir: string, journal: JournalStore, runtime: RuntimeKind): void {
  const file = join(dataDir, 'runtime')
  const owner = existsSync(file) ? readFileSync(file, 'utf8').trim() : journal.lastSeq() > 0 ? oldest : runtime
  if (owner !== runtime) {
    const apps = appNames(journal)
    if (apps.length > 0) {
      journal.close()
      throw new Error(`The data folder ${dataDir} holds ${apps.length === 1 ? 'an app' : `${apps.length} apps`} of the runtime "${owner}" (${apps.slice(0, 3).join(', ')}), and this start asks for "${runtime}". Choose another folder with --data-dir, or start with --runtime ${owner}.`)
    }
  }
  writeFileSync(file, `${runtime}\n`)
}

function appNames(journal: JournalStore): string[] {
  const state = journal.loadSnapshot()?.state ?? emptyState()
  for (let events = journal.read(state.seq, eventsAtOnce); events.length > 0; events = journal.read(state.seq, eventsAtOnce)) {
    for (const event of events) fold(state, event)
  }
  return Object.values(state.apps).map(({ name }) => name)
}
