// The console of this window: what was typed and said, and what was clicked elsewhere as the command that equals it.

import { create } from 'zustand'
import { formatLogLine, tailOverflowLine } from '../../shared/domain/log.ts'
import type { PlatformState } from '../../shared/domain/state.ts'
import type { CallName } from '../../shared/protocol/calls.ts'
import { equalCommand } from '../console/equal-command.ts'
import type { Call, ConsoleWorld, Plan } from '../console/plan.ts'
import { readCommand } from '../console/read-command.ts'
import { emptyHistory, keepable, remember, type TypedHistory } from '../console/typed-history.ts'
import { openAddress } from '../bridge/open-address.ts'
import { call, onCommand, useConnection } from './connection.ts'
import { useMirror } from './mirror.ts'
import { openOneOff } from './one-offs.ts'
import { showApp, useUi } from './ui.ts'
import { asPlatformError } from './use-command.ts'
import { platformNow } from './platform-time.ts'

export type ConsoleEntry = { readonly id: number } & (
  | { readonly kind: 'typed'; readonly app: string | null; readonly text: string }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string; readonly help: string }
  | { readonly kind: 'clicked'; readonly text: string }
)

export type ConsoleSession = {
  readonly entries: readonly ConsoleEntry[]
  readonly history: TypedHistory
  /** What runs now, in words; null when the console waits for a line. */
  readonly running: string | null
}

/** Lines kept in the console. */
export const consoleLinesMax = 1000
/** Log lines come in bursts; the console is drawn at most this often, in milliseconds. */
const drawEveryMs = 100
const storageKey = 'dynarium:console-history'

export const useConsole = create<ConsoleSession>(() => ({ entries: [], history: recallHistory(), running: null }))

let nextId = 1
let stopRunning: (() => void) | null = null
/** Calls of the console itself: those were typed. */
const own = new WeakSet<object>()

/** Commands of `run` and `ps:exec` that were typed: their tabs start them. */
const typedRuns: { readonly name: CallName; readonly command: string }[] = []

onCommand((name, input) => {
  const text = own.has(input) || wasTyped(name, input) ? null : equalCommand(name, input)
  if (text !== null) append({ kind: 'clicked', text })
})

function wasTyped(name: CallName, input: object): boolean {
  const at = 'command' in input ? typedRuns.findIndex((run) => run.name === name && run.command === input.command) : -1
  if (at !== -1) typedRuns.splice(at, 1)
  return at !== -1
}

/** What the console knows now: the app in view and the mirror. */
export function consoleWorld(): ConsoleWorld {
  const { state, info } = useMirror.getState()
  const { appId } = useUi.getState()
  return { state, info, app: appId === null ? null : (state.apps[appId] ?? null), now: platformNow() }
}

/** Reads and carries out one typed line. */
export async function enterLine(line: string): Promise<void> {
  interrupt()
  const world = consoleWorld()
  const history = remember(useConsole.getState().history, line)
  useConsole.setState({ history })
  keepHistory(history)
  append({ kind: 'typed', app: world.app?.name ?? null, text: line })
  try {
    await carryOut(readCommand(line, world))
  } catch (error) {
    const { message, help } = asPlatformError(error)
    append({ kind: 'refused', text: message, help })
  }
}

/** Ctrl+C: stops a log that is followed. A command that was sent can not be taken back. */
export function interrupt(): void {
  stopRunning?.()
}

export function clearConsole(): void {
  useConsole.setState({ entries: [] })
}

const typedCall: Call = (name, input) => {
  own.add(input)
  return call(name, input)
}

async function carryOut(plan: Plan): Promise<void> {
  switch (plan.kind) {
    case 'nothing':
      return
    case 'print':
      return say(plan.lines)
    case 'refuse':
      return append({ kind: 'refused', text: plan.message, help: plan.help })
    case 'clear':
      return clearConsole()
    case 'open':
      openAddress(plan.address)
      return say([`Opening ${plan.address}`])
    case 'run':
      openOneOff({ appId: plan.app.id, appName: plan.app.name, command: plan.command, inside: null, size: plan.size })
      typedRuns.push({ name: 'run:start', command: plan.command })
      return say([`Running ${plan.command} on ${plan.app.name}, in a tab of its own.`])
    case 'exec':
      openOneOff({ appId: plan.app.id, appName: plan.app.name, command: plan.command, inside: plan.dyno, size: null })
      typedRuns.push({ name: 'ps:exec', command: plan.command })
      return say([`Running ${plan.command} inside ${plan.dyno} of ${plan.app.name}, in a tab of its own.`])
    case 'send':
      return sendPlan(plan)
    case 'logs':
      return followLog(plan)
  }
}

