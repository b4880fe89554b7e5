// Pipelines, promotions and review apps as sentences.

import type { ReviewStatus } from '../../shared/domain/pipeline.ts'
import type { EventData, EventOf } from '../../shared/protocol/events.ts'
import type { Names } from './names.ts'

type PipelineEvent = EventOf<
  | 'pipeline.created' | 'pipeline.renamed' | 'pipeline.destroyed' | 'coupling.added' | 'coupling.changed' | 'coupling.removed'
  | 'promotion.started' | 'promotion.released' | 'promotion.settled' | 'reviewapps.configured' | 'reviewapp.requested' | 'reviewapp.advanced'
>

export function pipelineSentence(event: PipelineEvent, names: Names): string {
  switch (event.type) {
    case 'pipeline.created':
      return `Pipeline ${event.data.name} was created`
    case 'pipeline.renamed':
      return `Pipeline ${event.data.from} was renamed to ${event.data.to}`
    case 'pipeline.destroyed':
      return `Pipeline ${event.data.name} was destroyed; its apps stay`
    case 'coupling.added':
      return `The app was added to pipeline ${event.data.pipeline} as ${event.data.stage}`
    case 'coupling.changed':
      return `The app moved from stage ${event.data.from} to ${event.data.to}`
    case 'coupling.removed':
      return `The app was removed from pipeline ${event.data.pipeline}`
    case 'promotion.started':
      return `v${event.data.version} of ${event.data.source} is promoted to ${event.data.targets.map(({ app }) => app).join(', ')}`
    case 'promotion.released':
      return `The promotion made release v${event.data.version}`
    case 'promotion.settled':
      return event.data.status === 'succeeded' ? `The promotion to ${names.app(event.app)} succeeded` : `The promotion to ${names.app(event.app)} failed: ${event.data.message}`
    case 'reviewapps.configured':
      return configured(event.data)
    case 'reviewapp.requested':
      return `A review app of branch ${event.data.branch} was asked for, at ${event.data.commit.slice(0, 7)}`
    case 'reviewapp.advanced':
      return `The review app ${reviewWords[event.data.status]}${event.data.message === '' ? '' : `: ${event.data.message.replace(/\.$/, '')}`}`
  }
}

const reviewWords: Readonly<Record<ReviewStatus, string>> = {
  pending: 'waits', creating: 'is being created', created: 'is there', deleting: 'is being deleted', deleted: 'is deleted', errored: 'has errored',
}

function configured({ automatic, parentId, config = {} }: EventData<'reviewapps.configured'>): string {
  const keys = Object.keys(config)
  const parts = [
    automatic === undefined ? '' : automatic ? 'are made by themselves' : 'are made when asked for',
    parentId === undefined ? '' : 'are made of the branches of another app',
    keys.length === 0 ? '' : `get other config vars: ${keys.join(', ')}`,
  ]
  return `Review apps ${parts.filter((part) => part !== '').join(' and ') || 'are made as before'}`
}
