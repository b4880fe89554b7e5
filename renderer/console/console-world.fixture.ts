// An app with a deploy, dynos and a few settings, as the console sees it.

import type { App } from '../../shared/domain/app.ts'
import type { Dyno } from '../../shared/domain/dyno.ts'
import { emptyState, type PlatformState } from '../../shared/domain/state.ts'
import type { CallInput, CallName, PlatformInfo } from '../../shared/protocol/calls.ts'
import type { Call, ConsoleWorld, Plan } from './plan.ts'
import { readCommand } from './read-command.ts'

export const now = Date.UTC(2026, 0, 2, 12, 0, 0)

const info: PlatformInfo = {
  version: '1', runtime: 'process', owner: 'you@localhost', controlUrl: 'http://127.0.0.1:7070', routerPort: 7080, token: 't', dataDir: '/data', platform: 'linux',
  machine: { name: 'm', cores: 2, memoryBytes: 1 },
}

export function appNamed(name: string, more: Partial<App> = {}): App {
  return {
    id: `id-${name}`, name, owner: 'you@localhost', createdAt: 0, updatedAt: 0, stack: 'heroku-24', buildpacks: [], detectedBuildpack: 'heroku/nodejs',
    config: { DATABASE_URL: '•', DEBUG: '•' }, formation: { web: { quantity: 2, size: 'standard-1x' }, worker: { quantity: 0, size: 'standard-1x' } },
    domains: [{ id: 'd', hostname: 'www.example.test', createdAt: 0 }], maintenance: false, preboot: false, lastVersion: 3, currentVersion: 3, routedVersion: 3, buildingId: null, ...more,
  }
}

function dyno(name: string, more: Partial<Dyno> = {}): Dyno {
  const [type = 'web', number = '1'] = name.split('.')
  return {
    id: `id-${name}`, appId: 'id-tea', name, type, number: Number(number), kind: 'formation', size: 'standard-1x', version: 3, command: 'node server.js', runtime: 'process',
    createdAt: now - 60_000, state: { kind: 'up', since: now - 180_000 }, stopping: null, pid: 1, address: null, bootMs: 1, crashes: 0, errors: [], seq: 1, ...more,
  }
}

const release = (version: number, description: string, slugId: string | null) => ({
  id: `r${version}`, appId: 'id-tea', version, slugId, config: {}, description, by: 'you@localhost', createdAt: now - version * 3_600_000, status: { kind: 'succeeded', at: now } as const, seq: version,
})

export function teaState(): PlatformState {
  const tea = appNamed('tea')
  return {
    ...emptyState(), apps: { [tea.id]: tea, 'id-coffee': appNamed('coffee', { domains: [], config: {}, formation: {}, currentVersion: 1 }) },
    releases: { 'id-tea': [release(1, 'Initial release', null), release(2, 'Deploy abc1234', 'slug'), release(3, 'Set DEBUG config vars', 'slug')] },
    slugs: { slug: { id: 'slug', bytes: 41 * 1024 * 1024, files: 3, createdAt: 0, commit: null, stack: 'heroku-24', language: 'Node.js', processTypes: { web: 'node server.js', worker: 'node worker.js' } } },
    dynos: Object.fromEntries([dyno('web.1'), dyno('web.2', { state: { kind: 'starting', since: now - 5000 } }), dyno('run.1234', { kind: 'run', command: 'bash' })].map((one) => [one.id, one])),
  }
}

export function teaWorld(more: Partial<ConsoleWorld> = {}): ConsoleWorld {
  const state = teaState()
  return { state, app: state.apps['id-tea'] ?? null, info, now, ...more }
}

export type Sent = { readonly name: CallName; readonly input: unknown }

/** Reads a line and carries it out against an engine that answers `output` to everything. */
export async function typed(line: string, output: object = {}, world: ConsoleWorld = teaWorld()): Promise<{ plan: Plan; sent: Sent[]; lines: readonly string[] }> {
  const plan = readCommand(line, world)
  const sent: Sent[] = []
  const call: Call = <N extends CallName>(name: N, input: CallInput<N>) => {
    sent.push({ name, input })
    return Promise.resolve(output as never)
  }
  if (plan.kind === 'send') return { plan, sent, lines: (await plan.send(call, () => world.state)).lines }
  return { plan, sent, lines: plan.kind === 'print' ? plan.lines : plan.kind === 'refuse' ? [plan.message, plan.help] : [] }
}
