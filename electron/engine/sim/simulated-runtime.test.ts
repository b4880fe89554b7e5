import { describe, expect, it } from 'vitest'
import type { DynoSpec } from '../ports/dyno-runtime.ts'
import { dynoRuntimeContract, type Program, type ProgramBehaviour, type RuntimeWorld } from '../ports/dyno-runtime.contract.ts'
import { seededRandom } from './seeded.ts'
import { createSimulatedRuntime, type Behaviour } from './simulated-runtime.ts'
import { createVirtualClock } from './virtual-clock.ts'

const patienceMs = 60_000

dynoRuntimeContract('simulated', makeWorld)

/** A program is a command that stands for its behaviour. */
function makeWorld(): RuntimeWorld {
  const clock = createVirtualClock()
  const behaviours = new Map<string, Partial<Behaviour>>()
  const runtime = createSimulatedRuntime(clock, seededRandom(3), ({ command }) => behaviours.get(command) ?? {})

  function program(behaviour: Partial<Behaviour>): Program {
    const command = `program ${behaviours.size + 1}`
    behaviours.set(command, behaviour)
    return { slugId: 'sha256:any', command }
  }

  return {
    runtime,
    program: (wanted) => program(behaviourOf(wanted)),
    lostProgram: () => program({ failure: 'the slug is not there' }),
    until: async (what, condition) => {
      if (!(await clock.runFor(patienceMs, condition))) throw new Error(`no ${what} within a minute`)
    },
    pass: (ms) => clock.advance(ms),
    close: () => runtime.stop(),
  }
}

function behaviourOf(wanted: ProgramBehaviour): Partial<Behaviour> {
  return {
    bootMs: wanted.bootMs ?? 0, listens: wanted.listens ?? true, exitAfterMs: wanted.exitAfterMs ?? null, exitStatus: wanted.exitStatus ?? 0,
    termMs: wanted.ignoresTerm === true ? null : 50, prints: wanted.prints ?? [], linesPerSecond: wanted.linesPerSecond ?? 0,
  }
}

describe('a simulated dyno that prints', () => {
  it('keeps to its lines a second, and stops when it ends', async () => {
    const clock = createVirtualClock()
    const lines: string[] = []
    const runtime = createSimulatedRuntime(clock, seededRandom(3), () => ({ linesPerSecond: 25 }))
    runtime.connect({ observed: () => {}, output: (output) => lines.push(...output.lines) })
    runtime.start({ ...spec, id: 'd1', name: 'web.1' })
    await clock.advance(10_100)
    expect(lines.length).toBeGreaterThanOrEqual(245)
    expect(lines.length).toBeLessThanOrEqual(252)
    expect(new Set(lines).size).toBe(lines.length)
    runtime.signal('d1', 'SIGKILL')
    await clock.advance(10)
    const before = lines.length
    await clock.advance(5000)
    expect(lines.length).toBe(before)
  })
})

const spec: DynoSpec = {
  id: 'd', appId: 'a', appName: 'tea', name: 'web.1', type: 'web', kind: 'formation', command: 'x', env: {}, slugId: 's', stack: 'heroku-24', runtime: 'simulated', wantsPort: true, terminal: null, attached: false, memoryBytes: 1, maxProcesses: 1,
}
