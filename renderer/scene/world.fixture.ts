// Plain records for tests of the scene.

import type { AddOn } from '../../shared/domain/add-on.ts'
import type { App } from '../../shared/domain/app.ts'
import type { Build, Release, Slug } from '../../shared/domain/build.ts'
import type { Dyno, DynoState } from '../../shared/domain/dyno.ts'

export function exampleApp(change: Partial<App> = {}): App {
  return {
    id: 'a1', name: 'tea', owner: 'ada', createdAt: 0, updatedAt: 0, stack: 'heroku-24', buildpacks: [], detectedBuildpack: null, config: {},
    formation: { web: { quantity: 1, size: 'standard-1x' } }, domains: [], maintenance: false, preboot: false, lastVersion: 3, currentVersion: 3,
    routedVersion: 3, buildingId: null, ...change,
  }
}

export function exampleDyno(name: string, state: DynoState['kind'] = 'up', change: Partial<Dyno> = {}): Dyno {
  const [type = 'web', number = '1'] = name.split('.')
  return {
    id: name, appId: 'a1', name, type, number: Number(number), kind: 'formation', size: 'standard-1x', version: 3, command: `node ${type}.js`, runtime: 'process',
    createdAt: 1000, state: stateOf(state), stopping: null, pid: 1, address: null, bootMs: state === 'up' ? 1500 : null, crashes: 0, errors: [], seq: 1, ...change,
  }
}

export function exampleBuild(change: Partial<Build> = {}): Build {
  return {
    id: 'b1', appId: 'a1', source: { kind: 'git', commit: 'abcdef0123456', subject: 'Sell tea' }, by: 'ada', startedAt: 1000, detections: [], buildpacks: [],
    stages: [{ stage: 'source', at: 1000 }], status: { kind: 'pending', stage: 'source' }, ...change,
  }
}

export function exampleRelease(version: number, change: Partial<Release> = {}): Release {
  return {
    id: `r${version}`, appId: 'a1', version, slugId: 'sha256:1', config: {}, description: 'Deploy abcdef0', by: 'ada', createdAt: 5000,
    status: { kind: 'succeeded', at: 5100 }, seq: 9, ...change,
  }
}

export const exampleSlug: Slug = {
  id: 'sha256:1', bytes: 1024 * 1024 * 2, files: 3, createdAt: 4000, commit: null, stack: 'heroku-24', language: 'Node.js', processTypes: { web: 'node web.js' },
}

export function exampleAddOn(change: Partial<AddOn> = {}): AddOn {
  return {
    id: 'd1', name: 'postgresql-quiet-1', service: 'heroku-postgresql', plan: 'essential-0', appId: 'a1', state: 'provisioned', message: null, config: { default: { HEROKU_POSTGRESQL_URL: '••••••••' } },
    options: {}, by: 'ada', createdAt: 1000, provisionedAt: 1500, ...change,
  }
}

function stateOf(kind: DynoState['kind']): DynoState {
  if (kind === 'crashed') return { kind, since: 2000, reason: 'exit', exitStatus: 1, signal: null, restartAt: 12_000 }
  return kind === 'down' ? { kind, since: 2000, exitStatus: 0 } : { kind, since: 2000 }
}
