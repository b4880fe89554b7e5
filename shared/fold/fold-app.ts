// Folds of apps and their releases.

import { defaultRouting, type App } from '../domain/app.ts'
import type { Release, ReleaseStatus } from '../domain/build.ts'
import type { PlatformState } from '../domain/state.ts'
import type { EventOf } from '../protocol/events.ts'
import { detachAll } from './fold-addon.ts'
import { forgetPlaces } from './fold-people.ts'
import { uncouple } from './fold-pipeline.ts'
import { forgetDeliveries } from './fold-webhook.ts'

type AppEvent = EventOf<
  | 'app.created' | 'app.renamed' | 'app.destroyed' | 'config.changed' | 'maintenance.changed' | 'preboot.changed' | 'stack.changed'
  | 'buildpacks.changed' | 'domain.added' | 'domain.removed' | 'formation.changed'
  | 'release.created' | 'release.succeeded' | 'release.failed' | 'release.routed' | 'routing.changed' | 'runtime.changed' | 'drain.added' | 'drain.removed'
>

const maxFormerDomains = 50

export function foldApp(state: PlatformState, event: AppEvent): void {
  const id = event.app
  if (id === null) return
  if (event.type === 'app.created') {
    state.apps[id] = newApp(id, event)
    state.releases[id] = []
    state.appBuilds[id] = []
    return
  }
  const app = state.apps[id]
  if (app === undefined) return
  if (event.type === 'app.destroyed') return forget(state, id)
  state.apps[id] = { ...app, updatedAt: event.at, ...changed(state, app, event) }
}

function newApp(id: string, event: EventOf<'app.created'>): App {
  return {
    id, name: event.data.name, owner: event.data.owner, createdAt: event.at, updatedAt: event.at, stack: event.data.stack,
    buildpacks: [], detectedBuildpack: null, config: {}, formation: {}, domains: [], maintenance: false, preboot: false,
    lastVersion: 0, currentVersion: 0, routedVersion: 0, buildingId: null,
  }
}

/** The fields of the app that the event changes; releases of the app are replaced on the way. */
function changed(state: PlatformState, app: App, event: Exclude<AppEvent, { type: 'app.created' | 'app.destroyed' }>): Partial<App> {
  switch (event.type) {
    case 'app.renamed':
      return { name: event.data.to }
    case 'config.changed':
      return { config: withChanges(app.config, event.data.changes) }
    case 'maintenance.changed':
      return { maintenance: event.data.on }
    case 'preboot.changed':
      return { preboot: event.data.on }
    case 'stack.changed':
      return { stack: event.data.stack }
    case 'buildpacks.changed':
      return { buildpacks: event.data.buildpacks, detectedBuildpack: null }
    case 'domain.added':
      forgetFormer(state, event.data.hostname)
      return {
        domains: [...app.domains, { id: event.data.id, hostname: event.data.hostname, createdAt: event.at }],
        formerDomains: (app.formerDomains ?? []).filter((former) => former !== event.data.hostname),
      }
    case 'domain.removed':
      return {
        domains: app.domains.filter((domain) => domain.hostname !== event.data.hostname),
        formerDomains: [...(app.formerDomains ?? []).filter((former) => former !== event.data.hostname), event.data.hostname].slice(-maxFormerDomains),
      }
    case 'formation.changed':
      return { formation: { ...app.formation, ...event.data.changes } }
    case 'release.created':
      state.releases[app.id] = [...(state.releases[app.id] ?? []), newRelease(app.id, event)]
      return { lastVersion: event.data.version }
    case 'release.succeeded':
      setStatus(state, app.id, event.data.version, { kind: 'succeeded', at: event.at })
      return { currentVersion: event.data.version }
    case 'release.failed':
      setStatus(state, app.id, event.data.version, { kind: 'failed', at: event.at, exitStatus: event.data.exitStatus })
      return {}
    case 'release.routed':
      return { routedVersion: event.data.version }
    case 'runtime.changed':
      return { runtime: event.data.runtime }
    case 'drain.added':
      return { drains: [...(app.drains ?? []), { ...event.data, createdAt: event.at }] }
    case 'drain.removed':
      return { drains: (app.drains ?? []).filter(({ id }) => id !== event.data.id) }
    case 'routing.changed':
      return { routing: { ...defaultRouting, ...app.routing, ...given(event.data) } }
  }
}

/** Optional fields come as undefined from the parser. */
function given<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
}

/** A host that an app has again is nobody's former one. */
function forgetFormer(state: PlatformState, hostname: string): void {
  for (const [id, app] of Object.entries(state.apps)) {
    if (app.formerDomains?.includes(hostname) === true) state.apps[id] = { ...app, formerDomains: app.formerDomains.filter((former) => former !== hostname) }
  }
}

function newRelease(appId: string, event: EventOf<'release.created'>): Release {
  const { releaseId, version, slugId, config, description, by } = event.data
  return { id: releaseId, appId, version, slugId, config, description, by, createdAt: event.at, status: { kind: 'pending' }, seq: event.seq }
}

function setStatus(state: PlatformState, appId: string, version: number, status: ReleaseStatus): void {
  const list = state.releases[appId] ?? []
  state.releases[appId] = list.map((release) => (release.version === version ? { ...release, status } : release))
}

function withChanges(config: App['config'], changes: Readonly<Record<string, string | null>>): App['config'] {
  const next: Record<string, string> = { ...config }
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete next[key]
    else next[key] = value
  }
  return next
}

function forget(state: PlatformState, id: string): void {
  forgetPlaces(state, id)
  detachAll(state, id)
  delete state.apps[id]
  delete state.releases[id]
  for (const buildId of state.appBuilds[id] ?? []) delete state.builds[buildId]
  delete state.appBuilds[id]
  delete state.traffic[id]
  uncouple(state, id)
  forgetDeliveries(state, id)
}