async function sendPlan({ said, send }: Extract<Plan, { kind: 'send' }>): Promise<void> {
  useConsole.setState({ running: said ?? 'Asking the engine...' })
  try {
    const { lines, showApp: appId, awaited } = await send(typedCall, () => useMirror.getState().state)
    const [first, ...others] = lines
    say(said === null ? lines : [`${said} done${first === undefined || first === '' ? '' : `, ${first}`}`, ...others])
    if (appId !== undefined) showApp(appId, 'overview')
    if (awaited === undefined) return
    useConsole.setState({ running: awaited.what })
    say(awaited.lines(await stateWhen(awaited.isSo)))
  } catch (error) {
    if (said !== null) say([`${said} !`])
    throw error
  } finally {
    useConsole.setState({ running: null })
  }
}

/** Ctrl+C ends the waiting, not what is waited for. */
function stateWhen(isSo: (state: PlatformState) => boolean): Promise<PlatformState> {
  return new Promise((resolve) => {
    const end = (): void => {
      stopRunning = null
      stopLooking()
      resolve(useMirror.getState().state)
    }
    const stopLooking = useMirror.subscribe(({ state }) => isSo(state) && end())
    stopRunning = end
    if (isSo(useMirror.getState().state)) end()
  })
}

function followLog({ app, lines, tail, ps, source }: Extract<Plan, { kind: 'logs' }>): Promise<void> {
  const { line } = useConnection.getState()
  if (line.kind !== 'ready') return Promise.reject(asPlatformError(new Error('the line to the engine is down')))
  const { client } = line
  return new Promise((resolve, reject) => {
    const end = (error: Error | null): void => {
      stopRunning = null
      useConsole.setState({ running: null })
      if (error === null) resolve()
      else reject(error)
    }
    const input = { app: app.name, lines, tail, ...(ps === null ? {} : { ps }), ...(source === null ? {} : { source }) }
    useConsole.setState({ running: tail ? `Following the log of ${app.name}. Ctrl+C stops it.` : 'Reading the log...' })
    let waiting: string[] = []
    let lastAt = 0
    let timer: ReturnType<typeof setTimeout> | null = null
    const draw = (): void => {
      if (timer !== null) clearTimeout(timer)
      timer = null
      say(waiting)
      waiting = []
    }
    const close = client.open('logs', input, ({ dropped, lines: fresh }) => {
      if (dropped > 0) waiting.push(tailOverflowLine(dropped, lastAt === 0 ? (fresh[0]?.at ?? 0) : lastAt))
      lastAt = fresh.at(-1)?.at ?? lastAt
      waiting = [...waiting, ...fresh.map(formatLogLine)].slice(-consoleLinesMax)
      timer ??= setTimeout(draw, drawEveryMs)
    }, (error) => {
      draw()
      end(error)
    })
    stopRunning = () => {
      close()
      draw()
      if (tail) say(['^C'])
      end(null)
    }
  })
}

const say = (lines: readonly string[]): void => lines.length === 0 ? undefined : appendAll(lines.map((text) => ({ kind: 'said', text })))

type Draft = ConsoleEntry extends infer E ? (E extends ConsoleEntry ? Omit<E, 'id'> : never) : never

const append = (draft: Draft): void => appendAll([draft])

function appendAll(drafts: readonly Draft[]): void {
  const fresh = drafts.slice(-consoleLinesMax).map((draft) => ({ ...draft, id: nextId++ }))
  useConsole.setState(({ entries }) => ({ entries: [...entries, ...fresh].slice(-consoleLinesMax) }))
}

function keepHistory({ lines }: TypedHistory): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(lines.filter(keepable)))
  } catch {
    // A full or forbidden storage only costs the history after a reload.
  }
}

function recallHistory(): TypedHistory {
  try {
    const lines = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as unknown
    return Array.isArray(lines) ? lines.filter((line) => typeof line === 'string').reduce(remember, emptyHistory) : emptyHistory
  } catch {
    return emptyHistory
  }
}
