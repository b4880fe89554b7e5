// Folds of builds and slugs.

import type { Build } from '../domain/build.ts'
import { maxBuildsKept, type PlatformState } from '../domain/state.ts'
import type { EventOf } from '../protocol/events.ts'

type BuildEvent = EventOf<'build.started' | 'build.advanced' | 'build.detected' | 'build.succeeded' | 'build.failed' | 'slug.created' | 'slug.removed'>

export function foldBuild(state: PlatformState, event: BuildEvent): void {
  switch (event.type) {
    case 'slug.created': {
      const { slugId, ...facts } = event.data
      state.slugs[slugId] = { ...facts, id: slugId, createdAt: event.at }
      return
    }
    case 'slug.removed':
      delete state.slugs[event.data.slugId]
      return
    case 'build.started':
      return start(state, event)
    case 'build.advanced':
      return update(state, event.data.buildId, (build) => ({
        stages: [...build.stages, { stage: event.data.stage, at: event.at }],
        status: { kind: 'pending', stage: event.data.stage },
      }))
    case 'build.detected': {
      const { buildId, ...detection } = event.data
      return update(state, buildId, (build) => ({ detections: [...build.detections, detection] }))
    }
    case 'build.succeeded':
      update(state, event.data.buildId, () => ({
        buildpacks: event.data.buildpacks,
        status: { kind: 'succeeded', slugId: event.data.slugId, version: null, endedAt: event.at },
      }))
      return finish(state, event.app, event.data.sticky)
    case 'build.failed': {
      const { buildId, ...failure } = event.data
      update(state, buildId, () => ({ status: { kind: 'failed', ...failure, endedAt: event.at } }))
      return finish(state, event.app, null)
    }
  }
}

function start(state: PlatformState, event: EventOf<'build.started'>): void {
  const appId = event.app
  const app = appId === null ? undefined : state.apps[appId]
  if (appId === null || app === undefined) return
  const id = event.data.buildId
  state.builds[id] = {
    id, appId, source: event.data.source, by: event.data.by, startedAt: event.at, detections: [], buildpacks: [],
    stages: [{ stage: 'source', at: event.at }], status: { kind: 'pending', stage: 'source' },
  }
  const ids = [...(state.appBuilds[appId] ?? []), id]
  for (const old of ids.slice(0, Math.max(0, ids.length - maxBuildsKept))) delete state.builds[old]
  state.appBuilds[appId] = ids.slice(-maxBuildsKept)
  state.apps[appId] = { ...app, buildingId: id }
}

function update(state: PlatformState, id: string, change: (build: Build) => Partial<Build>): void {
  const build = state.builds[id]
  if (build !== undefined) state.builds[id] = { ...build, ...change(build) }
}

function finish(state: PlatformState, appId: string | null, sticky: string | null): void {
  const app = appId === null ? undefined : state.apps[appId]
  if (app === undefined) return
  state.apps[app.id] = { ...app, buildingId: null, detectedBuildpack: sticky ?? app.detectedBuildpack }
}
