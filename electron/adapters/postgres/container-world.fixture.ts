import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PostgresSink } from '../../engine/ports/postgres-host.ts'
import { dockerAt, dockerForTests } from '../docker/docker-world.fixture.ts'
import { createServerContainers } from '../docker/servers/server-containers.ts'
import { removeTree } from '../parts/copy-tree.ts'
import type { ServerContainers } from '../parts/server-containers.ts'
import { createContainerPostgres } from './container-host.ts'
import type { HostWorld } from './postgres-world.fixture.ts'
import { programsForContainers } from './server-programs.ts'

export { dockerForTests } from '../docker/docker-world.fixture.ts'

/** The image is made from the npm package on top of the tests' own stack, unless there is an official one. */
export function containersForTests(dataDir: string, address: string | null = dockerForTests?.address ?? null): ServerContainers {
  const report = { kind: 'ready', engine: 'Docker', version: 'of the tests', apiVersion: '1.41', address: address ?? '', cores: 1, memoryBytes: 0, isDirect: process.platform === 'linux' } as const
  return createServerContainers({
    dataDir, sessionId: 'session-1', connection: async () => (address === null ? { docker: null, report: { kind: 'trouble', happened: 'No Docker was found.', fix: 'Start it.', trouble: 'none', without: '', command: null, address: null, raw: null } } : { docker: dockerAt(address), report }), base: async () => dockerForTests?.image ?? '',
    programs: programsForContainers,
  })
}

export async function makeContainerHost(sink?: PostgresSink): Promise<HostWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dynarium-postgres-'))
  const host = createContainerPostgres({ dataDir, containers: containersForTests(dataDir), onTrouble: (error) => {
    throw error
  } })
  if (sink !== undefined) host.connect(sink)
  return {
    host, dataDir, noSuchFile: join(dataDir, 'not-there'),
    close: async () => {
      for (const { id } of await host.list()) await host.remove(id)
      await host.close()
      await removeTree(dataDir)
    },
  }
}
