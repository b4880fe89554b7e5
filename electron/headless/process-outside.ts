// The outside of a real platform: processes of this machine behind the edge's own thread.

import { join } from 'node:path'
import { systemIds, systemRandom } from '../adapters/clock/system-clock.ts'
import { createContainerHost } from '../adapters/docker/container-host.ts'
import { createSlugStore } from '../adapters/disk/slug-store.ts'
import { createThreadedEdge } from '../adapters/edge/threaded-edge.ts'
import { createThreadedTraffic } from '../adapters/traffic/threaded-traffic.ts'
import { createThreadedWire } from '../adapters/wire/threaded-wire.ts'
import { createProcessBuildHost } from '../adapters/process/process-build-host.ts'
import { createProcessRuntime } from '../adapters/process/process-runtime.ts'
import { aroundEngines } from './machine-facts.ts'
import type { Outside, OutsideNeeds } from './outside.ts'

export async function createProcessOutside(needs: OutsideNeeds): Promise<Outside> {
  const { dataDir, git, uploads } = needs
  const edge = await createThreadedEdge({ threadFile: needs.edgeThreadFile, port: needs.routerPort, log: needs.log })
  const slugs = createSlugStore(join(dataDir, 'slugs'))
  const shelf = { ...slugs, remove: async (slugId: string) => void (await Promise.all([slugs.remove(slugId), runtime.forgetSlug(slugId)])) }
  const builds = createProcessBuildHost({ dataDir, slugs: shelf, exportGit: git.exportGit, uploadPath: uploads.path })
  const runtime = createProcessRuntime({ dataDir, sessionId: systemIds.next(), openSlug: builds.openSlug })
  const traffic = createThreadedTraffic({ threadFile: needs.trafficThreadFile, port: edge.port, log: needs.log })
  const wire = createThreadedWire({ threadFile: needs.wireThreadFile, log: needs.log })
  const containers = createContainerHost({ around: aroundEngines(), dataDir })
  return { runtime, builds, edge, traffic, wire, random: systemRandom, containers, stop: edge.stop }
}
