// The work behind one review app: made, its add-ons made, built, scaled, its postdeploy run once; built anew when its branch goes on; its pr-predestroy run and
// all of it removed at the end. Steps of one review app follow each other, and each looks first whether it is still wanted.

import { findRelease } from '../../../shared/domain/state.ts'
import type { App } from '../../../shared/domain/app.ts'
import type { ReviewApp, ReviewStatus } from '../../../shared/domain/pipeline.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { EventData } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { CallContext } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import type { PipelineDeps } from './deps.ts'
import { createOneOffRuns } from './one-off-run.ts'
import type { ReviewPlan } from './review-plan.ts'
import { createWantedAddOns } from './wanted-add-ons.ts'

export type CodeOfBranch = { readonly commit: string; readonly subject: string; readonly plan: ReviewPlan }

export type ReviewWork = {
  /** Builds this commit of its branch once what is under way is over; a newer one takes the place of one that waits. */
  deploy(reviewId: string, code: CodeOfBranch, context: CallContext): void
  /** Resolves when the app is gone; rejects when that can not be. */
  destroy(reviewId: string, context: CallContext): Promise<void>
  stop(): void
}

export function createReviewWork(kernel: Kernel, deps: PipelineDeps): ReviewWork {
  const { state } = kernel
  const runToEnd = createOneOffRuns(kernel, deps)
  const makeAddOns = createWantedAddOns(kernel, deps)
  /** The last step of each that is under way. */
  const last = new Map<string, Promise<void>>()
  const newest = new Map<string, string>()
  let isStopped = false

  function deploy(reviewId: string, code: CodeOfBranch, context: CallContext): void {
    newest.set(reviewId, code.commit)
    void inTurn(reviewId, async () => {
      if (newest.get(reviewId) === code.commit && isGoingOn(reviewId)) await carryOut(reviewId, code, context)
    })
  }

  async function destroy(reviewId: string, context: CallContext): Promise<void> {
    newest.delete(reviewId)
    advance(reviewId, 'deleting', '', context)
    const app = appOf(reviewId)
    if (app?.buildingId != null) deps.command('builds:cancel', { app: app.id, buildId: app.buildingId }, context).catch(() => undefined)
    let trouble: unknown = null
    await inTurn(reviewId, () => remove(reviewId, context).catch((error: unknown) => {
      trouble = error
      throw error
    }))
    if (trouble !== null) throw trouble
  }

  function inTurn(reviewId: string, step: () => Promise<void>): Promise<void> {
    const ahead = last.get(reviewId) ?? Promise.resolve()
    const own = ahead.then(step).catch((error: unknown) => failed(reviewId, error))
    last.set(reviewId, own)
    void own.then(() => last.get(reviewId) === own && last.delete(reviewId))
    return own
  }

  async function carryOut(reviewId: string, { commit, subject, plan }: CodeOfBranch, context: CallContext): Promise<void> {
    const review = reviewOf(reviewId)
    const isFirst = !review.wasCreated
    advance(reviewId, 'creating', `Building ${commit.slice(0, 7)}.`, context, { commit, predestroy: plan.predestroy, notes: [...plan.notes] })
    const app = requireApp(state, review.appId ?? '')
    const { handle } = await deps.git.adopt({ from: review.parentId, commit, to: app.id })
    if (!isGoingOn(reviewId)) return
    const withoutAddOns = isFirst ? await makeAddOns(app.id, plan.addOns, context, (what) => advance(reviewId, 'creating', what, context)) : null
    if (!isGoingOn(reviewId)) return
    if (withoutAddOns !== null) return void advance(reviewId, 'errored', withoutAddOns, context)
    const cause = because({ seq: state.seq })
    const { buildId, done } = deps.build({ app, source: { kind: 'git', commit, subject }, handle, description: `Deploy ${commit.slice(0, 7)}`, by: context.by, cause })
    await done
    if (!isGoingOn(reviewId)) return
    const trouble = troubleOfBuild(app.id, buildId)
    if (trouble !== null) return void advance(reviewId, 'errored', trouble, context)
    const notes = isFirst ? [...plan.notes, ...(await scale(app, plan, context))] : [...plan.notes]
    if (isFirst && plan.postdeploy !== null && isGoingOn(reviewId)) {
      advance(reviewId, 'creating', `Running the postdeploy script: ${plan.postdeploy}`, context)
      const status = await runToEnd(app.id, plan.postdeploy, context)
      if (!isGoingOn(reviewId)) return
      if (status !== 0) return void advance(reviewId, 'errored', `The postdeploy script ended ${withStatus(status)}. Its output is in the app's log.`, context, { notes })
    }
    if (isGoingOn(reviewId)) advance(reviewId, 'created', '', context, { notes })
  }

  /** What app.json says of types that the app does not have is told and not an error. */
  async function scale(app: App, { formation }: ReviewPlan, context: CallContext): Promise<string[]> {
    const notes: string[] = []
    for (const { type, quantity, size } of formation) {
      await deps.command('ps:scale', { app: app.id, changes: [{ type, quantity, ...(size === null ? {} : { size }) }] }, context).catch((error: unknown) => {
        if (!(error instanceof PlatformError)) throw error
        notes.push(`The formation of ${type} in app.json could not be had: ${error.message}`)
      })
    }
    return notes
  }

  async function remove(reviewId: string, context: CallContext): Promise<void> {
    const { predestroy } = reviewOf(reviewId)
    const app = appOf(reviewId)
    if (app === null) return void advance(reviewId, 'deleted', '', context)
    const hasCode = (findRelease(state, app.id, app.currentVersion)?.slugId ?? null) !== null
    let said = ''
    if (predestroy !== null && hasCode) {
      advance(reviewId, 'deleting', `Running the pr-predestroy script: ${predestroy}`, context)
      const status = await runToEnd(app.id, predestroy, context).catch(() => null)
      // Heroku deletes the app all the same.
      if (status !== 0) said = `Its pr-predestroy script ended ${withStatus(status)}.`
    }
    if (isStopped) return
    const now = appOf(reviewId)
    if (now !== null) await deps.command('apps:destroy', { app: now.id, confirm: now.name }, context)
    if (state.reviewApps[reviewId]?.status === 'deleting') kernel.commit(context.cause, [{ type: 'reviewapp.advanced', app: null, data: { reviewId, status: 'deleted', message: said } }])
  }

  function troubleOfBuild(appId: string, buildId: string): string | null {
    const status = state.builds[buildId]?.status
    if (status?.kind === 'failed') return status.message
    const app = state.apps[appId]
    const release = app === undefined ? null : findRelease(state, appId, app.lastVersion)
    return release?.status.kind === 'failed' ? `The build went well, and the release command of v${release.version} failed. Its output is in the app's log.` : null
  }

  function failed(reviewId: string, error: unknown): void {
    if (isStopped || !isGoingOn(reviewId) && state.reviewApps[reviewId]?.status !== 'deleting') return
    if (!(error instanceof PlatformError)) deps.onTrouble(error)
    const known = error instanceof PlatformError ? error : new PlatformError('bug', { why: error instanceof Error ? error.message : String(error) })
    kernel.commit({ kind: 'platform', text: 'the work on the review app failed' }, [{ type: 'reviewapp.advanced', app: appOf(reviewId)?.id ?? null, data: { reviewId, status: 'errored', message: known.message } }])
  }

  function advance(reviewId: string, status: ReviewStatus, message: string, context: CallContext, more: Partial<EventData<'reviewapp.advanced'>> = {}): void {
    if (!isStopped) kernel.commit(context.cause, [{ type: 'reviewapp.advanced', app: appOf(reviewId)?.id ?? null, data: { reviewId, status, message, ...more } }])
  }

  function reviewOf(reviewId: string): ReviewApp {
    const review = state.reviewApps[reviewId]
    if (review === undefined) throw new Error(`no review app ${reviewId}`)
    return review
  }

  const appOf = (reviewId: string): App | null => state.apps[state.reviewApps[reviewId]?.appId ?? ''] ?? null
  const isGoingOn = (reviewId: string): boolean => !isStopped && appOf(reviewId) !== null && !['deleting', 'deleted'].includes(reviewOf(reviewId).status)

  return { deploy, destroy, stop: () => (isStopped = true) }
}

const withStatus = (status: number | null): string => (status === null ? 'without a status' : `with status ${status}`)
