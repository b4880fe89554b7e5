// What a promotion is of: the slug of the source's current release, to the apps of the next stage or to those that are named. As on Heroku
// config vars, add-ons and the git repository of each app stay as they are, and nothing is built. Ours: it is asked before anything is
// written whether the slug is there and every target can run it, so that a refusal leaves nothing half done.

import type { App } from '../../../shared/domain/app.ts'
import type { Slug } from '../../../shared/domain/build.ts'
import { stageAfter } from '../../../shared/domain/pipeline.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import { findRelease, runtimeOf, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { requireApp } from '../platform/require-app.ts'
import { checkImagesRun } from '../platform/stacks.ts'
import { requireCoupled, type Coupled } from './pipelines.ts'

export type PromotionPlan = {
  readonly source: Coupled
  readonly version: number
  readonly slug: Slug
  readonly targets: readonly Coupled[]
  /** Of the release in each target. */
  readonly description: string
}

export function planPromotion(state: PlatformState, wanted: { app: string; to?: readonly string[] | undefined }, hasSlug: (slugId: string) => boolean): PromotionPlan {
  const source = requireCoupled(state, wanted.app)
  const { app } = source
  const targets = wanted.to === undefined ? downstream(state, source) : named(state, source, wanted.to)
  const slugId = findRelease(state, app.id, app.currentVersion)?.slugId ?? null
  const slug = slugId === null ? undefined : state.slugs[slugId]
  if (slugId === null || slug === undefined) throw new PlatformError('promotion-without-slug', { app: app.name })
  if (!hasSlug(slugId)) throw new PlatformError('slug-missing', { version: app.currentVersion })
  if (slug.stack === containerStack) for (const target of targets) checkImagesRun(target.app.name, runtimeOf(state, target.app))
  return { source, version: app.currentVersion, slug, targets, description: descriptionOf(app, slug) }
}

/** The order is that of the names, so that the same call makes the same journal. */
function downstream(state: PlatformState, { app, pipeline, coupling }: Coupled): Coupled[] {
  const next = stageAfter(coupling.stage)
  const there = pipeline.couplings.filter(({ stage }) => stage === next)
  if (next === null || there.length === 0) throw new PlatformError('promotion-no-downstream', { app: app.name, stage: coupling.stage })
  return there.map(({ appId }) => requireCoupled(state, appId)).sort((a, b) => (a.app.name < b.app.name ? -1 : 1))
}

function named(state: PlatformState, { app, pipeline }: Coupled, names: readonly string[]): Coupled[] {
  const ids = new Set(names.map((name) => requireApp(state, name).id))
  if (ids.has(app.id)) throw new PlatformError('promotion-to-itself', { app: app.name })
  return [...ids].map((id) => {
    const coupling = pipeline.couplings.find(({ appId }) => appId === id)
    const target = requireApp(state, id)
    if (coupling === undefined) throw new PlatformError('promotion-target-missing', { app: target.name, pipeline: pipeline.name })
    return { app: target, pipeline, coupling }
  })
}

/** `Promote <app> vN <sha>`. */
function descriptionOf(app: App, { commit }: Slug): string {
  return `Promote ${app.name} v${app.currentVersion}${commit === null ? '' : ` ${commit.slice(0, 7)}`}`
}
