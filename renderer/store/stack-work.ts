// The bringing of a stack's image that this window began: it goes on while one looks at another page of it. It is cancelled by its
// window that goes away.

import { create } from 'zustand'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { BringNews, BringOrder, BringPart, StackImage } from '../../shared/protocol/containers.ts'
import { useConnection } from './connection.ts'

export type StackWork = {
  readonly order: BringOrder
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly step: string
  readonly parts: readonly BringPart[]
  /** The newest. */
  readonly lines: readonly string[]
  readonly end: { readonly kind: 'done'; readonly images: readonly StackImage[] } | { readonly kind: 'cancelled' } | { readonly kind: 'failed'; readonly error: PlatformError } | null
}

export const useStackWork = create<{ readonly work: StackWork | null }>(() => ({ work: null }))

const linesBound = 200
let close: (() => void) | null = null

/** One at a time; another one that is under way stays. */
export function bringStack(order: BringOrder): void {
  const { work } = useStackWork.getState()
  if (work !== null && work.end === null) return
  useStackWork.setState({ work: { order, startedAt: Date.now(), step: '', parts: [], lines: [], end: null } })
  const { line } = useConnection.getState()
  if (line.kind !== 'ready') return change({ end: { kind: 'failed', error: new PlatformError('engine-gone', { why: 'the line to it is down' }) } })
  close = line.client.open('docker:bring', order, hear, (error) => {
    if (error !== null) change({ end: { kind: 'failed', error } })
  })
}

export function cancelBringing(): void {
  if (useStackWork.getState().work?.end !== null) return
  close?.()
  change({ end: { kind: 'cancelled' } })
}

function hear(news: BringNews): void {
  switch (news.kind) {
    case 'step':
      return change({ step: news.text })
    case 'output':
      return change({ lines: [...(useStackWork.getState().work?.lines ?? []), ...news.lines].slice(-linesBound) })
    case 'progress':
      return change({ parts: news.parts })
    case 'done':
      return change({ end: { kind: 'done', images: news.images } })
  }
}

function change(part: Partial<StackWork>): void {
  useStackWork.setState(({ work }) => (work === null ? {} : { work: { ...work, ...part } }))
}
