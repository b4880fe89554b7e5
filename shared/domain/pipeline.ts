// A Pipeline is a group of apps that run the same code at different stages. Code moves on by promotion: the slug, never the config.
// Names and stages are those of Heroku's Platform API.

import type { AppId } from './app.ts'
import type { SlugId } from './build.ts'

export type PipelineId = string

/** From the Platform API schema. */
export const pipelineNamePattern = /^[a-z][a-z0-9-]{2,29}$/

export const pipelineStages = ['review', 'development', 'staging', 'production'] as const
export type PipelineStage = (typeof pipelineStages)[number]

export type Coupling = { readonly appId: AppId; readonly stage: PipelineStage; readonly createdAt: number }

/** How review apps of a pipeline are made. */
export type ReviewSettings = {
  /** A branch that is pushed to the parent gets one by itself. */
  readonly automatic: boolean
  /** The app whose repository has the branches; null: whichever app of the pipeline has the branch. */
  readonly parentId: AppId | null
  /** Pipeline config vars of the stage review. */
  readonly config: Readonly<Record<string, string>>
}

export type Pipeline = {
  readonly id: PipelineId
  readonly name: string
  readonly owner: string
  readonly createdAt: number
  /** In the order they were added; an app is in one pipeline at most. */
  readonly couplings: readonly Coupling[]
  readonly review: ReviewSettings
}

export type PromotionTarget = {
  readonly appId: AppId
  /** As it was called then. */
  readonly app: string
  /** null until its release has a number. */
  readonly version: number | null
  readonly status: 'pending' | 'succeeded' | 'failed'
  /** Why it failed; empty otherwise. */
  readonly message: string
}

/** Completed when no target is pending any more. */
export type Promotion = {
  readonly id: string
  readonly pipelineId: PipelineId
  readonly sourceId: AppId
  readonly source: string
  /** The release of the source whose slug goes. */
  readonly version: number
  readonly slugId: SlugId
  readonly by: string
  readonly startedAt: number
  readonly targets: readonly PromotionTarget[]
}

export const reviewStatuses = ['pending', 'creating', 'created', 'deleting', 'deleted', 'errored'] as const
export type ReviewStatus = (typeof reviewStatuses)[number]

export type ReviewApp = {
  readonly id: string
  readonly pipelineId: PipelineId
  readonly parentId: AppId
  readonly branch: string
  readonly commit: string
  /** null until there is an app. */
  readonly appId: AppId | null
  /** The app's name, also when it is gone. */
  readonly app: string | null
  readonly status: ReviewStatus
  /** What it is doing, or why it errored. */
  readonly message: string
  /** Sentences: what app.json asks for and is not made here. */
  readonly notes: readonly string[]
  /** The script app.json wants run before the app is deleted. */
  readonly predestroy: string | null
  /** It was whole once, so its postdeploy script has run. */
  readonly wasCreated: boolean
  readonly by: string
  readonly createdAt: number
  readonly updatedAt: number
}

export const maxPromotionsKept = 50
/** Of those that are deleted. */
export const maxReviewAppsKept = 20

/** Where code goes on to by itself. A review app's goes nowhere. */
const promotionOrder: readonly PipelineStage[] = ['development', 'staging', 'production']

export function stageAfter(stage: PipelineStage): PipelineStage | null {
  const at = promotionOrder.indexOf(stage)
  return at < 0 ? null : (promotionOrder[at + 1] ?? null)
}

/** What the end of an app's name says about its stage, as the Heroku CLI guesses; null when it says nothing. */
export function guessStage(appName: string): PipelineStage | null {
  if (/-(dev|uat|tst|test|qa)$/.test(appName)) return 'development'
  if (/-(stg|staging)$/.test(appName)) return 'staging'
  return /-(prd|prod|production|admin|demo)$/.test(appName) ? 'production' : null
}

/** A review app that still takes part: it is there, or on its way in or out. */
export const isReviewOpen = ({ status, appId }: ReviewApp): boolean => status !== 'deleted' && (status !== 'errored' || appId !== null)
