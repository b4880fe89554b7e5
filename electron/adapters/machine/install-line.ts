// The one line that installs something on the machine at hand, for the package manager that is there.

import type { Surroundings } from './check.ts'

/** Names of packages for each package manager; null where there is none that is good. */
export type Packages = {
  readonly apt: string
  readonly dnf: string | null
  readonly pacman: string | null
  readonly brew: string | null
  readonly winget: string | null
}

const managers = [
  { program: 'apt-get', line: 'sudo apt-get install', key: 'apt' },
  { program: 'dnf', line: 'sudo dnf install', key: 'dnf' },
  { program: 'pacman', line: 'sudo pacman -S', key: 'pacman' },
] as const

export function installLine(packages: Packages, around: Pick<Surroundings, 'platform' | 'findProgram'>): string | null {
  if (around.platform === 'darwin') return packages.brew === null ? null : `brew install ${packages.brew}`
  if (around.platform === 'win32') return packages.winget === null ? null : `winget install ${packages.winget}`
  // Debian's line is shown where no manager is found: it is the one most people can translate.
  const manager = managers.find(({ program }) => around.findProgram(program) !== null) ?? managers[0]
  const names = packages[manager.key]
  return names === null ? null : `${manager.line} ${names}`
}
