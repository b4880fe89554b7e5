// What is open on the page of pipelines: which one, and the sheet below its board.

import { create } from 'zustand'

export type PipelineSheet =
  | { readonly kind: 'promote'; readonly appId: string }
  | { readonly kind: 'move'; readonly appId: string }
  | { readonly kind: 'review' }
  | { readonly kind: 'destroy-review'; readonly reviewId: string }
  | { readonly kind: 'add' }
  | { readonly kind: 'new' }

export type PipelineDesk = {
  readonly pipelineId: string | null
  readonly sheet: PipelineSheet | null
}

export const usePipelineDesk = create<PipelineDesk>(() => ({ pipelineId: null, sheet: null }))

export const choosePipeline = (pipelineId: string): void => usePipelineDesk.setState({ pipelineId, sheet: null })
export const openSheet = (sheet: PipelineSheet): void => usePipelineDesk.setState({ sheet })
export const closeSheet = (): void => usePipelineDesk.setState({ sheet: null })
