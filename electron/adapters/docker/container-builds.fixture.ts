// A build host for tests on real containers: the stack's image of the test's own, and sources made of a few files.

import Docker from 'dockerode'
import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { folderBuilds, type FolderBuilds } from '../parts/build-world.fixture.ts'
import { copyTree } from '../parts/copy-tree.ts'
import { createFlatShelf } from '../parts/flat-shelf.fixture.ts'
import { listTree } from '../parts/list-tree.ts'
import { makeFolder } from '../parts/test-files.fixture.ts'
import { createDockerBuildHost, type DockerBuildHostOptions } from './docker-build-host.ts'

export type TestEngine = { readonly docker: Docker; readonly image: string; readonly socketPath: string }

export type ContainerBuildWorld = FolderBuilds & {
  readonly docker: Docker
  /** Numbers of this world's containers, whatever they do. */
  containers(): Promise<readonly string[]>
  close(): Promise<void>
}

/** Null when this machine has no engine for tests. */
export function testEngine(): TestEngine | null {
  const { DYNARIUM_DOCKER: address, DYNARIUM_STACK_IMAGE: image } = process.env
  if (address === undefined || image === undefined) return null
  const socketPath = address.replace(/^unix:\/\//, '')
  return { docker: new Docker({ socketPath }), image, socketPath }
}

export function makeContainerBuildWorld({ docker, image }: Pick<TestEngine, 'docker' | 'image'>, more: Partial<DockerBuildHostOptions> = {}): ContainerBuildWorld {
  const folder = makeFolder('container-build')
  const dataDir = more.dataDir ?? join(folder, 'data')
  const host = createDockerBuildHost({
    docker, dataDir, sessionId: 'session-1', slugs: createFlatShelf(join(dataDir, 'slugs')), network: 'none',
    image: () => Promise.resolve(image),
    exportGit: () => Promise.reject(new Error('no push here')),
    uploadPath: (id) => join(folder, id),
    // Folders only: how else buildpacks are fetched is the process adapter's, and tested there.
    fetchBuildpack: async (address, site) => {
      await copyTree(address, await listTree(address), site.folder)
      return { name: basename(address), folder: site.folder }
    },
    ...more,
  })

  const all = { all: true, filters: { label: [`local.dynarium.data=${dataDir}`] } }

  return {
    ...folderBuilds(host, { runtime: 'docker', folder, dataDir, images: { base: image, fails: 'exit 3', hangs: 'sleep 1000' } }),
    docker,
    containers: async () => (await docker.listContainers(all)).map(({ Id: id }) => id),
    close: async () => {
      await host.stop()
      const { Volumes: volumes } = await docker.listVolumes({ filters: all.filters })
      for (const { Name: name } of volumes ?? []) await docker.getVolume(name).remove()
      for (const { Id: id } of await docker.listImages({ filters: all.filters })) await docker.getImage(id).remove({ force: true }).catch(() => {})
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
