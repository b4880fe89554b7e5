// The servers behind add-ons as sentences.

import type { EventOf } from '../../shared/protocol/events.ts'
import type { Names } from './names.ts'

type ServerEvent = EventOf<'server.started' | 'server.ended' | 'server.promoted' | 'redis.configured'>

export function addOnServerSentence(event: ServerEvent, names: Names): string {
  const name = names.addOn(event.data.addOnId)
  switch (event.type) {
    case 'server.started':
      return `${event.data.role === 'standby' ? 'The standby' : 'The server'} of add-on ${name} is up${event.data.message === null ? '' : `: ${event.data.message.replace(/\.$/, '')}`}`
    case 'server.ended':
      return `${event.data.role === 'standby' ? 'The standby' : 'The server'} of add-on ${name} ended: ${event.data.how}`
    case 'server.promoted':
      return `The standby of add-on ${name} took over within ${Math.round(event.data.tookMs)} ms: ${event.data.why}`
    case 'redis.configured':
      return `Redis ${name} was set: ${event.data.policy} when its memory is full, ${event.data.timeoutS === 0 ? 'no time limit for idle clients' : `idle clients leave after ${event.data.timeoutS} s`}`
  }
}
