// What the dyno manager says about a dyno, from its events: `heroku[web.1]: State changed from starting to up`. The sequences
// are the ones of Heroku's error-codes article and of public logs. A pure step: what was told before, and an event, give the
// lines and what is told now. Simplified: `created` stands for every first start; Heroku also shows `provisioning`.

import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { Dyno, DynoId, StopReason } from '../../../shared/domain/dyno.ts'
import { dynoErrorLine, type DynoErrorCode } from '../../../shared/errors/dyno-codes.ts'
import type { EventOf } from '../../../shared/protocol/events.ts'

export type DynoEvent = EventOf<
  | 'dyno.created' | 'dyno.launched' | 'dyno.up' | 'dyno.erred' | 'dyno.stopping' | 'dyno.killed' | 'dyno.exited' | 'dyno.crashed'
  | 'dyno.removed' | 'dyno.idled' | 'dyno.probed'
>

export type ToldState = 'created' | 'starting' | 'up' | 'crashed' | 'idle' | 'down'

/** What the log has said so far about one name, e.g. web.1. Two dynos can bear it during a hand-over; the newest speaks for it. */
export type Told = {
  readonly dynoId: DynoId
  readonly state: ToldState
  readonly stopping: StopReason | null
}

export type DynoFacts = Pick<Dyno, 'id' | 'kind' | 'size' | 'command'> & {
  readonly stopping: StopReason | null
  readonly exitTold: boolean
}

export type DynoTelling = { readonly lines: readonly string[]; readonly told: Told | null }

/** `dyno` is the one the event is about, `told` what was said of its name. */
export function dynoLines(event: DynoEvent, dyno: DynoFacts, told: Told | null): DynoTelling {
  const own = told?.dynoId === dyno.id
  const become = (state: ToldState, ...before: string[]): DynoTelling => {
    if (!own || told.state === state) return { lines: before, told }
    return { lines: [...before, changed(told.state, state)], told: { ...told, state } }
  }
  switch (event.type) {
    case 'dyno.created':
      return created(event, told)
    case 'dyno.launched':
      return { lines: [`Starting process with command \`${dyno.command}\``], told }
    case 'dyno.up':
      return become('up')
    case 'dyno.erred':
      return { lines: erred(event, dyno), told }
    case 'dyno.stopping':
      return stopping(event, dyno, told)
    case 'dyno.killed':
      return { lines: [endsAtOnce(dyno.stopping) ? 'Stopping process with SIGKILL' : 'Stopping all processes with SIGKILL'], told }
    case 'dyno.exited':
      return { lines: [exitLine(event)], told }
    case 'dyno.crashed':
      return become('crashed', ...(dyno.exitTold ? [] : [exitLine(event)]))
    case 'dyno.idled':
      return own ? { lines: [changed(told.state, 'down')], told: { ...told, state: 'idle', stopping: null } } : { lines: [], told }
    // Ours: Heroku has no such check in the Common Runtime.
    case 'dyno.probed':
      return { lines: [`Readiness check ${event.data.ready ? 'passed' : 'failed'}: ${event.data.detail}`], told }
    case 'dyno.removed':
      return removed(dyno, told)
  }
}

const changed = (from: ToldState | 'complete', to: ToldState | 'complete'): string => `State changed from ${from === 'idle' ? 'down' : from} to ${to}`

function created(event: EventOf<'dyno.created'>, told: Told | null): DynoTelling {
  const next: Told = { dynoId: event.data.dynoId, state: 'starting', stopping: null }
  const restarts = told?.state === 'starting' && told.stopping !== null
  if (restarts) return { lines: [], told: next }
  const from = told === null || (told.state === 'up' && told.stopping === null) ? firstState(event) : told.state
  const wakes = from === 'idle' ? ['Unidling'] : []
  return { lines: [...wakes, changed(from === 'starting' ? 'created' : from, 'starting')], told: next }
}

const firstState = (event: EventOf<'dyno.created'>): ToldState => (event.data.crashes > 0 ? 'crashed' : 'created')

const words: Partial<Record<StopReason, string>> = { restart: 'Restarting', release: 'Restarting', cycling: 'Cycling', idle: 'Idling' }

function stopping(event: EventOf<'dyno.stopping'>, dyno: DynoFacts, told: Told | null): DynoTelling {
  const { why, graceMs } = event.data
  const signal = graceMs > 0 ? ['Stopping all processes with SIGTERM'] : []
  if (told?.dynoId !== dyno.id) return { lines: signal, told }
  const word = dyno.kind === 'formation' ? words[why] : undefined
  const comesBack = word !== undefined && why !== 'idle'
  const state = comesBack ? 'starting' : told.state
  const lines = [...(word === undefined ? [] : [word]), ...(comesBack && told.state !== 'starting' ? [changed(told.state, 'starting')] : []), ...signal]
  return { lines, told: { dynoId: dyno.id, state, stopping: why } }
}

function removed(dyno: DynoFacts, told: Told | null): DynoTelling {
  if (told?.dynoId !== dyno.id) return { lines: [], told }
  // A crashed or idle dyno that leaves has nothing to stop: it is about to be replaced, or was told off already.
  if (told.state === 'crashed' || told.state === 'idle') return { lines: [], told }
  if (dyno.kind !== 'formation') return { lines: [changed(told.state, 'complete')], told: null }
  return { lines: [changed(told.state, 'down')], told: { ...told, state: 'down', stopping: null } }
}

function erred(event: EventOf<'dyno.erred'>, dyno: DynoFacts): string[] {
  const code = event.data.code as DynoErrorCode
  const line = dynoErrorLine(code, event.data.params)
  if (code === 'R99' && event.data.params['why'] !== undefined) return [`${line} -> ${event.data.params['why']}`]
  return code === 'R14' || code === 'R15' ? [...memoryLine(event, dyno), line] : [line]
}

function memoryLine(event: EventOf<'dyno.erred'>, dyno: DynoFacts): string[] {
  const bytes = Number(event.data.params['memoryBytes'])
  const quota = findDynoSize(dyno.size)?.memoryBytes ?? 0
  if (!(bytes > 0) || quota === 0) return []
  return [`Process running mem=${Math.round(bytes / (1024 * 1024))}M(${((bytes / quota) * 100).toFixed(1)}%)`]
}

/** Ended with SIGKILL and no grace: R10 and R15. */
const endsAtOnce = (why: StopReason | null): boolean => why === null || why === 'boot-timeout' || why === 'memory'

const signalNumbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGPIPE: 13, SIGTERM: 15 }

/** A shell's number for a process that a signal ended: 128 and the signal. */
function exitLine({ data }: EventOf<'dyno.exited' | 'dyno.crashed'>): string {
  const status = data.exitStatus ?? (data.signal === null ? null : 128 + (signalNumbers[data.signal] ?? 0))
  return status === null ? 'Process exited' : `Process exited with status ${status}`
}
