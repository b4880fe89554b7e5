// A build host for tests on real containers: the stack's image of the test's own, and sources made of a few files.

import Docker from 'dockerode'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { BuildHostFixture } from '../../engine/ports/build-host.contract.ts'
import type { BuildRequest, ImageWorkspace, Workspace } from '../../engine/ports/build-host.ts'
import { copyTree } from '../parts/copy-tree.ts'
import { createFlatShelf } from '../parts/flat-shelf.fixture.ts'
import { listTree } from '../parts/list-tree.ts'
import { createDockerBuildHost, type DockerBuildHostOptions } from './docker-build-host.ts'

export type TestEngine = { readonly docker: Docker; readonly image: string; readonly socketPath: string }

export type ContainerBuildWorld = BuildHostFixture & {
  readonly folder: string
  readonly dataDir: string
  readonly docker: Docker
  open(files: Readonly<Record<string, string>>, request?: Partial<BuildRequest>): Promise<Workspace>
  openImages(files: Readonly<Record<string, string>>, request?: Partial<BuildRequest>): Promise<ImageWorkspace>
  /** Numbers of this world's containers, whatever they do. */
  containers(): Promise<readonly string[]>
}

/** Null when this machine has no engine for tests. */
export function testEngine(): TestEngine | null {
  const { DYNARIUM_DOCKER: address, DYNARIUM_STACK_IMAGE: image } = process.env
  if (address === undefined || image === undefined) return null
  const socketPath = address.replace(/^unix:\/\//, '')
  return { docker: new Docker({ socketPath }), image, socketPath }
}

export function makeContainerBuildWorld({ docker, image }: Pick<TestEngine, 'docker' | 'image'>, more: Partial<DockerBuildHostOptions> = {}): ContainerBuildWorld {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dynarium-container-build-')))
  const dataDir = more.dataDir ?? join(folder, 'data')
  let count = 0
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

  function sourceFolder(files: Readonly<Record<string, string>>): string {
    const path = join(folder, `source-${++count}`)
    mkdirSync(path)
    writeFiles(path, files)
    return path
  }
  const requestFor = (files: Readonly<Record<string, string>>, more: Partial<BuildRequest>): BuildRequest => ({
    buildId: `build-${count + 1}`, appId: 'app-1', source: { kind: 'folder', path: sourceFolder(files) }, handle: null, config: {}, stack: 'heroku-24', runtime: 'docker', ...more,
  })
  const all = { all: true, filters: { label: [`local.dynarium.data=${dataDir}`] } }

  return {
    host, folder, dataDir, docker, runtime: 'docker',
    source: (files) => Promise.resolve({ source: { kind: 'folder', path: sourceFolder(files) }, handle: null }),
    programs: { succeeds: ['true'], fails: ['bash', '-c', 'exit 3'], hangs: ['sleep', '1000'], echo: (text) => ['echo', text] },
    presentTool: 'node',
    absentTool: 'no-such-tool',
    finish: (work) => work,
    open: (files, request = {}) => host.open(requestFor(files, request), () => {}),
    openImages: (files, request = {}) => host.openImages(requestFor(files, { stack: 'container', ...request }), () => {}),
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

/** Names that end in .sh or have no dot can be executed. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    if (/(^|\/)[^.]+(\.sh)?$/.test(name)) chmodSync(path, 0o755)
  }
}

export async function runIn(workspace: Workspace, argv: readonly [string, ...string[]], more: { readonly cwd?: string; readonly env?: Record<string, string> } = {}): Promise<{ exitStatus: number; output: string }> {
  let output = ''
  const { exitStatus } = await workspace.run({ kind: 'run', label: argv.join(' '), argv, ...more }, (text) => (output += text))
  return { exitStatus, output }
}
