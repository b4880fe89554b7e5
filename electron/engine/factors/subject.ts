// What is checked: where its source is, and what its copies have to have in common with it.

import { findApp, type PlatformState } from '../../../shared/domain/state.ts'
import type { Subject } from '../../../shared/factors/finding.ts'
import type { CallInput } from '../../../shared/protocol/calls.ts'
import { keptHandle } from '../ports/git-host.ts'
import type { BuildRequest, SourceTree } from '../ports/build-host.ts'
import type { FactorDeps } from './deps.ts'
import type { SeenCodebase } from './codebase.ts'
import { isServiceName } from './source.ts'
import type { Copy, Trial } from './trial.ts'

export const sourceOf = (subject: Subject): CallInput<'builds:create'>['source'] =>
  subject.kind === 'app' ? { kind: 'app', app: subject.app } : subject.kind === 'sample' ? { kind: 'sample', sample: subject.sample } : { kind: 'folder', path: subject.path }

/** An app's buildpacks, runtime and config, without what names a service: copies have no business at its services. */
export async function prepareCopy(trial: Trial, subject: Subject, copy: Copy): Promise<void> {
  const app = subject.kind === 'app' ? findApp(trial.state, subject.app) : null
  if (app === null) return
  if (app.buildpacks.length > 0) await trial.call('buildpacks:set', { app: copy.name, buildpacks: [...app.buildpacks] })
  if (app.runtime === 'process' || app.runtime === 'docker') await trial.call('runtime:set', { app: copy.name, runtime: app.runtime })
  const config = await trial.call('config:get', { app: app.name })
  const vars = Object.fromEntries(Object.entries(config).filter(([name]) => !isServiceName(name)))
  if (Object.keys(vars).length > 0) await trial.call('config:set', { app: copy.name, vars })
}

/** The source as a build sees it, once a build of the copy has begun. */
export async function treeOf(trial: Trial, deps: FactorDeps, subject: Subject, copy: Copy, buildId: string): Promise<{ tree: SourceTree; close(): Promise<void> }> {
  const { state } = trial
  const app = state.apps[copy.appId]
  const build = state.builds[(state.appBuilds[copy.appId] ?? []).at(-1) ?? '']
  if (app === undefined || build === undefined) throw new Error('No build of it began.')
  const from = subject.kind === 'app' ? findApp(state, subject.app) : null
  const request: BuildRequest = {
    buildId, appId: copy.appId, source: build.source, handle: build.source.kind === 'git' && from !== null ? keptHandle(from.id) : null,
    config: {}, stack: app.stack, runtime: 'process',
  }
  const workspace = await deps.builds.open(request, () => {})
  return { tree: workspace.tree, close: workspace.close }
}

export async function historyOf(deps: FactorDeps, subject: Subject, state: PlatformState): Promise<{ history: SeenCodebase['history']; folder: string | null }> {
  if (subject.kind === 'sample') return { history: 'shipped', folder: null }
  if (subject.kind === 'folder') return { history: await deps.git.lookAt(subject.path).catch(() => null), folder: subject.path }
  const app = findApp(state, subject.app)
  const build = [...(state.appBuilds[app?.id ?? ''] ?? [])].reverse().map((id) => state.builds[id]).find((one) => one?.status.kind === 'succeeded')
  if (build?.source.kind === 'git') return { history: 'kept', folder: null }
  const folder = build?.source.kind === 'folder' ? build.source.path : null
  return { history: folder === null ? null : await deps.git.lookAt(folder).catch(() => null), folder }
}
