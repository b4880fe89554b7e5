// The platform room: apps, config vars, formation, domains, releases and activity. Deciding is in the files beside this one;
// here calls meet the kernel: decide, commit, answer. What follows from the events (builds, dynos, routes) is for other rooms.

import { attachedConfig } from '../../../shared/domain/add-on.ts'
import type { Cause, EventDraft } from '../../../shared/protocol/events.ts'
import type { StreamItem } from '../../../shared/protocol/streams.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { CallContext, CallHandlers, Reader, Room } from '../journal/room.ts'
import { chainOfCauses, listEvents } from './activity.ts'
import { freshName } from './app-names.ts'
import { decideCreateApp, decideDestroy, decideFirstReleases, decideRename } from './apps.ts'
import { decideBuildpacks } from './buildpack-list.ts'
import { decideConfigChanges, describeConfigChanges, type ConfigChanges } from './config-vars.ts'
import { decideAddDomain, decideRemoveDomain } from './domains.ts'
import { createKeptTexts, type TextStore } from './kept-texts.ts'
import { checkPendingReleases, decideInterrupted, slugToBuildOn } from './release-drafts.ts'
import { createReleases, releaseTextId, type ReleasePhase, type Releases } from './releases.ts'
import { requireApp } from './require-app.ts'
import { decideRollback, requireRelease } from './rollback.ts'
import { decideSlugRelease, describeSlug } from './slug-release.ts'
import { decideRouting } from './routing.ts'
import { decideScale } from './scale.ts'
import { decideEra, decideMaintenance, decidePreboot, decideStack } from './settings.ts'

export type PlatformDeps = {
  /** Stands in where a call names nobody. */
  readonly owner: string
  /** Whether the slug is still on disk. */
  hasSlug(slugId: string): boolean
  readonly runReleasePhase: ReleasePhase
  /** Where the output of release commands is kept. */
  readonly texts: TextStore
}

export type PlatformRoom = Room & { readonly releases: Releases }

export function createPlatformRoom(kernel: Kernel, deps: PlatformDeps): PlatformRoom {
  const { state, ids } = kernel
  const texts = createKeptTexts(deps.texts)
  const releases = createReleases(kernel, deps.runReleasePhase, texts)
  const fresh = (): string => freshName(state, kernel.random)
  const personIn = (context: CallContext): string => (context.by === '' ? deps.owner : context.by)

  const act = (context: CallContext, drafts: readonly EventDraft[]): { seq: number } => {
    kernel.commit(context.cause, drafts)
    return { seq: state.seq }
  }

  /** Changes config vars and answers what the release that follows is caused by. */
  function changeConfig(cause: Cause, appId: string, changes: ConfigChanges): Cause {
    if (Object.keys(changes).length === 0) return cause
    const [changed] = kernel.commit(cause, [{ type: 'config.changed', app: appId, data: { changes: { ...changes } } }])
    return changed === undefined ? cause : because(changed)
  }

  const apps: CallHandlers = {
    'apps:create': (args, context) => {
      const owner = personIn(context)
      const id = ids.next()
      const [created] = kernel.commit(context.cause, decideCreateApp(state, { ...args, id, owner }, fresh))
      if (created === undefined) throw new Error('an app was not committed')
      kernel.commit(because(created), decideFirstReleases(id, owner, () => ids.next()))
      return { seq: state.seq, id, name: requireApp(state, id).name }
    },
    'apps:rename': (args, context) => act(context, decideRename(state, args.app, args.name, fresh)),
    'apps:update': ({ app, name, maintenance, stack }, context) => act(context, [
      ...(maintenance === undefined ? [] : decideMaintenance(state, app, maintenance)), ...(stack === undefined ? [] : decideStack(state, app, stack)), ...(name === undefined ? [] : decideRename(state, app, name, fresh)),
    ]),
    'apps:destroy': (args, context) => act(context, decideDestroy(state, args.app, args.confirm)),
    'domains:add': (args, context) => act(context, decideAddDomain(state, args.app, args.hostname, ids.next())),
    'domains:remove': (args, context) => act(context, decideRemoveDomain(state, args.app, args.hostname)),
  }

  const settings: CallHandlers = {
    'era:set': (args, context) => act(context, decideEra(state, args.era)),
    'maintenance:set': (args, context) => act(context, decideMaintenance(state, args.app, args.on)),
    'preboot:set': (args, context) => act(context, decidePreboot(state, args.app, args.on)),
    'routing:set': (args, context) => act(context, decideRouting(state, args)),
    'stack:set': (args, context) => act(context, decideStack(state, args.app, args.stack)),
    'buildpacks:set': (args, context) => act(context, decideBuildpacks(state, args.app, args.buildpacks)),
    'ps:scale': (args, context) => act(context, decideScale(state, args.app, args.changes)),
  }

  const configAndReleases: CallHandlers = {
    'config:get': (args) => ({ ...requireApp(state, args.app).config }),
    'config:set': (args, context) => {
      const app = requireApp(state, args.app)
      const changes = decideConfigChanges(app, args.vars, attachedConfig(state, app.id))
      if (Object.keys(changes).length === 0) return { seq: state.seq, version: null }
      checkPendingReleases(state, app)
      const cause = changeConfig(context.cause, app.id, changes)
      const description = describeConfigChanges(changes)
      const slugId = slugToBuildOn(state, app.id)
      const { version } = releases.open({ appId: app.id, slugId, description, by: personIn(context), buildId: null, cause })
      return { seq: state.seq, version }
    },
    'releases:rollback': (args, context) => {
      const app = requireApp(state, args.app)
      const { target, changes } = decideRollback(state, app, args.version, deps.hasSlug)
      checkPendingReleases(state, app)
      const cause = changeConfig(context.cause, app.id, changes)
      const description = `Rollback to v${target.version}`
      const { version } = releases.open({ appId: app.id, slugId: target.slugId, description, by: personIn(context), buildId: null, cause })
      return { seq: state.seq, version }
    },
    'releases:create': (args, context) => {
      const app = requireApp(state, args.app)
      const slug = decideSlugRelease(state, app, args.slugId, deps.hasSlug)
      const description = args.description ?? describeSlug(slug)
      const { version } = releases.open({ appId: app.id, slugId: slug.id, description, by: personIn(context), buildId: null, cause: context.cause })
      return { seq: state.seq, version }
    },
    'releases:config': (args) => ({ ...requireRelease(state, requireApp(state, args.app), args.version).config }),
  }

  const activity: CallHandlers = {
    'events:list': async (args) => {
      const appId = args.app === undefined ? null : requireApp(state, args.app).id
      await kernel.durable()
      return { events: listEvents(kernel.journal, { appId, before: args.before, limit: args.limit }) }
    },
    'events:why': async (args) => {
      await kernel.durable()
      return { events: chainOfCauses(kernel.journal, args.seq) }
    },
  }

  function readRelease(appNameOrId: string, version: number): Reader<StreamItem<'release'>> {
    const app = requireApp(state, appNameOrId)
    return texts.reader(releaseTextId(app.id, requireRelease(state, app, version).id))
  }

  return {
    calls: { ...apps, ...settings, ...configAndReleases, ...activity },
    streams: { release: ({ app, version }) => readRelease(app, version) },
    releases: { create: releases.create, open: releases.open, cancel: releases.cancel },
    start: () => void kernel.commit({ kind: 'platform', text: 'the engine starts' }, decideInterrupted(state)),
    stop: () => {
      releases.stop()
      texts.stop()
    },
  }
}
