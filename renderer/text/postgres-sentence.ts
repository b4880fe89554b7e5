// What happens to databases as sentences.

import type { PostgresEvent } from '../../shared/fold/fold-postgres.ts'
import { byteSize } from '../../shared/text/amounts.ts'
import { duration } from '../../shared/text/time.ts'
import type { Names } from './names.ts'

export function postgresSentence(event: PostgresEvent, names: Names): string {
  const name = names.addOn(event.data.addOnId)
  switch (event.type) {
    case 'postgres.made':
      return `Database ${name} has a server of PostgreSQL ${event.data.version}`
    case 'postgres.moved':
      return `Server ${event.data.serverId} of ${name} is reached on other ports, as its own were taken`
    case 'postgres.configured':
      return `Database ${name} was set: ${[event.data.replication === undefined ? '' : `${event.data.replication === 'sync' ? 'synchronous' : 'asynchronous'} replication`, event.data.detectionMs === undefined ? '' : `failures are detected after ${duration(event.data.detectionMs)}`, event.data.isHa === undefined ? '' : event.data.isHa ? 'it keeps a standby' : 'it keeps no standby'].filter((part) => part !== '').join(', ')}`
    case 'postgres.crashed':
      return `Server ${event.data.serverId} of ${name} ended${event.data.signal === null ? '' : ` by ${event.data.signal}`} and is started again`
    case 'postgres.started':
      return `Server ${event.data.serverId} of ${name} takes connections after ${duration(event.data.tookMs)}`
    case 'postgres.failed':
      return `Server ${event.data.serverId} of ${name} could not be started: ${event.data.message.replace(/\.$/, '')}`
    case 'postgres.failureSuspected':
      return `The primary of ${name} did not answer: ${event.data.why.replace(/\.$/, '')}`
    case 'postgres.failureCleared':
      return `The primary of ${name} answers again after ${duration(event.data.afterMs)}`
    case 'postgres.failureDetected':
      return `The primary of ${name} has failed: it was silent for ${duration(event.data.afterMs)}`
    case 'postgres.failoverRefused':
      return `The standby of ${name} does not take over: ${event.data.why.replace(/\.$/, '')}`
    case 'postgres.fenced':
      return `The old primary of ${name} is fenced: ${fencedWords[event.data.how]}, its links are gone`
    case 'postgres.promoted':
      return `The standby of ${name} was promoted in ${duration(event.data.tookMs)}, timeline ${event.data.timeline}`
    case 'postgres.failedOver':
      return `Database ${name} failed over in ${duration(event.data.tookMs)}`
    case 'postgres.standbyReady':
      return `A standby of ${name} is ready after ${duration(event.data.tookMs)}`
    case 'postgres.standbyLost':
      return `The standby of ${name} is lost: ${event.data.why.replace(/\.$/, '')}`
    case 'postgres.unfollowed':
      return `Database ${name} follows nobody any more and takes writes, timeline ${event.data.timeline}`
    case 'postgres.rebuilt':
      return `Follower ${name} was made anew from the new primary`
    case 'postgres.credentialChanged':
      return `Credential ${event.data.name} of ${name} was ${event.data.change}`
    case 'postgres.backupStarted':
      return `Backup ${event.data.backupId} of ${name} began`
    case 'postgres.backupEnded':
      return event.data.message === null ? `Backup ${event.data.backupId} of ${name} is kept, ${byteSize(event.data.bytes)}` : `Backup ${event.data.backupId} of ${name} failed: ${event.data.message.replace(/\.$/, '')}`
    case 'postgres.backupDeleted':
      return `Backup ${event.data.backupId} of ${name} was deleted`
    case 'postgres.backupScheduled':
      return event.data.hour === null ? `Database ${name} is not backed up by itself any more` : `Database ${name} is backed up every day at ${String(event.data.hour).padStart(2, '0')}:00 UTC`
    case 'postgres.reset':
      return `Database ${name} was emptied: all that was in it is gone`
    case 'postgres.restored':
      return `Database ${name} has the data of backup ${event.data.backupId}`
    case 'ledger.started':
      return `A ledger writes ${event.data.perSecond} rows a second to ${name}`
    case 'ledger.settled':
      return `The ledger of ${name} is settled: ${event.data.acknowledged.toLocaleString('en-US')} acknowledged, ${event.data.lost} lost, ${event.data.duplicated} duplicated`
  }
}

const fencedWords = { 'was-dead': 'it was dead', stopped: 'it was stopped', killed: 'it was killed' } as const
