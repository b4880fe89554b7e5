// The BuildHost on plain local processes: builds run in a folder of their own, with the machine's tools and a clean environment.

import { mkdirSync, realpathSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildHost, BuildRequest, Workspace } from '../../engine/ports/build-host.ts'
import { buildFolders, writeConfigFolder } from './build-environment.ts'
import { createWorkspace } from './build-workspace.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { removeTree } from '../parts/copy-tree.ts'
import { withDiskFull } from '../parts/disk-full.ts'
import { createBuildPrograms } from './build-programs.ts'
import { exportSource, type ExportGit } from '../parts/export-source.ts'
import { fetchBuildpack, type Fetched } from './fetch-buildpack.ts'
import { createProcessFinder } from './process-finder.ts'
import { createProcessTable } from './process-table.ts'
import type { OpenSlug, SlugShelf } from '../parts/slug-shelf.ts'
import { createToolProbe } from './tool-probe.ts'

export type BuildLimits = {
  /** Of a source, unpacked: Heroku's limit for a checkout. */
  readonly sourceBytes: number
  readonly sourceFiles: number
  /** For fetching a buildpack, as in Heroku's slug compiler. */
  readonly fetchMs: number
}

export type ProcessBuildHostOptions = {
  readonly dataDir: string
  readonly slugs: SlugShelf
  readonly exportGit: ExportGit
  /** The file of an upload, or null. */
  uploadPath(id: string): string | null
  readonly limits?: Partial<BuildLimits>
}

const defaultLimits: BuildLimits = { sourceBytes: 1024 ** 3, sourceFiles: 200_000, fetchMs: 90_000 }

export type ProcessBuildHost = BuildHost & {
  readonly openSlug: OpenSlug
  /** For builds whose programs run elsewhere: `folder` is not there yet. Throws `buildpack-fetch-failed`, `build-cancelled`. */
  fetchBuildpack(address: string, site: { readonly buildId: string; readonly folder: string; onCancel(handler: () => void): () => void }): Promise<Fetched>
}

export function createProcessBuildHost(options: ProcessBuildHostOptions): ProcessBuildHost {
  mkdirSync(options.dataDir, { recursive: true })
  const dataDir = realpathSync(options.dataDir)
  const limits = { ...defaultLimits, ...options.limits }
  const { slugs } = options
  const finder = createProcessFinder(createProcessTable())
  const tools = createToolProbe()
  const open = new Set<Workspace>()
  const swept = sweep(join(dataDir, 'builds'))
  swept.catch(() => {})

  async function openWorkspace(request: BuildRequest, output: (text: string) => void): Promise<Workspace> {
    for (const id of [request.buildId, request.appId]) if (!/^[\w-]+$/.test(id)) throw new Error(`not an id: ${id}`)
    await swept
    const folders = buildFolders(dataDir, request.buildId, request.appId)
    try {
      const entries = await withDiskFull('the source', async () => {
        for (const folder of [folders.home, folders.temporary, folders.cache]) await mkdir(folder, { recursive: true })
        await writeConfigFolder(folders.config, request.config)
        const { exportGit, uploadPath } = options
        return exportSource({ request, folder: folders.app, scratch: join(folders.root, 'unpacked'), dataDir, exportGit, uploadPath, maxBytes: limits.sourceBytes, maxFiles: limits.sourceFiles, output })
      })
      const workspace = createWorkspace({ request, folders, dataDir, entries, finder, tools, pack: slugs.pack, fetchMs: limits.fetchMs })
      const close = async (): Promise<void> => {
        await workspace.close()
        open.delete(watched)
      }
      const watched = { ...workspace, close }
      open.add(watched)
      return watched
    } catch (error) {
      await removeTree(folders.root)
      throw error
    }
  }

  const purgeCache = (appId: string): Promise<void> => (/^[\w-]+$/.test(appId) ? removeTree(join(dataDir, 'cache', appId)) : Promise.resolve())

  return {
    open: openWorkspace,
    openImages: ({ appId }) => Promise.reject(new PlatformError('stack-needs-containers', { app: appId })),
    purgeCache,
    hasSlug: slugs.has,
    removeSlug: slugs.remove,
    openSlug: slugs.open,
    fetchBuildpack: async (address, { buildId, folder, onCancel }) => {
      const programs = createBuildPrograms(buildId, finder)
      const forget = onCancel(programs.cancel)
      try {
        return await fetchBuildpack(address, { programs, folder, limitMs: limits.fetchMs })
      } finally {
        forget()
        await programs.close()
      }
    },
    forgetApp: purgeCache,
    stop: async () => {
      for (const workspace of open) workspace.cancel()
      await Promise.all([...open].map((workspace) => workspace.close()))
    },
  }
}

/** What an engine that was killed had begun. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) await removeTree(join(folder, name))
}
