// Runs the programs of a buildpack as Heroku's classic API has them: bin/detect, bin/compile, bin/release, and the export file.

import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FetchedBuildpack } from '../../engine/ports/build-host.ts'
import type { BuildFolders } from './build-environment.ts'
import type { BuildPrograms } from './build-programs.ts'
import type { Fetched } from './fetch-buildpack.ts'

export type BuildpackSite = {
  readonly programs: BuildPrograms
  readonly folders: BuildFolders
  /** As it is now: with what earlier buildpacks exported. */
  environment(): Readonly<Record<string, string>>
  /** What this one's export file sets, for all that comes after it. */
  exported(variables: Readonly<Record<string, string>>): void
}

/** Detection only looks; a minute is far more than it takes. */
const lookMs = 60_000
/** Of the shell that reads the export file, not of the file. */
const shellOwn = new Set(['_', 'SHLVL', 'PWD', 'OLDPWD', 'BASH_EXECUTION_STRING'])

export function createThirdPartyBuildpack(fetched: Fetched, site: BuildpackSite): FetchedBuildpack {
  const { programs, folders } = site
  const program = (name: string): string => join(fetched.folder, 'bin', name)
  const look = (name: string) => programs.capture({ argv: [program(name), folders.app], cwd: folders.app, env: site.environment(), outputs: 'standard' }, lookMs)

  return {
    name: fetched.name,
    detect: async () => {
      const { exitStatus, text } = await look('detect')
      if (exitStatus !== 0) return null
      const label = text.split('\n')[0]?.trim() ?? ''
      return label === '' ? fetched.name : label
    },
    compile: async (output) => {
      const argv = [program('compile'), folders.app, folders.cache, folders.config]
      const exitStatus = await programs.run({ argv, cwd: folders.app, env: site.environment(), outputs: 'both', output })
      if (exitStatus === 0 && (await readdir(fetched.folder)).includes('export')) site.exported(await readExports(join(fetched.folder, 'export')))
      return { exitStatus }
    },
    release: async () => {
      if (!(await access(program('release')).then(() => true, () => false))) return ''
      const { exitStatus, text } = await look('release')
      return exitStatus === 0 ? text : ''
    },
  }

  /** Sourced once, right after its compile; what it changed is then there for every later program, whoever starts it. */
  async function readExports(file: string): Promise<Readonly<Record<string, string>>> {
    const env = site.environment()
    const script = '. "$1" >/dev/null && env -0'
    const { exitStatus, text } = await programs.capture({ argv: ['bash', '--noprofile', '--norc', '-c', script, 'export', file], cwd: folders.app, env, outputs: 'standard' }, lookMs)
    if (exitStatus !== 0) return {}
    const variables: Record<string, string> = {}
    for (const entry of text.split('\0')) {
      const equals = entry.indexOf('=')
      const key = entry.slice(0, equals)
      if (equals > 0 && !shellOwn.has(key) && env[key] !== entry.slice(equals + 1)) variables[key] = entry.slice(equals + 1)
    }
    return variables
  }
}
