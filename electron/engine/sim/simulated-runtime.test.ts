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
    termMs: wanted.ignoresTerm === true ? null : 50, prints: wanted.prints ?? [],
  }
}
