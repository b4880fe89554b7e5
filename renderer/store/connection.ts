// The line to the engine, and the state stream that keeps the mirror true. A lost line costs nothing: the stream resumes where it was.

import { create } from 'zustand'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { CallInput, CallName, CallOutput } from '../../shared/protocol/calls.ts'
import type { Client } from '../../shared/protocol/client.ts'
import { parseEvent, type PlatformEvent } from '../../shared/protocol/events.ts'
import { keepConnected, type Line, type LineNews, type LineState } from '../bridge/connect.ts'
import { createDial } from '../bridge/dial.ts'
import { createFramePace } from '../bridge/frame.ts'
import { noteBehind } from './behind.ts'
import { takeEvents, takeHistory, takeInfo, takeSnapshot, useMirror } from './mirror.ts'

const historyAtStart = 300
const resumePauseMs = 1000
/** The acknowledgement counts even if the stream of events lags this far behind it. */
const mirrorWaitMs = 2000

/** Looks on as commands pass: asked before one is sent, and told what came of it. Undo learns from it what to take back. */
export type Witness = (name: CallName, input: object) => Promise<(output: object) => void> | null

export const useConnection = create<{ readonly line: LineState; readonly witness: Witness | null }>(() => ({ line: { kind: 'connecting', note: null }, witness: null }))

/** Once, at the start of the page. */
export function startConnection(): Line {
  return keepConnected(createDial(tell), (line) => {
    tell(line)
    if (line.kind === 'ready') void follow(line.client)
  }, createFramePace())
}

function currentClient(): Client | null {
  const { line } = useConnection.getState()
  return line.kind === 'ready' ? line.client : null
}

export async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  // Nothing waits where nobody looks.
  const looking = useConnection.getState().witness?.(name, input) ?? null
  const tell = looking === null ? null : await looking
  const output = await callUnseen(name, input)
  tell?.(output)
  return output
}

/** Resolves once the mirror shows what the command did, so that nothing flashes back to its old value in between. */
export async function callUnseen<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const client = currentClient()
  if (client === null) throw new PlatformError('engine-gone', { why: 'the line to it is down' })
  const sent = named(input)
  for (const listener of commandListeners) listener(name, sent)
  const output = await client.call(name, sent)
  if ('seq' in output && typeof output.seq === 'number') await mirrored(output.seq)
  return output
}

type CommandListener = (name: CallName, input: object) => void
const commandListeners = new Set<CommandListener>()

/** Hears of each call as it is sent, whoever in this window sends it: the console shows what a click equals. */
export function onCommand(listener: CommandListener): () => void {
  commandListeners.add(listener)
  return () => commandListeners.delete(listener)
}

/** Commands are kept as they were given, so they say the app's name: that is what a person would have typed. */
function named<T extends object>(input: T): T {
  const app = 'app' in input && typeof input.app === 'string' ? useMirror.getState().state.apps[input.app] : undefined
  return app === undefined ? input : { ...input, app: app.name }
}

function mirrored(seq: number): Promise<void> {
  const isThere = (): boolean => useMirror.getState().state.seq >= seq
  if (isThere()) return Promise.resolve()
  return new Promise((resolve) => {
    const done = (): void => {
      unsubscribe()
      clearTimeout(timer)
      resolve()
    }
    const unsubscribe = useMirror.subscribe(() => isThere() && done())
    const timer = setTimeout(done, mirrorWaitMs)
  })
}

const tell = (line: LineState | LineNews): void => useConnection.setState({ line })

async function follow(client: Client): Promise<void> {
  openState(client, useMirror.getState().isKnown ? useMirror.getState().state.seq : undefined)
  try {
    takeInfo(await client.call('platform:info', {}))
    const { events } = await client.call('events:list', { limit: historyAtStart })
    takeHistory(events.map(parseEvent))
  } catch (error) {
    console.warn(error instanceof Error ? error.message : error)
  }
}

/** What comes within one frame is folded at once. */
function openState(client: Client, since: number | undefined): void {
  let waiting: PlatformEvent[] = []
  let isLive = false
  const fold = (): void => {
    const events = waiting
    waiting = []
    if (events.length === 0) return
    if (takeEvents(events)) {
      if (isLive) noteBehind('state', events.at(-1)?.at)
      isLive = true
      return
    }
    close()
    openState(client, undefined)
  }
  const close = client.open('state', since === undefined ? {} : { since }, (item) => {
    if (item.kind === 'events') return void waiting.push(...item.events)
    waiting = []
    isLive = true
    takeSnapshot(item.state)
  }, (error) => {
    // The line itself may still be good: the engine can end one stream. A broken line brings its own new client.
    if (error?.code !== 'engine-gone') setTimeout(() => currentClient() === client && openState(client, undefined), resumePauseMs)
  }, fold)
}
