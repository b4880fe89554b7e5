// What differs between a platform on real processes and a simulated one. All else, journal, logs, git, control port, is the same.

import type { SystemGitHost } from '../adapters/git/git-host.ts'
import type { Uploads } from '../api/uploads.ts'
import type { Ports } from '../engine/ports/index.ts'

export type Outside = Pick<Ports, 'runtime' | 'builds' | 'edge' | 'traffic' | 'wire' | 'random' | 'containers' | 'redis' | 'caches' | 'mails' | 'postgres'> & {
  /** Ends what was started before the engine took it over. */
  stop(): void | Promise<void>
}

export type OutsideNeeds = {
  readonly dataDir: string
  readonly routerPort: number
  readonly edgeThreadFile: string
  readonly trafficThreadFile: string
  readonly wireThreadFile: string
  readonly addOnThreadFile: string
  readonly git: SystemGitHost
  readonly uploads: Uploads
  readonly log: (text: string) => void
}
