// Jobs of the scheduler as sentences.

import { scheduleWords } from '../../shared/domain/scheduler.ts'
import type { EventOf } from '../../shared/protocol/events.ts'

type SchedulerEvent = EventOf<'scheduler.jobAdded' | 'scheduler.jobChanged' | 'scheduler.jobRemoved' | 'scheduler.jobRan' | 'scheduler.jobEnded' | 'scheduler.jobMissed'>

export function schedulerSentence(event: SchedulerEvent): string {
  switch (event.type) {
    case 'scheduler.jobAdded':
      return `The scheduler will run "${event.data.command}" ${scheduleWords(event.data.schedule)}`
    case 'scheduler.jobChanged':
      return `A job of the scheduler is now "${event.data.command}" ${scheduleWords(event.data.schedule)}`
    case 'scheduler.jobRemoved':
      return `The scheduler runs "${event.data.command}" no more`
    case 'scheduler.jobRan':
      return `The scheduler runs "${event.data.command}" in ${event.data.name}${event.data.dueAt === null ? ', as it was told to' : ''}`
    case 'scheduler.jobEnded':
      return `The scheduler's "${event.data.command}" ended ${event.data.exitStatus === null ? 'without a status' : `with status ${event.data.exitStatus}`}`
    case 'scheduler.jobMissed':
      return `${event.data.count === 1 ? 'A run' : `${event.data.count} runs`} of "${event.data.command}" ${event.data.count === 1 ? 'was' : 'were'} missed, and will not be made up: ${event.data.message.replace(/\.$/, '')}`
  }
}
