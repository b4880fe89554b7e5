// Processes that compute without end, inside the container: a neighbour in its own house, as a runaway loop is.

import type { Afflicted, InForce } from '../docker-troubles.ts'
import { startCompanion } from '../run-inside.ts'

const mostWorkers = 64

const script = `burn() { while :; do :; done; }
for (( worker = 1; worker < $1; worker++ )); do burn & done
burn`

export async function hogCpu({ name, docker, container }: Afflicted, wanted: number): Promise<InForce> {
  const workers = Math.max(1, Math.min(mostWorkers, Math.floor(wanted)))
  const companion = await startCompanion(docker, container, ['bash', '-c', script, 'dynarium-cpu-hog', String(workers)])
  return {
    changed: [`${name}: ${workers === 1 ? '1 process computes' : `${workers} processes compute`} inside its container without end.`],
    undo: async () => {
      const wasThere = !companion.hasEnded()
      await companion.end()
      return { restored: [`${name}: what computed inside its container ${wasThere ? 'was ended' : 'had ended already'}.`], residue: [] }
    },
  }
}
