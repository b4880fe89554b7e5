// Faults, experiments, checks, routing and runtimes as sentences.

import { subjectName } from '../../shared/factors/finding.ts'
import { tally } from '../../shared/factors/scorecard.ts'
import type { EventData, EventOf } from '../../shared/protocol/events.ts'
import { runtimeWords } from './words.ts'
import { leaseEndWords } from './fault-words.ts'

type TroubleEvent = EventOf<'runtime.changed' | 'routing.changed' | 'fault.started' | 'fault.tookHold' | 'fault.ended' | 'experiment.started' | 'experiment.advanced' | 'experiment.ended' | 'factors.started' | 'factors.advanced' | 'factors.ended'>

export function troubleSentence(event: TroubleEvent): string {
  switch (event.type) {
    case 'runtime.changed':
      return `The app moves to ${runtimeWords[event.data.runtime]}`
    case 'routing.changed':
      return routingChanged(event.data)
    case 'fault.started':
      return `Fault "${event.data.title}" is in force`
    case 'fault.tookHold':
      return tookHold(event.data)
    case 'fault.ended':
      return `A fault ended, ${leaseEndWords[event.data.why]}; ${event.data.residue.length === 0 ? 'nothing is left of it' : event.data.residue.join(' ')}`
    case 'experiment.started':
      return `Experiment "${event.data.title}" began`
    case 'experiment.advanced':
      return `The experiment goes on: ${event.data.doing}`
    case 'experiment.ended':
      return `The experiment is over, verdict: ${verdictWords[event.data.verdict]}. ${event.data.reason}`
    case 'factors.started':
      return `A check of the twelve factors began, of ${subjectName(event.data.subject)}`
    case 'factors.advanced':
      return `The check of the twelve factors ${event.data.doing}`
    case 'factors.ended':
      return event.data.card === null ? `The check of the twelve factors ended without a result: ${event.data.trouble ?? ''}` : `The check of the twelve factors is done: ${tally(event.data.card)}`
  }
}

const verdictWords: Readonly<Record<EventData<'experiment.ended'>['verdict'], string>> = {
  held: 'the steady state held', broke: 'the steady state broke', aborted: 'aborted', 'not-steady': 'not steady to begin with', 'not-restored': 'not restored',
}

function tookHold({ changed: [first, ...more] }: EventData<'fault.tookHold'>): string {
  if (first === undefined) return 'Nothing of a fault took hold'
  return `A fault took hold: ${first}${more.length === 0 ? '' : ` And ${more.length} more.`}`
}

function routingChanged({ strategy, sticky, readinessPath }: EventData<'routing.changed'>): string {
  const parts = [
    strategy === undefined ? '' : `picks dynos by ${strategy}`,
    sticky === undefined ? '' : sticky ? 'keeps clients at their dyno' : 'does not keep clients at a dyno',
    readinessPath === undefined ? '' : readinessPath === null ? 'checks no readiness' : `checks readiness at ${readinessPath}`,
  ]
  return `The router now ${parts.filter((part) => part !== '').join(', ')}`
}
