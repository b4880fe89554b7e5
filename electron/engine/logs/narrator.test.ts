import { describe, expect, it } from 'vitest'
import { emptyState } from '../../../shared/domain/state.ts'
import { fold } from '../../../shared/fold/fold.ts'
import type { Cause, EventData, EventDraft, EventType, PlatformEvent } from '../../../shared/protocol/events.ts'
import { createNarrator } from './narrator.ts'

const person: Cause = { kind: 'command', id: 'c', name: 'ps:scale', by: 'ada@example.test', text: '' }

/** A log as a person reads it: feed events, get `ps: text`. */
function story() {
  const state = emptyState()
  const narrator = createNarrator(state)
  const lines: string[] = []
  function add<T extends EventType>(type: T, data: EventData<T>, causedBy: Cause = { kind: 'platform', text: '' }): void {
    const event = { seq: state.seq + 1, at: 1000 + state.seq, causedBy, ...({ type, app: 'app-1', data } as EventDraft) } as PlatformEvent
    fold(state, event)
    lines.push(...narrator.tell(event).map((line) => `${line.ps}: ${line.text}`))
  }
  add('app.created', { name: 'calm-sea-1', owner: 'ada@example.test', stack: 'host' })
  const create = (dynoId: string, name = 'web.1', more: Partial<EventData<'dyno.created'>> = {}): void =>
    add('dyno.created', { dynoId, name, type: name.split('.')[0] ?? '', number: 1, kind: 'formation', size: 'standard-1x', version: 3, command: 'node web.js', runtime: 'process', crashes: 0, ...more })
  const launch = (dynoId: string): void => add('dyno.launched', { dynoId, pid: 7, address: { host: '127.0.0.1', port: 5000 } })
  const up = (dynoId: string): void => add('dyno.up', { dynoId, bootMs: 300 })
  const boot = (dynoId: string, name = 'web.1', more = {}): void => {
    create(dynoId, name, more)
    launch(dynoId)
    up(dynoId)
  }
  const stopping = (dynoId: string, why: EventData<'dyno.stopping'>['why'], graceMs = 30_000): void => add('dyno.stopping', { dynoId, why, graceMs })
  const exit = (dynoId: string, exitStatus: number | null, signal: string | null = null): void => add('dyno.exited', { dynoId, exitStatus, signal })
  const crash = (dynoId: string, exitStatus: number | null): void => add('dyno.crashed', { dynoId, reason: 'exit', exitStatus, signal: null, crashes: 1, restartAt: 0 })
  const tell = (): string[] => lines.splice(0)
  return { state, add, create, launch, up, boot, stopping, exit, crash, tell }
}

