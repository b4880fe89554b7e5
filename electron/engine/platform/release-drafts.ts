// What a release writes down: its creation with number, slug and config, and its success, which brings new process types into
// the formation just before, so that dynos start from one complete picture. Config vars changed while a deploy is still pending
// go on top of that deploy: the newest release that did not fail is what the next one builds on.

import type { App, AppId } from '../../../shared/domain/app.ts'
import type { Release, Slug, SlugId } from '../../../shared/domain/build.ts'
import { findRelease, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { entriesForNewTypes } from './formation.ts'
import { requireApp } from './require-app.ts'

export type NewRelease = {
  readonly appId: AppId
  readonly releaseId: string
  readonly slugId: SlugId | null
  /** The app's own at this moment unless given. */
  readonly config?: Readonly<Record<string, string>> | undefined
  readonly description: string
  readonly by: string
  readonly buildId: string | null
}

/** Releases of one app that may wait for a release command at the same time. */
export const maxPendingReleases = 50

export function decideRelease(state: PlatformState, request: NewRelease): { draft: EventDraft; version: number; slug: Slug | null } {
  const app = requireApp(state, request.appId)
  const slug = request.slugId === null ? null : (state.slugs[request.slugId] ?? null)
  if (request.slugId !== null && slug === null) throw new Error(`a release of ${app.name} names a slug that was never made: ${request.slugId}`)
  checkPendingReleases(state, app)
  const { releaseId, slugId, description, by, buildId } = request
  const version = app.lastVersion + 1
  const data = { releaseId, version, slugId, config: { ...(request.config ?? app.config) }, description, by, buildId }
  return { draft: { type: 'release.created', app: app.id, data }, version, slug }
}

/** Asked before anything else of a change is written, so that a refusal leaves nothing half done. */
export function checkPendingReleases(state: PlatformState, app: App, wanted = 1): void {
  const pending = pendingReleases(state, app.id)
  if (pending.length + wanted > maxPendingReleases) throw new PlatformError('release-pending', { app: app.name, version: pending[0]?.version ?? 0 })
}

export function decideSuccess(state: PlatformState, appId: AppId, version: number): EventDraft[] {
  const app = requireApp(state, appId)
  const slugId = findRelease(state, appId, version)?.slugId ?? null
  const slug = slugId === null ? null : (state.slugs[slugId] ?? null)
  const changes = slug === null ? {} : entriesForNewTypes(app, slug)
  const succeeded: EventDraft = { type: 'release.succeeded', app: appId, data: { version } }
  if (Object.keys(changes).length === 0) return [succeeded]
  return [{ type: 'formation.changed', app: appId, data: { changes } }, succeeded]
}

/** The slug a config change is released with: that of the newest release that did not fail. */
export function slugToBuildOn(state: PlatformState, appId: AppId): SlugId | null {
  const releases = state.releases[appId] ?? []
  for (let index = releases.length - 1; index >= 0; index--) {
    const release = releases[index]
    if (release !== undefined && release.status.kind !== 'failed') return release.slugId
  }
  return null
}

/** Releases that an engine which did not stop properly left unsettled: their command is gone, so they failed. */
export function decideInterrupted(state: PlatformState): EventDraft[] {
  const message = 'The engine stopped before the release command ended. The release before it is still running: deploy again to retry.'
  return Object.keys(state.apps).flatMap((appId) =>
    pendingReleases(state, appId).map(({ version }): EventDraft => ({ type: 'release.failed', app: appId, data: { version, exitStatus: null, message } })),
  )
}

function pendingReleases(state: PlatformState, appId: AppId): Release[] {
  return (state.releases[appId] ?? []).filter(({ status }) => status.kind === 'pending')
}
