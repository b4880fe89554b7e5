import { useMemo } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { Release, Slug } from '../../../shared/domain/build.ts'
import { isReviewOpen, pipelineStages, type Pipeline, type PipelineStage, type Promotion, type ReviewApp } from '../../../shared/domain/pipeline.ts'
import type { AppSummary } from '../../scene/app-summary.ts'
import { useMirror } from '../../store/mirror.ts'
import { useAppLines } from '../apps/use-app-lines.ts'

export type BoardApp = {
  readonly app: App
  readonly stage: PipelineStage
  readonly summary: AppSummary
  readonly release: Release | null
  readonly slug: Slug | null
}

export type Board = Readonly<Record<PipelineStage, readonly BoardApp[]>>

/** The apps of a pipeline by stage, each stage in the order of their names. */
export function useBoard(pipeline: Pipeline): Board {
  const lines = useAppLines()
  const releases = useMirror((mirror) => mirror.state.releases)
  const slugs = useMirror((mirror) => mirror.state.slugs)
  return useMemo(() => {
    const cards = pipeline.couplings.flatMap(({ appId, stage }): BoardApp[] => {
      const line = lines.find(({ id }) => id === appId)
      if (line === undefined) return []
      const release = releases[appId]?.find(({ version }) => version === line.app.currentVersion) ?? null
      const slug = release?.slugId == null ? null : (slugs[release.slugId] ?? null)
      // What was promoted here was never built here.
      const summary: AppSummary = slug !== null && line.summary.word === 'nothing deployed' ? { mark: 'down', word: 'no dynos' } : line.summary
      return [{ app: line.app, stage, summary, release, slug }]
    }).sort((a, b) => (a.app.name < b.app.name ? -1 : 1))
    return Object.fromEntries(pipelineStages.map((stage) => [stage, cards.filter((card) => card.stage === stage)])) as unknown as Board
  }, [pipeline, lines, releases, slugs])
}

/** Newest first; of a branch whose review app could not be made, the last attempt. */
export function useReviewApps(pipelineId: string): readonly ReviewApp[] {
  const all = useMirror((mirror) => mirror.state.reviewApps)
  return useMemo(() => {
    const own = Object.values(all).filter((review) => review.pipelineId === pipelineId)
    const isNewest = (review: ReviewApp): boolean => own.filter(({ branch, parentId }) => branch === review.branch && parentId === review.parentId).at(-1)?.id === review.id
    return own.filter((review) => isReviewOpen(review) || (review.status === 'errored' && isNewest(review))).reverse()
  }, [all, pipelineId])
}

/** Newest first. */
export function usePromotions(pipelineId: string): readonly Promotion[] {
  const all = useMirror((mirror) => mirror.state.promotions)
  return useMemo(() => Object.values(all).filter((promotion) => promotion.pipelineId === pipelineId).reverse(), [all, pipelineId])
}
