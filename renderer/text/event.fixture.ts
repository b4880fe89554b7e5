// One event of every type, for tests: the compiler asks for a new one here when a type is added.

import type { EventData, EventType, PlatformEvent } from '../../shared/protocol/events.ts'

const examples: { readonly [T in EventType]: EventData<T> } = {
  'platform.started': { session: 's', runtime: 'process', version: '0.1.0' },
  'platform.recovered': { lostDynos: 2, reapedProcesses: 1, interruptedBuilds: 0 },
  'platform.stopped': { session: 's' },
  'era.changed': { era: 'classic' },
  'app.created': { name: 'calm-river-1234', owner: 'ada', stack: 'heroku-24' },
  'app.renamed': { from: 'calm-river-1234', to: 'books' },
  'app.destroyed': { name: 'books' },
  'config.changed': { changes: { A: '••••••••', B: null } },
  'maintenance.changed': { on: true },
  'preboot.changed': { on: false },
  'stack.changed': { stack: 'heroku-22' },
  'buildpacks.changed': { buildpacks: ['heroku/nodejs', 'heroku/ruby'] },
  'domain.added': { id: 'd', hostname: 'www.example.test' },
  'domain.removed': { hostname: 'www.example.test' },
  'formation.changed': { changes: { web: { quantity: 3, size: 'standard-1x' } } },
  'restart.requested': { dynos: null },
  'push.received': { ref: 'refs/heads/main', oldCommit: '0'.repeat(40), newCommit: 'abcdef0123'.repeat(4), by: 'ada' },
  'push.refused': { ref: 'refs/heads/feature/x', code: 'ref-not-built', message: 'Pushed to feature/x, skipping build.' },
  'build.started': { buildId: 'b', source: { kind: 'git', commit: 'abcdef0123', subject: 'Sell tea' }, by: 'ada' },
  'build.advanced': { buildId: 'b', stage: 'compile' },
  'build.detected': { buildId: 'b', buildpack: 'heroku/nodejs', matched: true, label: 'Node.js', file: 'package.json', reason: 'package.json is there.' },
  'build.succeeded': { buildId: 'b', slugId: 'sha256:1', buildpacks: ['heroku/nodejs'], sticky: null },
  'build.failed': { buildId: 'b', code: 'compile-failed', message: 'npm ended with status 1.', help: 'See above.' },
  'slug.created': { slugId: 'sha256:1', bytes: 2048, files: 1, commit: null, stack: 'heroku-24', language: 'Node.js', processTypes: { web: 'node web.js' } },
  'slug.removed': { slugId: 'sha256:1' },
  'release.created': { releaseId: 'r', version: 7, slugId: null, config: {}, description: 'Set A config vars', by: 'ada', buildId: null },
  'release.succeeded': { version: 7 },
  'release.failed': { version: 7, exitStatus: 1, message: 'The release command ended with status 1.' },
  'release.routed': { version: 7 },
  'dyno.created': { dynoId: 'd1', name: 'web.1', type: 'web', number: 1, kind: 'formation', size: 'standard-1x', version: 7, command: 'node web.js', runtime: 'process', crashes: 0 },
  'dyno.launched': { dynoId: 'd1', pid: 4711, address: null },
  'dyno.up': { dynoId: 'd1', bootMs: 1200 },
  'dyno.erred': { dynoId: 'd1', code: 'R14', params: {} },
  'dyno.stopping': { dynoId: 'd1', why: 'cycling', graceMs: 30_000 },
  'dyno.killed': { dynoId: 'd1' },
  'dyno.exited': { dynoId: 'd1', exitStatus: null, signal: 'SIGTERM' },
  'dyno.crashed': { dynoId: 'd1', reason: 'exit', exitStatus: 1, signal: null, crashes: 1, restartAt: null },
  'dyno.removed': { dynoId: 'd1' },
  'dyno.idled': { dynoId: 'd1' },
  'traffic.started': { plan: { rate: 50, shape: { kind: 'wave', to: 200, seconds: 60 }, paths: [{ path: '/', weight: 1 }], seconds: null }, by: 'ada' },
  'traffic.stopped': { why: 'asked', sent: 1200, missed: 3 },
  'app.woken': { requestId: 'q' },
  'runtime.changed': { runtime: 'docker' },
  'routing.changed': { strategy: 'round-robin' },
  'dyno.probed': { dynoId: 'd1', ready: false, detail: 'GET /ready answered 503' },
  'fault.started': {
    leaseId: 'l', kind: 'latency', title: 'Latency', layer: 'network', target: { kind: 'type', app: 'a1', type: 'web' }, dynoIds: ['d1'], params: { latencyMs: 300 }, expiresAt: 1_060_000,
    owner: 'ada', heartbeatMs: null, experimentId: null, changed: ['Answers of web.1 come 300 ms later.'],
  },
  'fault.tookHold': { leaseId: 'l', planned: ['web.1 is frozen.'], changed: ['web.1: its 2 processes are stopped.', 'web.2: its 2 processes are stopped.'] },
  'fault.ended': { leaseId: 'l', why: 'released', restored: ['Answers of web.1 come as they are.'], residue: [] },
  'experiment.started': { runId: 'x', title: 'One dyno dies', text: 'title: One dyno dies', by: 'ada' },
  'experiment.advanced': { runId: 'x', phase: 'method', doing: 'kill web.1' },
  'experiment.ended': { runId: 'x', verdict: 'held', reason: 'All probes stayed within their bounds.' },
  'factors.started': { checkId: 'k', subject: { kind: 'app', app: 'books' }, copies: ['check-1-a', 'check-1-b'], by: 'ada' },
  'factors.advanced': { checkId: 'k', doing: 'scales to two dynos and visits both', done: 3, of: 9 },
  'factors.ended': { checkId: 'k', card: null, trouble: 'The build failed.' },
}

export function exampleEvent<T extends EventType>(type: T, change: Partial<EventData<T>> = {}, seq = 1): PlatformEvent {
  return { seq, at: 1_000_000 + seq * 1000, type, app: 'a1', causedBy: { kind: 'platform', text: 'test' }, data: { ...examples[type], ...change } } as PlatformEvent
}

export const exampleTypes = Object.keys(examples) as EventType[]
