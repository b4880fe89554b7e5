// All checks in the order people read them: what is needed first.

import type { Check } from './check.ts'
import { archives } from './checks/archives.ts'
import { bash } from './checks/bash.ts'
import { clock } from './checks/clock.ts'
import { dataDir } from './checks/data-dir.ts'
import { diskSpace } from './checks/disk-space.ts'
import { docker } from './checks/docker.ts'
import { git, gitHttp } from './checks/git.ts'
import { languages } from './checks/languages.ts'
import { localNames } from './checks/local-names.ts'
import { memory } from './checks/memory.ts'
import { openFiles } from './checks/open-files.ts'
import { ownData } from './checks/own-data.ts'
import { dynoPorts, ports } from './checks/ports.ts'
import { proxy } from './checks/proxy.ts'
import { versions } from './checks/versions.ts'

export const orderedChecks: readonly Check[] = [
  git, gitHttp, bash, dataDir, ports,
  ...languages,
  diskSpace, ownData, memory, openFiles, dynoPorts, localNames, proxy, clock, archives, docker, versions,
]