describe('log lines of the dyno manager', () => {
  it('readiness, as news only; without a check there is nothing to say (RT69)', () => {
    const app = story()
    app.boot('d1')
    app.tell()
    app.add('dyno.probed', { dynoId: 'd1', ready: false, detail: 'GET /ready answered 503' })
    app.add('dyno.probed', { dynoId: 'd1', ready: true, detail: 'GET /ready answered 200' })
    app.add('dyno.probed', { dynoId: 'gone', ready: true, detail: '' })
    expect(app.tell()).toEqual(['web.1: Readiness check failed: GET /ready answered 503', 'web.1: Readiness check passed: GET /ready answered 200'])
  })

  it('boot_ok', () => {
    const app = story()
    app.boot('d1')
    expect(app.tell()).toEqual(['web.1: State changed from created to starting', 'web.1: Starting process with command `node web.js`', 'web.1: State changed from starting to up'])
  })

  it('boot_timeout', () => {
    const app = story()
    app.create('d1')
    app.launch('d1')
    app.add('dyno.erred', { dynoId: 'd1', code: 'R10', params: { seconds: 60 } })
    app.stopping('d1', 'boot-timeout', 0)
    app.add('dyno.killed', { dynoId: 'd1' })
    app.exit('d1', null, 'SIGKILL')
    app.crash('d1', null)
    expect(app.tell().slice(2)).toEqual([
      'web.1: Error R10 (Boot timeout) -> Web process failed to bind to $PORT within 60 seconds of launch',
      'web.1: Stopping process with SIGKILL',
      'web.1: Process exited with status 137',
      'web.1: State changed from starting to crashed',
    ])
  })

  it('crash, and the restart after it', () => {
    const app = story()
    app.boot('d1')
    app.tell()
    app.exit('d1', 1)
    app.crash('d1', 1)
    expect(app.tell()).toEqual(['web.1: Process exited with status 1', 'web.1: State changed from up to crashed'])
    app.add('dyno.removed', { dynoId: 'd1' })
    app.create('d2', 'web.1', { crashes: 1 })
    expect(app.tell()).toEqual(['web.1: State changed from crashed to starting'])
  })

  it('a crash whose exit was not seen still says how it ended', () => {
    const app = story()
    app.boot('d1')
    app.tell()
    app.crash('d1', 3)
    expect(app.tell()).toEqual(['web.1: Process exited with status 3', 'web.1: State changed from up to crashed'])
  })

  it.each([['cycling', 'Cycling'], ['restart', 'Restarting'], ['release', 'Restarting']] as const)('%s, the new dyno starting while the old one ends', (why, word) => {
    const app = story()
    app.boot('d1')
    app.tell()
    app.stopping('d1', why)
    app.create('d2')
    app.launch('d2')
    app.exit('d1', 143)
    app.add('dyno.removed', { dynoId: 'd1' })
    app.up('d2')
    expect(app.tell()).toEqual([
      `web.1: ${word}`,
      'web.1: State changed from up to starting',
      'web.1: Stopping all processes with SIGTERM',
      'web.1: Starting process with command `node web.js`',
      'web.1: Process exited with status 143',
      'web.1: State changed from starting to up',
    ])
  })

  it('idle and unidle', () => {
    const app = story()
    app.boot('d1')
    app.tell()
    app.stopping('d1', 'idle')
    app.add('dyno.idled', { dynoId: 'd1' })
    expect(app.tell()).toEqual(['web.1: Idling', 'web.1: Stopping all processes with SIGTERM', 'web.1: State changed from up to down'])
    app.add('dyno.removed', { dynoId: 'd1' })
    app.create('d2')
    expect(app.tell()).toEqual(['web.1: Unidling', 'web.1: State changed from down to starting'])
  })

  it('scale_down, and up again', () => {
    const app = story()
    app.boot('d1')
    app.tell()
    app.stopping('d1', 'scale')
    app.exit('d1', 143)
    app.add('dyno.removed', { dynoId: 'd1' })
    expect(app.tell()).toEqual(['web.1: Stopping all processes with SIGTERM', 'web.1: Process exited with status 143', 'web.1: State changed from up to down'])
    app.create('d2')
    expect(app.tell()).toEqual(['web.1: State changed from down to starting'])
  })

  it('exit_timeout', () => {
    const app = story()
    app.boot('d1')
    app.tell()
    app.stopping('d1', 'scale')
    app.add('dyno.erred', { dynoId: 'd1', code: 'R12', params: { seconds: 30 } })
    app.add('dyno.killed', { dynoId: 'd1' })
    app.exit('d1', null, 'SIGKILL')
    expect(app.tell()).toEqual([
      'web.1: Stopping all processes with SIGTERM',
      'web.1: Error R12 (Exit timeout) -> At least one process failed to exit within 30 seconds of SIGTERM',
      'web.1: Stopping all processes with SIGKILL',
      'web.1: Process exited with status 137',
    ])
  })

  it('R14 says how much of the quota it takes', () => {
    const app = story()
    app.boot('d1')
    app.tell()
    app.add('dyno.erred', { dynoId: 'd1', code: 'R14', params: { memoryBytes: 590 * 1024 * 1024 } })
    expect(app.tell()).toEqual(['web.1: Process running mem=590M(115.2%)', 'web.1: Error R14 (Memory quota exceeded)'])
  })

  it('a one-off ends complete, and preboot tells the two dynos of one name apart', () => {
    const app = story()
    app.boot('r1', 'run.1', { kind: 'run', command: 'bash' })
    app.exit('r1', 0)
    app.add('dyno.removed', { dynoId: 'r1' })
    expect(app.tell().slice(2)).toEqual(['run.1: State changed from starting to up', 'run.1: Process exited with status 0', 'run.1: State changed from up to complete'])
    app.boot('d1')
    app.tell()
    app.boot('d2')
    app.stopping('d1', 'release')
    app.exit('d1', 143)
    app.add('dyno.removed', { dynoId: 'd1' })
    expect(app.tell()).toEqual([
      'web.1: State changed from created to starting', 'web.1: Starting process with command `node web.js`', 'web.1: State changed from starting to up',
      'web.1: Stopping all processes with SIGTERM', 'web.1: Process exited with status 143',
    ])
  })

  it('goes on from the state after a restart of the engine', () => {
    const app = story()
    app.boot('d1')
    const later = createNarrator(app.state)
    const event: PlatformEvent = { seq: 99, at: 5, app: 'app-1', type: 'dyno.crashed', causedBy: { kind: 'platform', text: '' }, data: { dynoId: 'd1', reason: 'lost', exitStatus: null, signal: null, crashes: 1, restartAt: null } }
    expect(later.tell(event).map((line) => line.text)).toEqual(['Process exited', 'State changed from up to crashed'])
  })
})

describe('log lines of the API', () => {
  it('says what people did, and never a config value', () => {
    const app = story()
    app.add('build.started', { buildId: 'b', source: { kind: 'git', commit: 'abc1234', subject: 's' }, by: 'ada@example.test' })
    app.add('build.succeeded', { buildId: 'b', slugId: 's', buildpacks: [], sticky: null })
    app.add('release.created', { releaseId: 'r', version: 3, slugId: 's', config: { SECRET: 'hunter2' }, description: 'Set SECRET config vars', by: 'ada@example.test', buildId: null })
    app.add('formation.changed', { changes: { web: { quantity: 1, size: 'standard-1x' } } }, person)
    app.add('formation.changed', { changes: { worker: { quantity: 2, size: 'standard-2x' } } }, { kind: 'event', seq: 1 })
    app.add('maintenance.changed', { on: true }, person)
    const told = app.tell()
    expect(told).toEqual([
      'api: Build started by user ada@example.test',
      'api: Build succeeded',
      'api: Set SECRET config vars by user ada@example.test',
      'api: Release v3 created by user ada@example.test',
      'api: Scaled to web@1:Standard-1X by user ada@example.test',
      'api: Scaled to web@1:Standard-1X worker@2:Standard-2X by user ada@example.test',
      'api: Enable maintenance mode by user ada@example.test',
    ])
    expect(told.join()).not.toContain('hunter2')
  })
})
