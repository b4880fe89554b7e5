// Removes a container so that it is gone when the call is over: its name and its ports are free then.

import type Docker from 'dockerode'
import { statusOf } from '../docker-error.ts'

/** Docker refuses while it still writes down the end of one that was held still, or while somebody else removes it. */
const refusesMs = 15_000
const pollMs = 50

/** Rejects with Docker's last refusal when it is still there after 15 s. */
export async function removeContainer(docker: Docker, id: string): Promise<void> {
  const until = performance.now() + refusesMs
  for (;;) {
    try {
      await docker.getContainer(id).remove({ force: true, v: true })
      return
    } catch (error) {
      if (statusOf(error) === 404) return
      if (performance.now() > until) throw error
    }
    await new Promise((soon) => setTimeout(soon, pollMs))
  }
}
