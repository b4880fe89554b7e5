// A dyno that hangs: none of its processes gets a turn. Its port still takes connections, as the kernel does that, and then nothing
// comes: H12 after 30 s. Heroku knows no such switch; there it is a deadlock, or a machine that swaps.

import type { InForce } from '../../parts/trouble-leases.ts'
import type { Afflicted } from './afflicted.ts'

/** Processes that are born as others are stopped are found within this many looks. */
const mostLooks = 20

export async function freeze({ name, stillness }: Afflicted): Promise<InForce> {
  refuseWithoutStop()
  const key = {}
  const unwatch = stillness.watch()
  stillness.hold(key)
  for (let look = 0; look < mostLooks && (await stillness.refresh()); look++);
  return {
    changed: [`${name}: its ${countOf(stillness.members().length)} stopped (SIGSTOP), and so is what it starts.`],
    undo: () => {
      unwatch()
      stillness.release(key)
      return Promise.resolve({ restored: [stillness.isHeld() ? `${name} is let go, but another fault still holds it.` : `${name} goes on (SIGCONT).`], residue: [] })
    },
    end: unwatch,
  }
}

export function refuseWithoutStop(platform: NodeJS.Platform = process.platform): void {
  if (platform === 'win32') throw new Error('Windows has no signal that stops a process for a while. Use the simulated runtime, or a machine with Linux or macOS.')
}

function countOf(processes: number): string {
  return processes === 1 ? '1 process is' : `${processes} processes are`
}
