// What this window did and can take back, newest last. A command that can be undone is seen as it passes; its way back is worked
// out from the state before and after it.

import { create } from 'zustand'
import type { PlatformError } from '../../shared/errors/platform-error.ts'
import { lastWhere } from '../text/last-where.ts'
import { releaseOf } from '../scene/push-lane.ts'
import { call, callUnseen, useConnection, type Witness } from './connection.ts'
import { useMirror } from './mirror.ts'
import { deployReversal, isReversible, reversalOf } from './reversal.ts'
import type { Config, Reversal } from './reversal-form.ts'
import { asPlatformError } from './use-command.ts'

/** What the toast says; `trouble` stays until it is closed. */
export type Told =
  | { readonly kind: 'done'; readonly reversal: Reversal }
  | { readonly kind: 'undoing'; readonly reversal: Reversal }
  | { readonly kind: 'undone'; readonly text: string }
  | { readonly kind: 'trouble'; readonly title: string; readonly error: Pick<PlatformError, 'message' | 'help'> }

type Undo = {
  readonly stack: readonly Reversal[]
  readonly told: Told | null
  /** Deploys begun here that have not ended: they can be undone once they are released. */
  readonly deploying: readonly { readonly appId: string; readonly buildId: string }[]
}

export const undosKept = 20
const deploysAwaited = 20

export const useUndo = create<Undo>(() => ({ stack: [], told: null, deploying: [] }))

/** From now on commands are seen, until the returned function is called. */
export function watchCommands(): () => void {
  useConnection.setState({ witness: look })
  const unsubscribe = useMirror.subscribe(settleDeploys)
  return () => {
    unsubscribe()
    useConnection.setState({ witness: null })
  }
}

export const newestUndoable = ({ stack }: Pick<Undo, 'stack'>): Reversal | null => stack.at(-1) ?? null

export function dismiss(): void {
  useUndo.setState({ told: null })
}

/** Takes the newest back, unless it has changed since. */
export async function undoNewest(): Promise<void> {
  const reversal = newestUndoable(useUndo.getState())
  if (reversal === null || useUndo.getState().told?.kind === 'undoing') return
  useUndo.setState(({ stack }) => ({ stack: stack.slice(0, -1), told: { kind: 'undoing', reversal } }))
  try {
    const obstacle = reversal.obstacle(useMirror.getState().state, await configFor(reversal))
    if (obstacle !== null) return trouble(reversal, { message: obstacle, help: 'Nothing was changed.' })
    await callUnseen(reversal.command.name, reversal.command.input)
    useUndo.setState({ told: { kind: 'undone', text: `Undone: ${reversal.done}` } })
  } catch (caught) {
    trouble(reversal, asPlatformError(caught))
  }
}

function configFor({ command }: Reversal): Promise<Config> | null {
  return command.name === 'config:set' ? call('config:get', { app: command.input.app }) : null
}

function trouble(reversal: Reversal, error: Pick<PlatformError, 'message' | 'help'>): void {
  useUndo.setState({ told: { kind: 'trouble', title: `Not undone: ${reversal.done}`, error } })
}

const look: Witness = (name, input) => {
  if (name === 'builds:create') return Promise.resolve((output) => awaitDeploy(input, output))
  return isReversible(name) ? lookAt(name, input) : null
}

async function lookAt(name: Parameters<Witness>[0], input: object): Promise<(output: object) => void> {
  const before = useMirror.getState().state
  const config = name === 'config:set' && 'app' in input ? await call('config:get', { app: String(input.app) }).catch(() => null) : null
  return (output) => {
    const reversal = reversalOf(name, { input: input as never, output: output as never, before, after: useMirror.getState().state, config })
    if (reversal !== null) push(reversal)
  }
}

function push(reversal: Reversal): void {
  useUndo.setState(({ stack }) => ({ stack: [...stack, reversal].slice(-undosKept), told: { kind: 'done', reversal } }))
}

function awaitDeploy(input: object, output: object): void {
  if (!('buildId' in output) || !('app' in input)) return
  const deploy = { appId: String(input.app), buildId: String(output.buildId) }
  useUndo.setState(({ deploying }) => ({ deploying: [...deploying, deploy].slice(-deploysAwaited) }))
}

function settleDeploys(): void {
  const { deploying } = useUndo.getState()
  if (deploying.length === 0) return
  for (const deploy of deploying) settle(deploy.buildId)
}

function settle(buildId: string): void {
  const { state } = useMirror.getState()
  const build = state.builds[buildId]
  if (build === undefined || build.status.kind === 'pending') return
  const app = state.apps[build.appId]
  const releases = state.releases[build.appId] ?? []
  const release = releaseOf(build, releases)
  if (build.status.kind === 'succeeded' && app !== undefined && (release === null || release.status.kind === 'pending')) return
  useUndo.setState(({ deploying }) => ({ deploying: deploying.filter((entry) => entry.buildId !== buildId) }))
  if (app === undefined || release === null || release.status.kind !== 'succeeded') return
  const before = lastWhere(releases, (entry) => entry.version < release.version && entry.slugId !== null && entry.status.kind === 'succeeded')
  if (before !== null) push(deployReversal(app, release.version, before.version))
}
