// Runs the programs of a buildpack as Heroku's classic API has them: bin/detect, bin/compile, bin/release, and the export file.

import type { FetchedBuildpack } from '../../engine/ports/build-host.ts'
import type { ProgramRunner } from './build-programs.ts'

export type BuildpackSite = {
  readonly programs: ProgramRunner
  /** Where the programs run: BUILD_DIR, CACHE_DIR and ENV_DIR. */
  readonly folders: { readonly app: string; readonly cache: string; readonly config: string }
  isThere(path: string): Promise<boolean>
  /** As it is now: with what earlier buildpacks exported. */
  environment(): Readonly<Record<string, string>>
  /** What this one's export file sets, for all that comes after it. */
  exported(variables: Readonly<Record<string, string>>): void
}

/** Detection only looks; a minute is far more than it takes. */
const lookMs = 60_000
/** Of the shell that reads the export file, not of the file. */
const shellOwn = new Set(['_', 'SHLVL', 'PWD', 'OLDPWD', 'BASH_EXECUTION_STRING'])

export function createThirdPartyBuildpack(fetched: { readonly name: string; readonly folder: string }, site: BuildpackSite): FetchedBuildpack {
  const { programs, folders } = site
  const program = (name: string): string => `${fetched.folder}/bin/${name}`
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
      const exports = `${fetched.folder}/export`
      if (exitStatus === 0 && (await site.isThere(exports))) site.exported(await readExports(exports))
      return { exitStatus }
    },
    release: async () => {
      if (!(await site.isThere(program('release')))) return ''
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
