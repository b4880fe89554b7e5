// A deploy without git: what the call names, as an order to build. Heroku takes a tarball's URL (POST /apps/:app/builds); a folder of
// this machine and the samples that ship with Dynarium are ours.

import type { App } from '../../../shared/domain/app.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { keptHandle } from '../ports/git-host.ts'
import { requireApp } from '../platform/require-app.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import type { CallArgs } from '../../../shared/protocol/calls.ts'
import type { CallContext } from '../journal/room.ts'
import type { BuildOrder } from './build-work.ts'
import type { BuildDeps } from './deps.ts'

/** Throws `sample-not-found`, `source-unreadable`. */
export function orderOf(app: App, source: CallArgs<'builds:create'>['source'], deps: BuildDeps, context: CallContext, state: PlatformState): BuildOrder {
  const { by, cause } = context
  switch (source.kind) {
    case 'folder':
      return { app, by, cause, source, handle: null, description: `Deploy ${lastPart(source.path)}` }
    case 'sample': {
      const sample = deps.samples.find(({ id }) => id === source.sample)
      if (sample === undefined) throw new PlatformError('sample-not-found', { sample: source.sample, known: deps.samples.map(({ id }) => id).join(', ') })
      return { app, by, cause, source: { kind: 'folder', path: sample.folder }, handle: null, description: `Deploy sample ${sample.id}` }
    }
    case 'app':
      return lastSource(app, source.app, state, context)
    case 'tarball':
      if (deps.uploadPath(source.upload) === null) throw new PlatformError('source-unreadable', { why: 'there is no upload of that id' })
      return { app, by, cause, source: { kind: 'tarball', name: source.name }, handle: source.upload, description: `Deploy ${source.name}` }
  }
}

function lastPart(path: string): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== '')
  return parts[parts.length - 1] ?? path
}

/** What `name` was built from at its last good build. An archive is not kept after its build. */
function lastSource(app: App, name: string, state: PlatformState, { by, cause }: CallContext): BuildOrder {
  const of = requireApp(state, name)
  const build = [...(state.appBuilds[of.id] ?? [])].reverse().map((id) => state.builds[id]).find((one) => one?.status.kind === 'succeeded')
  if (build === undefined) throw new PlatformError('source-unreadable', { why: `${of.name} was not built yet` })
  if (build.source.kind === 'tarball') throw new PlatformError('source-unreadable', { why: `the archive that ${of.name} was built from was not kept` })
  return { app, by, cause, source: build.source, handle: build.source.kind === 'git' ? keptHandle(of.id) : null, description: `Deploy what ${of.name} runs` }
}
