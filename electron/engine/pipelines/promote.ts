// Carries a promotion out: a release of the same slug in each target, with that target's own config vars, each with its release phase. The
// targets do not wait for each other, and one whose release command fails does not stop the others (Platform API: promotion-targets have
// states of their own). Its old release goes on, as after any failed release.

import { findRelease, type PlatformState } from '../../../shared/domain/state.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { CallContext } from '../journal/room.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Releases } from '../platform/releases.ts'
import type { PromotionPlan } from './promotion.ts'

export type Promoter = {
  /** Every target has its release's number, or failed at once, when this returns. */
  promote(plan: PromotionPlan, context: CallContext): string
  /** What an engine before this one left pending: its releases say how they ended. */
  settleLeft(): void
  stop(): void
}

export function createPromoter(kernel: Kernel, releases: Pick<Releases, 'open'>): Promoter {
  const { state } = kernel
  let isStopped = false

  function promote({ source, version, slug, targets, description }: PromotionPlan, { by, cause }: CallContext): string {
    const promotionId = kernel.ids.next()
    const [started] = kernel.commit(cause, [{
      type: 'promotion.started', app: source.app.id,
      data: { promotionId, pipelineId: source.pipeline.id, source: source.app.name, version, slugId: slug.id, by, targets: targets.map(({ app }) => ({ appId: app.id, app: app.name })) },
    }])
    if (started === undefined) throw new Error('a promotion was not committed')
    const settle = (appId: string, status: 'succeeded' | 'failed', message: string): void => {
      if (!isStopped) kernel.commit(because(started), [settled(promotionId, appId, status, message)])
    }
    for (const { app } of targets) {
      try {
        const made = releases.open({ appId: app.id, slugId: slug.id, description, by, buildId: null, cause: because(started) })
        kernel.commit(because(started), [{ type: 'promotion.released', app: app.id, data: { promotionId, version: made.version } }])
        made.outcome.then(({ outcome, message }) => settle(app.id, outcome, message)).catch(() => undefined)
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error
        settle(app.id, 'failed', error.message)
      }
    }
    return promotionId
  }

  function settleLeft(): void {
    kernel.commit({ kind: 'platform', text: 'the engine starts' }, leftPending(state))
  }

  return { promote, settleLeft, stop: () => (isStopped = true) }
}

function leftPending(state: PlatformState): EventDraft[] {
  return Object.values(state.promotions).flatMap(({ id, targets }) => targets.filter(({ status }) => status === 'pending').map(({ appId, version }) => {
    const release = version === null ? null : findRelease(state, appId, version)
    if (release?.status.kind === 'succeeded') return settled(id, appId, 'succeeded', '')
    return settled(id, appId, 'failed', 'The engine stopped before the release had ended. Promote again to retry.')
  }))
}

function settled(promotionId: string, appId: string, status: 'succeeded' | 'failed', message: string): EventDraft {
  return { type: 'promotion.settled', app: appId, data: { promotionId, status, message } }
}
