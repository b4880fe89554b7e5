// What a review app is made with: app.json of its branch, and the pipeline's config vars of the stage review, which win over it (ours). Its
// stack is that of app.json, else its parent's. Its name has the form prefix, branch, four letters: Heroku's API knows a prefix of the
// names of review apps (base_name) and leaves the rest open; there are no pull requests here to number them by.

import { appNamePattern, type App } from '../../../shared/domain/app.ts'
import type { Pipeline } from '../../../shared/domain/pipeline.ts'
import { findApp, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import type { ReviewPreview } from '../../../shared/protocol/pipelines.ts'
import { decideBuildpacks } from '../platform/buildpack-list.ts'
import { sizeOfEra } from '../platform/scale.ts'
import { checkStack } from '../platform/stacks.ts'
import type { Random } from '../ports/clock.ts'
import type { AppManifest, FormationWish } from './app-json.ts'

export type PlannedAddOn = { readonly service: string; readonly plan: string; readonly as: string | null; readonly options: Readonly<Record<string, string>>; /** null: no price is known. */ readonly monthMicros: number | null }
/** What the marketplace has, in this era. */
export type Offer = Pick<CallOutput<'addons:services'>, 'services' | 'prices'>

export type ReviewPlan = {
  readonly stack: string
  readonly buildpacks: readonly string[]
  readonly config: readonly (ReviewPreview['config'][number] & { readonly value: string })[]
  readonly formation: readonly FormationWish[]
  readonly addOns: readonly PlannedAddOn[]
  readonly postdeploy: string | null
  readonly predestroy: string | null
  /** Sentences: what is asked for and not made here. */
  readonly notes: readonly string[]
}

/** Throws what creating the app would throw later. */
export function planReview(state: PlatformState, from: { pipeline: Pipeline; parent: App; manifest: AppManifest; random: Random; offer: Offer }): ReviewPlan {
  const { pipeline, parent, manifest, random, offer } = from
  const stack = manifest.stack ?? parent.stack
  checkStack(stack)
  // Of any app: whether these are buildpacks at all.
  decideBuildpacks(state, parent.id, manifest.buildpacks)
  for (const { size } of manifest.formation) if (size !== null) sizeOfEra(state.era, size)
  const { formation, postdeploy, predestroy, buildpacks } = manifest
  return { stack, buildpacks, config: configOf(pipeline, manifest, random), addOns: addOnsOf(state, manifest, offer), formation, postdeploy, predestroy, notes: notesOf(manifest, offer) }
}

/** Heroku's names have at most 30 characters, so a long branch is cut. */
export function reviewAppName(state: PlatformState, pipeline: Pipeline, branch: string, random: Random): string {
  const words = branch.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  const stem = [pipeline.name.slice(0, 14), words].filter((part) => part !== '').join('-').slice(0, maxStem).replace(/-+$/, '')
  for (let attempt = 0; attempt < maxTries; attempt++) {
    const name = `${stem}-${letters(4, random)}`
    if (appNamePattern.test(name) && findApp(state, name) === null) return name
  }
  throw new Error(`no free name for a review app in ${maxTries} tries`)
}

const maxStem = 25
const maxTries = 1000

type ConfigEntry = ReviewPlan['config'][number]

function configOf(pipeline: Pipeline, { env }: AppManifest, random: Random): ReviewPlan['config'] {
  const own = Object.entries(pipeline.review.config).map(([key, value]): ConfigEntry => ({ key, value, from: 'pipeline' }))
  const asked = Object.entries(env).filter(([key]) => !Object.hasOwn(pipeline.review.config, key)).flatMap(([key, wish]): ConfigEntry[] => {
    if (wish.value !== null) return [{ key, value: wish.value, from: 'app.json' }]
    if (wish.isSecret) return [{ key, value: letters(secretLength, random), from: 'generated' }]
    if (wish.isRequired) throw new PlatformError('app-json-env-missing', { key, pipeline: pipeline.name })
    return []
  })
  return [...own, ...asked].sort((a, b) => (a.key < b.key ? -1 : 1))
}

const secretLength = 64
const alphabet = '0123456789abcdef'

function letters(count: number, random: Random): string {
  return Array.from({ length: count }, () => alphabet[Math.floor(random.next() * alphabet.length)]).join('')
}

/** Those of services that are offered; a plan that is not there is refused. */
function addOnsOf(state: PlatformState, { addons }: AppManifest, { services, prices }: Offer): PlannedAddOn[] {
  return addons.flatMap(({ plan: written, as, options }): PlannedAddOn[] => {
    const [slug = '', named] = written.split(':')
    const service = services.find((one) => one.slug === slug)
    if (service === undefined) return []
    const plan = service.plans.find(({ name }) => name === (named ?? service.usualPlan[state.era]))
    if (plan === undefined) throw new PlatformError('addon-plan-unknown', { service: slug, plan: named ?? '', known: service.plans.map(({ name }) => name).join(', ') })
    return [{ service: slug, plan: plan.name, as, options, monthMicros: prices.find((price) => price.plan === `${slug}:${plan.name}`)?.monthMicros ?? null }]
  })
}

function notesOf({ addons, ignored }: AppManifest, { services }: Offer): string[] {
  return [
    ...addons.filter(({ plan }) => !services.some(({ slug }) => slug === plan.split(':')[0])).map(({ plan }) => `app.json asks for the add-on ${plan}. It is not offered here, so the app comes without it and without its config vars.`),
    ...ignored.map((key) => `app.json says "${key}", which counts for nothing here.`),
  ]
}
