// One-off dynos this window is attached to, programs it started in dynos that run, and shells of the owner's beside them: a tab each. Their
// output goes to whoever draws the tab; enough of it is kept here to draw it again.

import { create } from 'zustand'
import type { App } from '../../shared/domain/app.ts'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import { call, useConnection } from './connection.ts'
import { useMirror } from './mirror.ts'
import { recallOneOffs, rememberOneOffs } from './one-offs-kept.ts'
import { asPlatformError } from './use-command.ts'
import { showDrawerTab, useTerminal } from './terminal.ts'

export type OneOffPhase =
  /** Waits for its screen, whose size the terminal gets. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'attached' }
  /** The line to the engine is down; the dyno may go on. */
  | { readonly kind: 'away' }
  /** `withDyno`: the dyno it was inside of ended, and it with it. */
  | { readonly kind: 'ended'; readonly exitStatus: number | null; readonly withDyno: boolean }
  /** Nobody was here when it ended. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'refused'; readonly error: PlatformError }

export type OneOff = {
  readonly id: string
  /** The owner's own shell on this machine, not in a dyno. */
  readonly isOwnShell: boolean
  /** Where such a shell began; null until it has. */
  readonly folder: string | null
  /** Empty for a shell that was opened while no app was chosen. */
  readonly appId: string
  readonly appName: string
  /** Of a shell its name, once it is known. */
  readonly command: string
  /** The running dyno that it is started in, as `web.1`; null: it gets a dyno of its own. */
  readonly inside: string | null
  /** Null: the size of the app's web dynos. */
  readonly size: string | null
  /** Where it runs: its own dyno, or the one it is inside of. */
  readonly dynoId: string | null
  /** What its line goes by: its own dyno, the program in the other, or the shell. */
  readonly lineId: string | null
  /** Of the dyno. */
  readonly name: string | null
  readonly phase: OneOffPhase
}

type Wanted = Pick<OneOff, 'appId' | 'appName' | 'command' | 'inside' | 'size'>
export type ScreenSize = { readonly columns: number; readonly rows: number }
type Session = {
  draw: ((text: string) => void) | null
  size: ScreenSize
  tail: string
  close: (() => void) | null
  /** Typed before the dyno was up, which nobody would have read. */
  ahead: string
  isUp: boolean
  endedAt: number
}

export const oneOffsMax = 6
/** Output kept to draw a tab again, in characters. */
const tailMax = 200_000
const aheadMax = 4096
/** One message takes no more; a long paste goes in pieces. */
const writeMax = 32_768
/** How a dyno that ends takes along what is inside of it; null where nothing but its end is known. */
const takenAlong: readonly (number | null)[] = [null, 129, 137, 143]
/** News of the dyno may come that much later than those of what was inside of it. */
const dynoNewsMs = 5000

export const useOneOffs = create<{ readonly tabs: readonly OneOff[] }>(() => ({ tabs: recallOneOffs() }))
const sessions = new Map<string, Session>()
let opened = 0

useOneOffs.subscribe(({ tabs }) => rememberOneOffs(tabs))
useConnection.subscribe((now, before) => now.line !== before.line && now.line.kind === 'ready' && rejoinAll())
useMirror.subscribe((now, before) => {
  if (now.isKnown !== before.isKnown) rejoinAll()
  if (now.state.dynos === before.state.dynos) return
  useOneOffs.getState().tabs.forEach(greet)
  useOneOffs.getState().tabs.forEach(blameDyno)
})

/** A new tab, in front. Throws PlatformError when there are as many as there may be. */
export function openOneOff(wanted: Wanted): void {
  openTab(wanted, false)
}

/** The owner's, beside the platform: `heroku` and `git` in it speak to this Dynarium. */
export function openOwnShell(app: App | null): void {
  openTab({ appId: app?.id ?? '', appName: app?.name ?? '', command: 'shell', inside: null, size: null }, true)
}

function openTab(wanted: Wanted, isOwnShell: boolean): void {
  const { tabs } = useOneOffs.getState()
  if (tabs.length >= oneOffsMax) {
    throw new PlatformError('unsupported', { what: 'Another terminal', why: `${oneOffsMax} are open`, fix: 'Close one first. Detached ones need no tab: run:detached COMMAND.' })
  }
  opened += 1
  const id = `one-off-${Date.now().toString(36)}-${opened}`
  useOneOffs.setState({ tabs: [...tabs, { ...wanted, isOwnShell, folder: null, id, dynoId: null, lineId: null, name: wanted.inside, phase: { kind: 'waiting' } }] })
  showDrawerTab(id)
}

