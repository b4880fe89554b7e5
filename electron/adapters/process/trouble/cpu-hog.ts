// Processes that compute without end, inside the dyno: a neighbour in its own house, as a runaway loop is. They are shells, which
// every machine that runs dynos has, and four megabytes each.

import type { InForce } from '../../parts/trouble-leases.ts'
import type { Afflicted } from './afflicted.ts'
import { startCompanion } from './companion.ts'

const mostWorkers = 64

/** `$PPID` is the engine. Where it can not be seen (Windows shells have another count), the warden alone ends them. */
const script = `burn() {
  while [ "$PPID" -le 1 ] || kill -0 "$PPID" 2>/dev/null; do
    for (( turn = 0; turn < 20000; turn++ )); do :; done
  done
}
for (( worker = 1; worker < $1; worker++ )); do burn & done
burn`

export async function hogCpu(dyno: Afflicted, wanted: number): Promise<InForce> {
  const workers = Math.max(1, Math.min(mostWorkers, Math.floor(wanted)))
  const companion = await startCompanion(dyno, dyno.shell, ['--noprofile', '--norc', '-c', script, 'dynarium-cpu-hog', String(workers)])
  const count = workers === 1 ? '1 process computes' : `${workers} processes compute`
  return {
    changed: [`${dyno.name}: ${count} inside it without end.`],
    undo: async () => {
      const wasThere = !companion.hasEnded()
      await companion.end()
      return { restored: [wasThere ? `${dyno.name}: what computed inside it was ended.` : `${dyno.name}: what computed inside it had ended already.`], residue: [] }
    },
    end: companion.drop,
  }
}
