// Releases: v1, v2, ... each a slug plus config vars. Numbers count up by one per app and are never used twice, also when a release
// fails. A slug with a `release` process type runs that first, in a one-off dyno (release phase): only when it ends with
// status 0 do the app's dynos move on. Releases of one app wait for each other, as Heroku queues them; apart from waiting, a
// release takes its number, slug and config at once, so that whoever made it knows its version and a crash loses nothing.

import type { AppId } from '../../../shared/domain/app.ts'
import { findRelease } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Cause, PlatformEvent } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { KeptText, KeptTexts } from './kept-texts.ts'
import { releaseCommand } from './process-types.ts'
import { decideRelease, decideSuccess, type NewRelease } from './release-drafts.ts'

export type ReleaseOutcome = {
  readonly version: number
  readonly outcome: 'succeeded' | 'failed'
  /** Why it failed; empty when it succeeded. */
  readonly message: string
}

export type ReleaseRequest = Omit<NewRelease, 'releaseId'> & {
  readonly cause: Cause
  /** Takes the output of the release command as it comes. */
  readonly say?: (text: string) => void
  /** The release command is not run: an add-on changed its own config vars. */
  readonly skipsPhase?: boolean
}

export type Releases = {
  /** Resolves when the release has succeeded or failed. Throws PlatformError when there is no such app or too many wait already. */
  create(request: ReleaseRequest): Promise<ReleaseOutcome>
  /** Takes the version at once; `outcome` follows. Throws as `create` rejects. */
  open(request: ReleaseRequest): { readonly version: number; readonly outcome: Promise<ReleaseOutcome> }
  /** Fails a release that is still pending; the one before it goes on. False when it is settled already. Ours: Heroku stops its release dyno. */
  cancel(release: { readonly appId: AppId; readonly version: number; /** A sentence. */ readonly why: string; readonly cause: Cause }): boolean
}

export type ReleaseQueue = Releases & {
  /** From now on nothing is committed any more: what is pending is settled by the next start. */
  stop(): void
}

export type ReleasePhase = (input: {
  readonly appId: AppId
  readonly version: number
  readonly command: string
  readonly cause: Cause
  say(text: string): void
}) => Promise<{ exitStatus: number | null; message: string }>

/** The app's id comes first, so that the text leaves with the app. */
export const releaseTextId = (appId: AppId, releaseId: string): string => `${appId}.release-${releaseId}`

/** A release on its way: its `release.created` event, and what its slug runs in the release phase. */
type OpenRelease = { readonly appId: AppId; readonly version: number; readonly created: PlatformEvent; readonly command: string | null; /** Of its command; null for none. */ readonly text: KeptText | null }

export function createReleases(kernel: Kernel, runReleasePhase: ReleasePhase, texts: KeptTexts): ReleaseQueue {
  /** The last release of each app that is not settled yet. */
  const last = new Map<AppId, Promise<void>>()
  let stopped = false

  function open(request: ReleaseRequest): { version: number; outcome: Promise<ReleaseOutcome> } {
    const releaseId = kernel.ids.next()
    const { draft, version, slug } = decideRelease(kernel.state, { ...request, releaseId })
    const [created] = kernel.commit(request.cause, [draft])
    if (created === undefined) throw new Error('a release was not committed')
    const command = request.skipsPhase === true ? null : releaseCommand(slug)
    const text = command === null ? null : texts.open(releaseTextId(request.appId, releaseId), request.say ?? (() => undefined))
    const release: OpenRelease = { appId: request.appId, version, created, command, text }
    const ahead = last.get(request.appId)
    if (ahead === undefined && release.command === null) return { version, outcome: Promise.resolve(succeed(release)) }
    const outcome = settle(release, ahead).finally(() => text?.end())
    // Whoever needs the outcome gets its failure too; the queue only needs to know that it is over.
    const over = outcome.then(() => undefined, () => undefined)
    last.set(request.appId, over)
    void over.then(() => {
      if (last.get(request.appId) === over) last.delete(request.appId)
    })
    return { version, outcome }
  }

  async function settle(release: OpenRelease, ahead: Promise<void> | undefined): Promise<ReleaseOutcome> {
    await ahead
    if (isGone(release)) return gone(release)
    if (!isPending(release)) return cancelled(release)
    if (release.command === null) return succeed(release)
    const { exitStatus, message } = await runPhase(release, release.command)
    if (isGone(release)) return gone(release)
    if (!isPending(release)) return cancelled(release)
    return exitStatus === 0 ? succeed(release) : fail(release, exitStatus, message)
  }

  async function runPhase(release: OpenRelease, command: string): Promise<{ exitStatus: number | null; message: string }> {
    try {
      const { appId, version, text } = release
      return await runReleasePhase({ appId, version, command, cause: because(release.created), say: (said) => text?.print(said) })
    } catch (error) {
      // A release may not stay pending for ever: what keeps its command from running is why it failed.
      const known = error instanceof PlatformError ? error : new PlatformError('bug', { why: error instanceof Error ? error.message : String(error) })
      return { exitStatus: null, message: known.message }
    }
  }

  function succeed(release: OpenRelease): ReleaseOutcome {
    kernel.commit(because(release.created), decideSuccess(kernel.state, release.appId, release.version))
    return { version: release.version, outcome: 'succeeded', message: '' }
  }

  function fail(release: OpenRelease, exitStatus: number | null, message: string): ReleaseOutcome {
    const { appId, version } = release
    kernel.commit(because(release.created), [{ type: 'release.failed', app: appId, data: { version, exitStatus, message } }])
    return { version, outcome: 'failed', message }
  }

  function cancel({ appId, version, why, cause }: Parameters<Releases['cancel']>[0]): boolean {
    if (stopped || findRelease(kernel.state, appId, version)?.status.kind !== 'pending') return false
    kernel.commit(cause, [{ type: 'release.failed', app: appId, data: { version, exitStatus: null, message: why } }])
    return true
  }

  const isPending = ({ appId, version }: OpenRelease): boolean => findRelease(kernel.state, appId, version)?.status.kind === 'pending'
  const cancelled = ({ version }: OpenRelease): ReleaseOutcome => ({ version, outcome: 'failed', message: 'The release was cancelled.' })
  const isGone = ({ appId }: OpenRelease): boolean => stopped || !Object.hasOwn(kernel.state.apps, appId)
  const gone = ({ version }: OpenRelease): ReleaseOutcome => ({ version, outcome: 'failed', message: stopped ? 'The engine stopped.' : 'The app was destroyed.' })

  return {
    open, cancel,
    create: async (request) => open(request).outcome,
    stop: () => {
      stopped = true
    },
  }
}
