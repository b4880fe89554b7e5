// A simulated world with an app that runs, and what a person does with experiments in it.

import type { ExperimentRun } from '../../../shared/domain/experiment.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { createWorld, type World, type WorldOptions } from '../sim/world.ts'

export const files = { 'package.json': '{"engines":{"node":"20"}}', 'package-lock.json': '{}', 'Procfile': 'web: node web.js\n' }

export type Lab = {
  readonly world: World
  call(name: string, input: object): Promise<unknown>
  /** Starts it and moves time to its end. */
  run(text: string, mostSeconds?: number): Promise<ExperimentRun>
  start(text: string): Promise<string>
  /** As it stands now. */
  found(runId: string): ExperimentRun
  ended(runId: string, mostSeconds?: number): Promise<ExperimentRun>
  report(runId: string, format?: 'markdown' | 'html'): Promise<string>
  events(type: PlatformEvent['type']): PlatformEvent[]
}

export async function createLab(options: Partial<WorldOptions> = {}): Promise<Lab> {
  const world = await createWorld({ seed: 7, ...options })
  const call = (name: string, input: object): Promise<unknown> => world.engine.call(name, input, 'ada@localhost')
  await call('apps:create', { name: 'shop' })
  const pushed = world.push('shop', files)
  await world.clock.runFor(600_000, () => Object.values(world.engine.kernel.state.dynos).some(({ state, type }) => type === 'web' && state.kind === 'up'))
  if (!(await pushed).accepted) throw new Error('the app was not deployed')

  function found(runId: string): ExperimentRun {
    const run = world.engine.kernel.state.experiments[runId]
    if (run === undefined) throw new Error(`there is no run ${runId}`)
    return run
  }

  async function start(text: string): Promise<string> {
    const { runId } = (await call('experiments:run', { app: 'shop', text })) as { runId: string }
    return runId
  }

  async function ended(runId: string, mostSeconds = 3600): Promise<ExperimentRun> {
    await world.clock.runFor(mostSeconds * 1000, () => found(runId).phase === 'ended')
    return found(runId)
  }

  return {
    world, call, found, start, ended,
    run: async (text, mostSeconds) => ended(await start(text), mostSeconds),
    report: async (runId, format = 'markdown') => ((await call('experiments:report', { runId, format })) as { text: string }).text,
    events: (type) => world.engine.kernel.journal.read(0, 100_000).filter((event) => event.type === type),
  }
}
