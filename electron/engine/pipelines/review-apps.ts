// Review apps: an app of its own for a branch, to be looked at before it is merged. Heroku makes them for pull requests; here a branch is
// pushed to an app of the pipeline (its parent), stored there without being built, and gets its review app by a call, or by itself where
// the pipeline says so. Pushing to the branch builds it anew, deleting the branch destroys it.

import type { App } from '../../../shared/domain/app.ts'
import { pipelineStages, type Pipeline, type ReviewApp } from '../../../shared/domain/pipeline.ts'
import { pipelineOf, runtimeOf } from '../../../shared/domain/state.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import type { ReviewPreview } from '../../../shared/protocol/pipelines.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { CallContext } from '../journal/room.ts'
import { decideConfigChanges, describeConfigChanges } from '../platform/config-vars.ts'
import { requireApp } from '../platform/require-app.ts'
import { checkImagesRun } from '../platform/stacks.ts'
import type { Push } from '../ports/git-host.ts'
import { emptyManifest, readAppJson } from './app-json.ts'
import type { PipelineDeps } from './deps.ts'
import { openReviewApps, requirePipeline } from './pipelines.ts'
import { planReview, reviewAppName } from './review-plan.ts'
import { createReviewWork, type CodeOfBranch } from './review-work.ts'

export type Wanted = { readonly pipeline: string; readonly branch: string; readonly app?: string | undefined; /** Of this one only. */ readonly config?: Readonly<Record<string, string>> | undefined }

type Found = CodeOfBranch & { readonly parent: App; readonly hasAppJson: boolean }

const mainBranches = ['main', 'master']
const noCommit = /^0+$/