export function openShell(app: App, dyno: string): void {
  openOneOff({ appId: app.id, appName: app.name, command: 'bash', inside: dyno, size: null })
}

/** Whoever draws the tab: gets what was said so far, then what comes. The first one starts the dyno. */
export function joinOneOff(id: string, size: ScreenSize, draw: (text: string) => void): () => void {
  const session = sessionOf(id)
  session.draw = draw
  session.size = size
  if (session.tail !== '') draw(session.tail)
  if (oneOff(id)?.phase.kind === 'waiting') void launch(id)
  return () => {
    if (session.draw === draw) session.draw = null
  }
}

export function typeInto(id: string, text: string): void {
  const tab = oneOff(id)
  if (tab === undefined || !isRunning(tab) && tab.phase.kind !== 'waiting') return
  const session = sessionOf(id)
  if (!session.isUp) session.ahead = (session.ahead + text).slice(0, aheadMax)
  else if (tab.lineId !== null) write(tab.lineId, text)
}

function write(lineId: string, text: string): void {
  for (let at = 0; at < text.length; at += writeMax) void call('run:write', { dynoId: lineId, text: text.slice(at, at + writeMax) }).catch(() => {})
}

export function resizeOneOff(id: string, size: ScreenSize): void {
  const session = sessionOf(id)
  session.size = size
  const lineId = oneOff(id)?.lineId ?? null
  if (lineId !== null && session.isUp) void call('run:resize', { dynoId: lineId, ...size }).catch(() => {})
}

/** Once the dyno is up it hears what was typed meanwhile, and how large its terminal has become; a shell is there at once. */
function greet({ id, isOwnShell, dynoId, lineId, phase }: OneOff): void {
  const session = sessionOf(id)
  const isThere = isOwnShell || (dynoId !== null && useMirror.getState().state.dynos[dynoId]?.state.kind === 'up')
  if (lineId === null || phase.kind !== 'attached' || session.isUp || !isThere) return
  session.isUp = true
  resizeOneOff(id, session.size)
  write(lineId, session.ahead)
  session.ahead = ''
}

/** Which of the two ends is heard of first is not certain. */
function blameDyno({ id, inside, dynoId, phase }: OneOff): void {
  if (inside === null || phase.kind !== 'ended' || phase.withDyno || !takenAlong.includes(phase.exitStatus)) return
  const dyno = dynoId === null ? undefined : useMirror.getState().state.dynos[dynoId]
  if (dyno?.state.kind === 'up' && dyno.stopping === null) return
  if (performance.now() - sessionOf(id).endedAt <= dynoNewsMs) change(id, { phase: { ...phase, withDyno: true } })
}

/** The same command once more, in the same tab. */
export function restartOneOff(id: string): void {
  const session = sessionOf(id)
  session.close?.()
  say(session, `${session.tail === '' ? '' : '\r\n'}\u001b[2m--- started again ---\u001b[0m\r\n`)
  void launch(id)
}

/** Ends a one-off that runs; the tab goes at once. The engine hangs up on a shell, and on what is inside of another dyno, which goes on. */
export async function closeOneOff(id: string): Promise<void> {
  const tab = oneOff(id)
  if (tab?.name != null && tab.inside === null && !tab.isOwnShell && isRunning(tab)) await call('ps:stop', { app: tab.appName, dyno: tab.name }).catch(() => {})
  sessions.get(id)?.close?.()
  sessions.delete(id)
  const { tabs } = useOneOffs.getState()
  const at = tabs.findIndex((entry) => entry.id === id)
  const rest = tabs.filter((entry) => entry.id !== id)
  useOneOffs.setState({ tabs: rest })
  if (useTerminal.getState().tab === id) useTerminal.setState({ tab: rest[Math.min(at, rest.length - 1)]?.id ?? 'console' })
}

export const isRunning = ({ phase }: OneOff): boolean => phase.kind === 'starting' || phase.kind === 'attached' || phase.kind === 'away'

