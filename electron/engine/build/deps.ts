// What the build room needs from the rest of the house. engine.ts wires it.

import type { Cause } from '../../../shared/protocol/events.ts'
import type { BuildHost } from '../ports/build-host.ts'
import type { Ports } from '../ports/index.ts'
import type { TextStore } from '../platform/kept-texts.ts'

export type ReleaseOutcome = { readonly version: number; readonly outcome: 'succeeded' | 'failed'; readonly message: string }

export type ReleaseRequest = {
  readonly appId: string
  readonly slugId: string
  readonly description: string
  readonly by: string
  readonly buildId: string
  readonly cause: Cause
  /** Output of the release command, as it comes. */
  say(text: string): void
}

export type BuildDeps = TextStore & {
  readonly host: BuildHost
  readonly samples: Ports['samples']
  /** The machine's, as Node names it: decides what to say about installing a missing tool. */
  readonly platform: string
  /** Resolves when the release has succeeded or failed, release phase included. */
  release(request: ReleaseRequest): Promise<ReleaseOutcome>
  appUrl(appName: string): string
  /** What a pusher is told of a branch that is stored and not built, in lines; may be empty. */
  wordsOnBranch(appId: string, branch: string): string
  /** Told of housekeeping that failed; nobody waits for it. */
  onTrouble(error: unknown): void
  /** Where an uploaded tarball is; null when there is none of that id. */
  uploadPath(uploadId: string): string | null
  /** Time limit of a build; Heroku's if not given. */
  readonly buildLimitMs?: number
}