export function createReviewApps(kernel: Kernel, deps: PipelineDeps) {
  const { state, random } = kernel
  const work = createReviewWork(kernel, deps)

  async function branches(pipeline: Pipeline): Promise<{ app: string; branch: string; commit: string; subject: string }[]> {
    const lists = await Promise.all(parentsOf(pipeline).map(async (app) => (await deps.git.branches(app.id)).map(({ name, commit, subject }) => ({ app: app.name, branch: name, commit, subject }))))
    return lists.flat().filter(({ branch }) => !mainBranches.includes(branch))
  }

  async function preview(wanted: Wanted): Promise<ReviewPreview> {
    const { parent, commit, subject, plan, hasAppJson } = await find(wanted)
    const { stack, buildpacks, formation, postdeploy, predestroy, notes } = plan
    return {
      parent: parent.name, branch: wanted.branch, commit, subject, hasAppJson, stack, postdeploy, predestroy, buildpacks: [...buildpacks], notes: [...notes],
      config: plan.config.map(({ key, from }) => ({ key, from })), formation: formation.map(({ type, quantity, size }) => ({ type, quantity, size })),
      addOns: plan.addOns.map(({ service, plan: name, monthMicros }) => ({ plan: `${service}:${name}`, monthMicros })),
    }
  }

  /** Resolves when its app is there; the build follows. */
  async function create(wanted: Wanted, context: CallContext): Promise<{ reviewId: string; app: string }> {
    const code = withConfig(await find(wanted), wanted.config ?? {})
    const pipeline = requirePipeline(state, wanted.pipeline)
    const has = openReviewApps(state, pipeline.id).find((review) => review.branch === wanted.branch && review.parentId === code.parent.id)
    if (has !== undefined) throw new PlatformError('review-app-exists', { branch: wanted.branch, app: has.app ?? 'being made' })
    const reviewId = kernel.ids.next()
    const { commit, plan, parent } = code
    const [requested] = kernel.commit(context.cause, [{
      type: 'reviewapp.requested', app: parent.id,
      data: { reviewId, pipelineId: pipeline.id, branch: wanted.branch, commit, predestroy: plan.predestroy, notes: [...plan.notes], by: context.by },
    }])
    const own: CallContext = { by: context.by, cause: because(requested ?? { seq: state.seq }) }
    try {
      const app = await makeApp(reviewId, pipeline, wanted.branch, code, own)
      work.deploy(reviewId, code, own)
      return { reviewId, app: app.name }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      kernel.commit(own.cause, [{ type: 'reviewapp.advanced', app: state.reviewApps[reviewId]?.appId ?? null, data: { reviewId, status: 'errored', message } }])
      throw error
    }
  }

  async function makeApp(reviewId: string, pipeline: Pipeline, branch: string, code: Found, context: CallContext): Promise<App> {
    const { id } = await deps.command('apps:create', { name: reviewAppName(state, pipeline, branch, random) }, context)
    kernel.commit(context.cause, [
      { type: 'coupling.added', app: id, data: { pipelineId: pipeline.id, pipeline: pipeline.name, stage: 'review' } },
      { type: 'reviewapp.advanced', app: id, data: { reviewId, status: 'creating', message: '' } },
      ...settingsOf(requireApp(state, id), code),
    ])
    setConfig(requireApp(state, id), code, context)
    return requireApp(state, id)
  }

  function settingsOf(app: App, { parent, plan }: Found): EventDraft[] {
    return [
      ...(parent.runtime === undefined || parent.runtime === 'simulated' ? [] : [{ type: 'runtime.changed' as const, app: app.id, data: { runtime: parent.runtime } }]),
      ...(plan.stack === app.stack ? [] : [{ type: 'stack.changed' as const, app: app.id, data: { stack: plan.stack } }]),
      ...(plan.buildpacks.length === 0 ? [] : [{ type: 'buildpacks.changed' as const, app: app.id, data: { buildpacks: [...plan.buildpacks] } }]),
    ]
  }

  function setConfig(app: App, { plan }: Found, { by, cause }: CallContext): void {
    const changes = decideConfigChanges(app, Object.fromEntries(plan.config.map(({ key, value }) => [key, value])))
    if (Object.keys(changes).length === 0) return
    const [changed] = kernel.commit(cause, [{ type: 'config.changed', app: app.id, data: { changes: { ...changes } } }])
    deps.releases.open({ appId: app.id, slugId: null, description: describeConfigChanges(changes), by, buildId: null, cause: changed === undefined ? cause : because(changed) })
  }

  async function destroy(nameOrId: string, context: CallContext): Promise<void> {
    const app = requireApp(state, nameOrId)
    const review = Object.values(state.reviewApps).find(({ appId }) => appId === app.id)
    if (review === undefined) throw new PlatformError('review-app-not-found', { app: app.name })
    await work.destroy(review.id, context)
  }

  /** What a pusher reads about a branch that is stored and not built. */
  function wordsOnBranch(appId: string, branch: string): string {
    const pipeline = pipelineOf(state, appId)
    if (pipeline === null || mainBranches.includes(branch)) return ''
    const own = reviewOf(appId, branch)
    if (own !== undefined) return `The branch is stored, and its review app ${own.app ?? ''} is built anew.\n`
    if (pipeline.review.automatic && isParent(pipeline, appId)) return `The branch is stored, and a review app of it is made in pipeline ${pipeline.name}.\n`
    return `The branch is stored. For a review app of it: reviewapps:create -b ${branch} -p ${pipeline.name}\n`
  }

  function landed(pushes: readonly Push[]): void {
    for (const push of pushes) {
      const branch = /^refs\/heads\/(.+)$/.exec(push.ref)?.[1]
      const parent = Object.values(state.apps).find(({ name }) => name === push.appName)
      if (branch !== undefined && parent !== undefined && !mainBranches.includes(branch)) follow(parent, branch, push)
    }
  }

  function follow(parent: App, branch: string, { newCommit, by, subject }: Push): void {
    const pipeline = pipelineOf(state, parent.id)
    const own = reviewOf(parent.id, branch)
    const context: CallContext = { by, cause: { kind: 'observed', text: `${by} pushed branch ${branch} to ${parent.name}` } }
    if (noCommit.test(newCommit)) {
      if (own !== undefined) work.destroy(own.id, context).catch(() => undefined)
      else forgetNotMade(parent.id, branch, context)
    } else if (own !== undefined) anew(own, parent, { commit: newCommit, subject }, context)
    else if (pipeline?.review.automatic === true && isParent(pipeline, parent.id)) {
      create({ pipeline: pipeline.id, branch, app: parent.id }, context).catch((error: unknown) => notMade(pipeline, parent, { branch, commit: newCommit }, context, error))
    }
  }

  function anew(review: ReviewApp, parent: App, { commit, subject }: { commit: string; subject: string }, context: CallContext): void {
    const pipeline = state.pipelines[review.pipelineId]
    if (pipeline === undefined) return
    codeOf(pipeline, parent, commit, subject).then((code) => work.deploy(review.id, code, context)).catch((error: unknown) => {
      if (!(error instanceof PlatformError)) return deps.onTrouble(error)
      kernel.commit(context.cause, [{ type: 'reviewapp.advanced', app: review.appId, data: { reviewId: review.id, status: 'errored', message: error.message, commit } }])
    })
  }

  /** One that nobody waits for is told of in the list. */
  function notMade(pipeline: Pipeline, parent: App, { branch, commit }: { branch: string; commit: string }, context: CallContext, error: unknown): void {
    if (!(error instanceof PlatformError)) return deps.onTrouble(error)
    const reviewId = kernel.ids.next()
    kernel.commit(context.cause, [
      { type: 'reviewapp.requested', app: parent.id, data: { reviewId, pipelineId: pipeline.id, branch, commit, predestroy: null, notes: [], by: context.by } },
      { type: 'reviewapp.advanced', app: null, data: { reviewId, status: 'errored', message: error.message } },
    ])
  }

  function forgetNotMade(parentId: string, branch: string, { cause }: CallContext): void {
    const left = Object.values(state.reviewApps).filter((review) => review.parentId === parentId && review.branch === branch && review.status === 'errored')
    kernel.commit(cause, left.map(({ id }): EventDraft => ({ type: 'reviewapp.advanced', app: null, data: { reviewId: id, status: 'deleted', message: '' } })))
  }

  async function find({ pipeline: named, branch, app }: Wanted): Promise<Found> {
    const pipeline = requirePipeline(state, named)
    const parents = app === undefined ? parentsOf(pipeline) : [requireApp(state, app)]
    for (const parent of parents) {
      if (pipelineOf(state, parent.id)?.id !== pipeline.id) throw new PlatformError('promotion-target-missing', { app: parent.name, pipeline: pipeline.name })
      const found = mainBranches.includes(branch) ? undefined : (await deps.git.branches(parent.id)).find(({ name }) => name === branch)
      if (found !== undefined) return codeOf(pipeline, parent, found.commit, found.subject)
    }
    throw new PlatformError('branch-not-found', { branch, app: parents.map(({ name }) => name).join(', ') || 'the pipeline' })
  }

  async function codeOf(pipeline: Pipeline, parent: App, commit: string, subject: string): Promise<Found> {
    const text = await deps.git.readFile({ appId: parent.id, commit, path: 'app.json' })
    const offer = await deps.command('addons:services', {}, { by: '', cause: { kind: 'platform', text: 'app.json is read' } })
    const plan = planReview(state, { pipeline, parent, random, offer, manifest: text === null ? emptyManifest : readAppJson(text) })
    if (plan.stack === containerStack) checkImagesRun('a review app', runtimeOf(state, parent))
    return { commit, subject, plan, parent, hasAppJson: text !== null }
  }

  function withConfig(code: Found, own: Readonly<Record<string, string>>): Found {
    decideConfigChanges({ name: 'the review app', config: {} }, own)
    const entries = Object.entries(own).map(([key, value]) => ({ key, value, from: 'call' as const }))
    return { ...code, plan: { ...code.plan, config: [...code.plan.config.filter(({ key }) => !Object.hasOwn(own, key)), ...entries] } }
  }

  /** Whose repositories have the branches: the one that was chosen, else all that are no review apps. */
  function parentsOf(pipeline: Pipeline): App[] {
    const chosen = pipeline.review.parentId
    const ids = chosen !== null ? [chosen] : pipelineStages.flatMap((stage) => (stage === 'review' ? [] : pipeline.couplings.filter((coupling) => coupling.stage === stage).map(({ appId }) => appId)))
    return ids.flatMap((id) => state.apps[id] ?? [])
  }

  const isParent = (pipeline: Pipeline, appId: string): boolean => parentsOf(pipeline).some(({ id }) => id === appId)
  const reviewOf = (parentId: string, branch: string): ReviewApp | undefined => Object.values(state.reviewApps).find((review) => review.parentId === parentId && review.branch === branch && review.appId !== null)

  return { branches, preview, create, destroy, wordsOnBranch, landed, stop: work.stop }
}