const oneOff = (id: string): OneOff | undefined => useOneOffs.getState().tabs.find((tab) => tab.id === id)

function change(id: string, news: Partial<OneOff>): void {
  useOneOffs.setState(({ tabs }) => ({ tabs: tabs.map((tab) => (tab.id === id ? { ...tab, ...news } : tab)) }))
}

function sessionOf(id: string): Session {
  const found = sessions.get(id) ?? { draw: null, size: { columns: 80, rows: 24 }, tail: '', close: null, ahead: '', isUp: false, endedAt: 0 }
  sessions.set(id, found)
  return found
}

function say(session: Session, text: string): void {
  session.tail = (session.tail + text).slice(-tailMax)
  session.draw?.(text)
}

async function launch(id: string): Promise<void> {
  const tab = oneOff(id)
  if (tab === undefined) return
  sessionOf(id).isUp = false
  change(id, { dynoId: null, lineId: null, name: tab.inside, phase: { kind: 'starting' } })
  try {
    const begun = await begin(tab)
    if (oneOff(id) === undefined) return leave(tab, begun)
    change(id, begun)
    attach(id, begun.lineId)
  } catch (error) {
    change(id, { phase: { kind: 'refused', error: asPlatformError(error) } })
  }
}

type Begun = Pick<OneOff, 'dynoId' | 'folder' | 'command'> & { readonly lineId: string; readonly name: string }

async function begin({ id, isOwnShell, appName: app, command, inside, size }: OneOff): Promise<Begun> {
  const { size: terminal } = sessionOf(id)
  if (isOwnShell) {
    const { shellId, name, folder } = await call('shell:open', { terminal, ...(app === '' ? {} : { app }) })
    return { dynoId: null, lineId: shellId, name, folder, command: name }
  }
  if (inside === null) {
    const { dynoId, name } = await call('run:start', { app, command, attach: true, terminal, ...(size === null ? {} : { size }) })
    return { dynoId, lineId: dynoId, name, folder: null, command }
  }
  const { execId, dyno, dynoId } = await call('ps:exec', { app, dyno: inside, command, terminal })
  return { dynoId, lineId: execId, name: dyno, folder: null, command }
}

/** Its tab was closed before it had begun. The engine gives up on a program that nobody comes for. */
function leave({ isOwnShell, appName: app, inside }: OneOff, { name: dyno }: Begun): void {
  if (inside === null && !isOwnShell) void call('ps:stop', { app, dyno }).catch(() => {})
}

function attach(id: string, lineId: string): void {
  const { line } = useConnection.getState()
  if (line.kind !== 'ready') return change(id, { phase: { kind: 'away' } })
  const session = sessionOf(id)
  session.close?.()
  session.isUp = false
  change(id, { phase: { kind: 'attached' } })
  session.close = line.client.open('run', { dynoId: lineId }, (item) => {
    if (item.kind === 'output') return say(session, item.text)
    session.endedAt = performance.now()
    change(id, { phase: { kind: 'ended', exitStatus: item.exitStatus, withDyno: false } })
    const tab = oneOff(id)
    if (tab !== undefined) blameDyno(tab)
  }, (error) => {
    session.close = null
    if (oneOff(id)?.phase.kind !== 'attached') return
    change(id, { phase: error?.code === 'engine-gone' ? { kind: 'away' } : { kind: 'lost' } })
  })
  const tab = oneOff(id)
  if (tab !== undefined) greet(tab)
}

/** After a reload or a lost line: what still runs is taken up again, within the seconds the engine waits for it. */
function rejoinAll(): void {
  if (!useMirror.getState().isKnown || useConnection.getState().line.kind !== 'ready') return
  const { dynos } = useMirror.getState().state
  for (const { id, isOwnShell, dynoId, lineId, phase } of useOneOffs.getState().tabs) {
    if (phase.kind !== 'away' || lineId === null) continue
    if (!isOwnShell && dynos[dynoId ?? ''] === undefined) {
      change(id, { phase: { kind: 'lost' } })
      continue
    }
    const session = sessionOf(id)
    say(session, session.tail === '' ? '\u001b[2m--- attached again after a reload; what was printed before is gone ---\u001b[0m\r\n' : '\r\n\u001b[2m--- attached again ---\u001b[0m\r\n')
    attach(id, lineId)
  }
}
