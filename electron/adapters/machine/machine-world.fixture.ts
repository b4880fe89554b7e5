// A machine for tests: real scripts in a folder that is the whole PATH, a data folder of its own.

import { accessSync, chmodSync, constants, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MachineFacts } from './check.ts'

/** What each program on the PATH does, as the body of a shell script. */
export function machineWith(programs: Readonly<Record<string, string>>, facts: Partial<MachineFacts> = {}): MachineFacts {
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'dynarium-machine-')))
  const path = join(work, 'bin')
  const dataDir = join(work, 'data')
  mkdirSync(path)
  mkdirSync(dataDir, { mode: 0o700 })
  for (const [name, body] of Object.entries(programs)) {
    writeFileSync(join(path, name), `#!/bin/sh\n${body}\n`)
    chmodSync(join(path, name), 0o755)
  }
  const findProgram = (name: string): string | null => {
    try {
      accessSync(join(path, name), constants.X_OK)
      return join(path, name)
    } catch {
      return null
    }
  }
  return {
    platform: 'linux', env: {}, toolEnv: { PATH: path }, dataDir, controlPort: 7070, routerPort: 7080, usualPorts: [7070, 7080], dynoPorts: [20_000, 29_999],
    findProgram, findShell: () => findProgram('bash'), isPortFree: () => Promise.resolve(true),
    lookAtContainers: () => Promise.resolve({ kind: 'trouble', trouble: 'none', happened: 'There is no Docker on this machine.', fix: 'Install Docker or Podman.', without: 'Dynarium goes on without it.', command: 'sudo apt-get install docker.io', address: null, raw: null }), ...facts,
  }
}

/** A Git that is whole: its parts lie beside it. */
export const wholeGit = {
  git: 'if [ "$1" = "--exec-path" ]; then echo "${0%/*}"; else echo "git version 2.45.1"; fi',
  'git-http-backend': 'exit 0',
}
