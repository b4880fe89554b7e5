// What the programs of a build find in their environment: nothing of the engine's, and of the app's config vars only what a step
// brings. Third-party buildpacks read the config vars from ENV_DIR, one file each (devcenter buildpack-api).

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildRequest } from '../../engine/ports/build-host.ts'
import { hostEnvironment, hostNetworkEnvironment } from './host-environment.ts'
import { labelNames } from './labels.ts'

export type BuildFolders = {
  readonly root: string
  /** BUILD_DIR. */
  readonly app: string
  /** CACHE_DIR: of the app, kept from build to build. */
  readonly cache: string
  /** ENV_DIR. */
  readonly config: string
  readonly home: string
  readonly temporary: string
}

export function buildFolders(dataDir: string, buildId: string, appId: string): BuildFolders {
  const root = join(dataDir, 'builds', buildId)
  return { root, app: join(root, 'app'), cache: join(dataDir, 'cache', appId), config: join(root, 'env'), home: join(root, 'home'), temporary: join(root, 'tmp') }
}

export function buildEnvironment(request: BuildRequest, folders: BuildFolders, dataDir: string, host: Readonly<Record<string, string | undefined>> = process.env): Record<string, string> {
  return {
    ...hostEnvironment(host),
    ...hostNetworkEnvironment(host),
    HOME: folders.home,
    TMPDIR: folders.temporary,
    STACK: request.stack,
    SOURCE_VERSION: request.source.kind === 'git' ? request.source.commit : '',
    REQUEST_ID: request.buildId,
    BUILD_DIR: folders.app,
    CACHE_DIR: folders.cache,
    ENV_DIR: folders.config,
    [labelNames.build]: request.buildId,
    [labelNames.data]: dataDir,
  }
}

/** Only the engine's own person may read the values. */
export async function writeConfigFolder(folder: string, config: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const [key, value] of Object.entries(config)) {
    if (!/^\w+$/.test(key)) throw new Error(`"${key}" is no name of a config var`)
    await writeFile(join(folder, key), value, { mode: 0o600 })
  }
}
