// Heroku runs every command through bash, so that $PORT expands. This finds the machine's.

import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { PlatformError } from '../../../shared/errors/platform-error.ts'

type Environment = Readonly<Record<string, string | undefined>>

export function findShell(host: Environment = process.env, platform: NodeJS.Platform = process.platform): string {
  const found = platform === 'win32' ? findGitBash(host) : findOnPath('bash', `${host['PATH'] ?? ''}${delimiter}/bin${delimiter}/usr/bin`)
  if (found !== null) return found
  const fix = platform === 'win32' ? 'Install Git for Windows: its bash is used.' : 'Install bash with the package manager of your system.'
  throw new PlatformError('unsupported', { what: 'Running dynos', why: 'bash was not found', fix })
}

/** The first program of that name that can be run, or null. On Windows the endings of PATHEXT are tried too. */
export function findOnPath(name: string, path: string, endings: readonly string[] = executableEndings()): string | null {
  for (const folder of path.split(delimiter)) {
    if (folder === '') continue
    for (const ending of endings) {
      const candidate = join(folder, `${name}${ending}`)
      if (isProgram(candidate)) return candidate
    }
  }
  return null
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function executableEndings(): readonly string[] {
  return process.platform === 'win32' ? [...(process.env['PATHEXT'] ?? '.EXE;.CMD;.BAT').split(';'), ''] : ['']
}

/** Not `System32\bash.exe`: that one opens a Linux of its own, where our folders and ports are elsewhere. */
function findGitBash(host: Environment): string | null {
  const roots = [host['ProgramFiles'], host['ProgramFiles(x86)'], host['LOCALAPPDATA'] === undefined ? undefined : join(host['LOCALAPPDATA'], 'Programs')]
  const installed = roots.filter((root) => root !== undefined).map((root) => join(root, 'Git', 'bin', 'bash.exe'))
  const git = findOnPath('git', host['PATH'] ?? host['Path'] ?? '', ['.exe'])
  if (git !== null) installed.push(join(dirname(dirname(git)), 'bin', 'bash.exe'))
  return installed.find(isProgram) ?? null
}
