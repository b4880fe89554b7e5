// What the pipelines room needs from the rest of the house. engine.ts wires it.

import type { App } from '../../../shared/domain/app.ts'
import type { CallArgs, CallName, CallOutput } from '../../../shared/protocol/calls.ts'
import type { Cause } from '../../../shared/protocol/events.ts'
import type { CallContext } from '../journal/room.ts'
import type { Releases } from '../platform/releases.ts'
import type { GitHost } from '../ports/git-host.ts'

export type GitBuild = {
  readonly app: App
  readonly source: { readonly kind: 'git'; readonly commit: string; readonly subject: string }
  readonly handle: string
  readonly description: string
  readonly by: string
  readonly cause: Cause
}

export type PipelineDeps = {
  readonly git: Pick<GitHost, 'branches' | 'readFile' | 'compare' | 'adopt'>
  readonly releases: Pick<Releases, 'open' | 'create'>
  /** Whether the slug is still on disk. */
  hasSlug(slugId: string): boolean
  /** Resolves when the build and its release are over, however they ended. Throws PlatformError when another one is under way. */
  build(order: GitBuild): { readonly buildId: string; readonly done: Promise<boolean> }
  /** Any call of the platform, as a person would make it. */
  command<N extends CallName>(name: N, args: CallArgs<N>, context: CallContext): Promise<CallOutput<N>>
  onTrouble(error: unknown): void
}
