// One-off dynos this window is attached to: a tab each. Their output goes to whoever draws the tab; enough of it is kept here to
// draw it again.

import { create } from 'zustand'
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
  | { readonly kind: 'ended'; readonly exitStatus: number | null }
  /** Nobody was here when it ended. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'refused'; readonly error: PlatformError }

export type OneOff = {
  readonly id: string
  readonly appId: string
  readonly appName: string
  readonly command: string
  /** Null: the size of the app's web dynos. */
  readonly size: string | null
  readonly dynoId: string | null
  readonly name: string | null
  readonly phase: OneOffPhase
}

export type ScreenSize = { readonly columns: number; readonly rows: number }
type Session = { draw: ((text: string) => void) | null; size: ScreenSize; tail: string; close: (() => void) | null }

export const oneOffsMax = 6
/** Output kept to draw a tab again, in characters. */
const tailMax = 200_000
/** One message takes no more; a long paste goes in pieces. */
const writeMax = 32_768

export const useOneOffs = create<{ readonly tabs: readonly OneOff[] }>(() => ({ tabs: recallOneOffs() }))
const sessions = new Map<string, Session>()
let opened = 0

useOneOffs.subscribe(({ tabs }) => rememberOneOffs(tabs))
useConnection.subscribe((now, before) => now.line !== before.line && now.line.kind === 'ready' && rejoinAll())
useMirror.subscribe((now, before) => now.isKnown !== before.isKnown && rejoinAll())

/** A new tab, in front. Throws PlatformError when there are as many as there may be. */
export function openOneOff(wanted: Pick<OneOff, 'appId' | 'appName' | 'command' | 'size'>): void {
  const { tabs } = useOneOffs.getState()
  if (tabs.length >= oneOffsMax) {
    throw new PlatformError('unsupported', { what: 'Another one-off tab', why: `${oneOffsMax} are open`, fix: 'Close one first. Detached ones need no tab: run:detached COMMAND.' })
  }
  opened += 1
  const id = `one-off-${Date.now().toString(36)}-${opened}`
  useOneOffs.setState({ tabs: [...tabs, { ...wanted, id, dynoId: null, name: null, phase: { kind: 'waiting' } }] })
  showDrawerTab(id)
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
  const { dynoId, phase } = oneOff(id) ?? {}
  if (dynoId == null || phase?.kind !== 'attached') return
  for (let at = 0; at < text.length; at += writeMax) void call('run:write', { dynoId, text: text.slice(at, at + writeMax) }).catch(() => {})
}

export function resizeOneOff(id: string, size: ScreenSize): void {
  sessionOf(id).size = size
  const { dynoId, phase } = oneOff(id) ?? {}
  if (dynoId != null && phase?.kind === 'attached') void call('run:resize', { dynoId, ...size }).catch(() => {})
}

/** The same command once more, in the same tab. */
export function restartOneOff(id: string): void {
  const session = sessionOf(id)
  session.close?.()
  say(session, `${session.tail === '' ? '' : '\r\n'}\u001b[2m--- started again ---\u001b[0m\r\n`)
  void launch(id)
}

/** Ends a dyno that runs; the tab goes at once. */
export async function closeOneOff(id: string): Promise<void> {
  const tab = oneOff(id)
  if (tab?.name != null && isRunning(tab)) await call('ps:stop', { app: tab.appName, dyno: tab.name }).catch(() => {})
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
  const found = sessions.get(id) ?? { draw: null, size: { columns: 80, rows: 24 }, tail: '', close: null }
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
  change(id, { dynoId: null, name: null, phase: { kind: 'starting' } })
  try {
    const { dynoId, name } = await call('run:start', {
      app: tab.appName, command: tab.command, attach: true, terminal: sessionOf(id).size, ...(tab.size === null ? {} : { size: tab.size }),
    })
    if (oneOff(id) === undefined) return void call('ps:stop', { app: tab.appName, dyno: name }).catch(() => {})
    change(id, { dynoId, name })
    attach(id, dynoId)
  } catch (error) {
    change(id, { phase: { kind: 'refused', error: asPlatformError(error) } })
  }
}

function attach(id: string, dynoId: string): void {
  const { line } = useConnection.getState()
  if (line.kind !== 'ready') return change(id, { phase: { kind: 'away' } })
  const session = sessionOf(id)
  session.close?.()
  change(id, { phase: { kind: 'attached' } })
  session.close = line.client.open('run', { dynoId }, (item) => {
    if (item.kind === 'output') say(session, item.text)
    else change(id, { phase: { kind: 'ended', exitStatus: item.exitStatus } })
  }, (error) => {
    session.close = null
    if (oneOff(id)?.phase.kind !== 'attached') return
    change(id, { phase: error?.code === 'engine-gone' ? { kind: 'away' } : { kind: 'lost' } })
  })
}

/** After a reload or a lost line: what still runs is taken up again, within the seconds the engine waits for it. */
function rejoinAll(): void {
  if (!useMirror.getState().isKnown || useConnection.getState().line.kind !== 'ready') return
  const { dynos } = useMirror.getState().state
  for (const { id, dynoId, phase } of useOneOffs.getState().tabs) {
    if (phase.kind !== 'away' || dynoId === null) continue
    if (dynos[dynoId] === undefined) {
      change(id, { phase: { kind: 'lost' } })
      continue
    }
    const session = sessionOf(id)
    say(session, session.tail === '' ? '\u001b[2m--- attached again after a reload; what was printed before is gone ---\u001b[0m\r\n' : '\r\n\u001b[2m--- attached again ---\u001b[0m\r\n')
    attach(id, dynoId)
    resizeOneOff(id, session.size)
  }
}
