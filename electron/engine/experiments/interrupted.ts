// Ends a run that an engine before this one left: its faults are ended by the faults room, its traffic ended with the engine, and what
// its commands changed is put back from the record. Ours.

import type { ExperimentRun } from '../../../shared/domain/experiment.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { parseRunRecord } from '../../../shared/experiment/run-record.ts'
import type { Kernel } from '../journal/kernel.ts'
import { because } from '../journal/kernel.ts'
import { carryOut } from './commands.ts'
import type { ExperimentDeps } from './deps.ts'

export async function finishInterrupted(kernel: Kernel, deps: ExperimentDeps, run: ExperimentRun): Promise<void> {
  const record = parseRunRecord(deps.shelf.readRun(run.id) ?? '')
  const cause = because(run)
  const [event] = kernel.commit(cause, [{ type: 'experiment.advanced', app: appId(), data: { runId: run.id, phase: 'rollback', doing: 'undoes what it had done, as the engine stopped while it ran' } }])
  const troubles: string[] = []
  const done: string[] = []
  for (const undo of record?.undo.filter((one) => one.do !== 'traffic') ?? []) {
    const app = kernel.state.apps[run.appId]
    if (app === undefined) break
    try {
      done.push(await carryOut(deps, kernel.state, app, undo, { by: run.by, cause: event === undefined ? cause : because(event) }))
    } catch (error) {
      troubles.push(error instanceof PlatformError ? `${error.message} ${error.help}` : String(error))
    }
  }
  if (record === null && run.phase !== 'before') troubles.push('What it had changed is not known any more, as its record is gone.')
  const verdict = troubles.length > 0 ? 'not-restored' : 'aborted'
  const reason = ['The engine stopped while it ran, so it was ended.', ...done, ...troubles].join(' ')
  if (record !== null) deps.shelf.keepRun(run.id, JSON.stringify({ ...record, endedAt: kernel.clock.now(), verdict, reason, undo: [], undone: [...record.undone, ...done] }))
  kernel.commit(cause, [{ type: 'experiment.ended', app: appId(), data: { runId: run.id, verdict, reason } }])

  function appId(): string | null {
    return kernel.state.apps[run.appId] === undefined ? null : run.appId
  }
}
