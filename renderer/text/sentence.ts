// Every event as one sentence. Short, plain, past tense, the noun first, so that a column of them can be scanned.

import { isPeopleEvent } from '../../shared/fold/fold-people.ts'
import { shownAddress } from '../../shared/drains/drain-address.ts'
import { byteSize } from '../../shared/text/amounts.ts'
import { duration } from '../../shared/text/time.ts'
import { dynoCodes } from '../../shared/errors/dyno-codes.ts'
import type { EventData, EventType, PlatformEvent } from '../../shared/protocol/events.ts'
import { scalingSentence } from './autoscale-words.ts'
import type { Names } from './names.ts'
import { moneySentence } from './money-sentence.ts'
import { addOnSentence } from './addon-sentence.ts'
import { peopleSentence } from './people-sentence.ts'
import { partnerSentence } from './partner-sentence.ts'
import { schedulerSentence } from './scheduler-sentence.ts'
import { addOnServerSentence } from './addon-server-sentence.ts'
import { pipelineSentence } from './pipeline-sentence.ts'
import { postgresSentence } from './postgres-sentence.ts'
import { certificateSentence } from './certificate-sentence.ts'
import { webhookSentence } from './webhook-sentence.ts'
import { troubleSentence } from './trouble-sentence.ts'
import { trafficWords } from './traffic-words.ts'
import { crashWords, sourceWords, stageWords, stopWords } from './words.ts'
import { slugContents } from './slug-words.ts'

export function sentence(event: PlatformEvent, names: Names): string {
  if (isPeopleEvent(event)) return peopleSentence(event)
  switch (event.type) {
    case 'platform.started':
      return `The engine started, ${event.data.runtime} runtime, version ${event.data.version}`
    case 'platform.recovered':
      return recovered(event.data)
    case 'platform.stopped':
      return 'The engine stopped'
    case 'pace.changed':
      return event.data.times === 1 ? 'Time goes as everywhere' : `Time goes ${event.data.times.toLocaleString('en-US')} times as fast`
    case 'era.changed':
      return `The era is ${event.data.era} now`
    case 'app.created':
      return `App ${event.data.name} was created on ${event.data.stack}`
    case 'app.renamed':
      return `App ${event.data.from} was renamed to ${event.data.to}`
    case 'app.destroyed':
      return `App ${event.data.name} was destroyed`
    case 'config.changed':
      return configChanged(event.data.changes)
    case 'maintenance.changed':
      return `Maintenance mode was turned ${onOff(event.data.on)}`
    case 'preboot.changed':
      return `Preboot was turned ${onOff(event.data.on)}`
    case 'stack.changed':
      return `The stack was set to ${event.data.stack}`
    case 'buildpacks.changed':
      return event.data.buildpacks.length === 0 ? 'Buildpacks were cleared: the next build detects' : `Buildpacks were set: ${event.data.buildpacks.join(', ')}`
    case 'search.saved':
      return `The search "${event.data.name}" was saved: ${event.data.query}`
    case 'search.forgotten':
      return `The saved search "${event.data.name}" was removed`
    case 'search.alertSet':
      return event.data.alert === null ? `The alert of the search "${event.data.name}" was turned off` : `The search "${event.data.name}" alerts at ${event.data.alert.times} lines in ${event.data.alert.minutes} minutes`
    case 'search.alerted':
      return `${event.data.count} lines matched the search "${event.data.name}"`
    case 'search.alertFailed':
      return `The alert of the search "${event.data.name}" could not be posted to ${event.data.webhook}: ${event.data.why}`
    case 'drain.added':
      return `A log drain to ${shownAddress(event.data.url)} was added`
    case 'drain.removed':
      return `The log drain to ${shownAddress(event.data.url)} was removed`
    case 'certificate.added':
    case 'certificate.changed':
    case 'certificate.removed':
    case 'domain.secured':
    case 'acm.changed':
      return certificateSentence(event)
    case 'webhook.added':
    case 'webhook.changed':
    case 'webhook.removed':
    case 'webhook.triggered':
    case 'webhook.attempted':
      return webhookSentence(event)
    case 'domain.added':
      return `Domain ${event.data.hostname} was added`
    case 'domain.removed':
      return `Domain ${event.data.hostname} was removed`
    case 'formation.changed':
      return formationChanged(event.data.changes)
    case 'restart.requested':
      return `A restart of ${event.data.dynos === null ? 'all dynos' : event.data.dynos.join(', ')} was asked for`
    case 'push.received':
      return pushReceived(event.data)
    case 'push.refused':
      return `A push to ${shortRef(event.data.ref)} was refused: ${event.data.message}`
    case 'build.started':
      return `A build of ${sourceWords(event.data.source)} started`
    case 'build.advanced':
      return `The build went on to ${stageWords[event.data.stage]}`
    case 'build.detected':
      return detected(event.data)
    case 'build.succeeded':
      return `The build succeeded with ${event.data.buildpacks.join(', ')}`
    case 'build.failed':
      return `The build failed: ${event.data.message}`
    case 'slug.created':
      return `A slug of ${byteSize(event.data.bytes)} was packed, ${slugContents(event.data)}`
    case 'slug.removed':
      return 'An old slug was removed from disk'
    case 'release.created':
      return `Release v${event.data.version} was created: ${event.data.description}`
    case 'release.succeeded':
      return `Release v${event.data.version} is current`
    case 'release.failed':
      return `Release v${event.data.version} failed: ${event.data.message}`
    case 'release.routed':
      return `Traffic goes to release v${event.data.version}`
    case 'traffic.started':
      return `Traffic of ${trafficWords(event.data.plan)} was started`
    case 'traffic.stopped':
      return trafficStopped(event.data)
    case 'app.woken':
      return 'A request woke the app'
    case 'runtime.changed':
    case 'routing.changed':
    case 'fault.started':
    case 'fault.tookHold':
    case 'fault.ended':
    case 'experiment.started':
    case 'experiment.advanced':
    case 'experiment.ended':
    case 'factors.started':
    case 'factors.advanced':
    case 'factors.ended':
      return troubleSentence(event)
    case 'platform.lost':
      return `The engine before this one did not stop properly; it last wrote ${duration(Math.max(0, event.at - event.data.lastAt))} before`
    case 'prices.changed':
    case 'meter.read':
    case 'pool.emptied':
    case 'pool.renewed':
    case 'budget.set':
    case 'budget.removed':
    case 'budget.reached':
    case 'outage.started':
    case 'outage.ended':
      return moneySentence(event, names)
    case 'autoscale.changed':
    case 'autoscale.decided':
    case 'alert.changed':
    case 'alert.raised':
    case 'alert.recovered':
      return scalingSentence(event)
    case 'pipeline.created':
    case 'pipeline.renamed':
    case 'pipeline.destroyed':
    case 'coupling.added':
    case 'coupling.changed':
    case 'coupling.removed':
    case 'promotion.started':
    case 'promotion.released':
    case 'promotion.settled':
    case 'reviewapps.configured':
    case 'reviewapp.requested':
    case 'reviewapp.advanced':
      return pipelineSentence(event, names)
    case 'addon.created':
    case 'addon.provisioned':
    case 'addon.errored':
    case 'addon.configured':
    case 'addon.planChanged':
    case 'addon.renamed':
    case 'addon.deprovisioning':
    case 'addon.destroyed':
    case 'attachment.added':
    case 'attachment.removed':
      return addOnSentence(event, names)
    case 'scheduler.jobAdded':
    case 'scheduler.jobChanged':
    case 'scheduler.jobRemoved':
    case 'scheduler.jobRan':
    case 'scheduler.jobEnded':
    case 'scheduler.jobMissed':
      return schedulerSentence(event)
    case 'partner.added':
    case 'partner.removed':
    case 'partner.answered':
    case 'partner.granted':
      return partnerSentence(event, names)
    case 'server.started':
    case 'server.ended':
    case 'server.promoted':
    case 'redis.configured':
      return addOnServerSentence(event, names)
    case 'postgres.made':
    case 'postgres.moved':
    case 'postgres.configured':
    case 'postgres.crashed':
    case 'postgres.started':
    case 'postgres.failed':
    case 'postgres.failureSuspected':
    case 'postgres.failureCleared':
    case 'postgres.failureDetected':
    case 'postgres.failoverRefused':
    case 'postgres.fenced':
    case 'postgres.promoted':
    case 'postgres.failedOver':
    case 'postgres.standbyReady':
    case 'postgres.standbyLost':
    case 'postgres.unfollowed':
    case 'postgres.rebuilt':
    case 'postgres.credentialChanged':
    case 'postgres.backupStarted':
    case 'postgres.backupEnded':
    case 'postgres.backupDeleted':
    case 'postgres.backupScheduled':
    case 'postgres.restored':
    case 'postgres.reset':
    case 'ledger.started':
    case 'ledger.settled':
      return postgresSentence(event, names)
    default:
      return dynoSentence(event, names)
  }
}

/** The same within a longer sentence. Names keep their letters. */
export function clause(event: PlatformEvent, names: Names): string {
  const whole = sentence(event, names)
  return event.type === 'push.received' ? whole : whole.replace(/^(The|A|An|App|Add-on|Config|Database|Follower|Credential|Backup|Server|Maintenance|Preboot|Buildpacks|Domain|Release|Traffic)(?= )/, (word) => word.toLowerCase())
}

type DynoEvent = Extract<PlatformEvent, { type: Extract<EventType, `dyno.${string}`> }>

function dynoSentence(event: DynoEvent, names: Names): string {
  if (event.type === 'dyno.created') return `${event.data.name} was started on v${event.data.version}: ${event.data.command}`
  const name = names.dyno(event.data.dynoId)
  switch (event.type) {
    case 'dyno.launched':
      return `${name} is a process now${event.data.pid === null ? '' : `, pid ${event.data.pid}`}`
    case 'dyno.up':
      return `${name} came up after ${duration(event.data.bootMs)}`
    case 'dyno.erred':
      return `${name} showed ${event.data.code}${codeTitle(event.data.code)}`
    case 'dyno.stopping':
      return `${name} was asked to stop ${stopWords[event.data.why]}`
    case 'dyno.killed':
      return `${name} did not stop in time and was killed`
    case 'dyno.exited':
      return `${name} ended ${endWords(event.data.exitStatus, event.data.signal)}`
    case 'dyno.crashed':
      return `${name} crashed: ${crashWords(event.data)}`
    case 'dyno.removed':
      return `${name} is gone`
    case 'dyno.idled':
      return `${name} went to sleep`
    case 'dyno.probed':
      return event.data.ready ? `${name} is ready: ${event.data.detail}` : `${name} is not ready: ${event.data.detail}`
    default:
      return assertNever(event)
  }
}

function recovered(data: EventData<'platform.recovered'>): string {
  return `The last run ended uncleanly: ${count(data.lostDynos, 'dyno')} lost, ${count(data.reapedProcesses, 'process', 'processes')} ended, ${count(data.interruptedBuilds, 'build')} interrupted`
}

function configChanged(changes: Readonly<Record<string, string | null>>): string {
  const keys = Object.keys(changes)
  const set = keys.filter((key) => changes[key] !== null)
  const removed = keys.filter((key) => changes[key] === null)
  const parts = [set.length > 0 ? `${set.join(', ')} set` : '', removed.length > 0 ? `${removed.join(', ')} removed` : '']
  return `Config vars changed: ${parts.filter((part) => part !== '').join('; ') || 'nothing'}`
}

function formationChanged(changes: EventData<'formation.changed'>['changes']): string {
  const parts = Object.entries(changes).map(([type, entry], index) => `${type}${index === 0 ? ' was scaled' : ''} to ${entry.quantity} × ${entry.size}`)
  return parts.join(', ')
}

function pushReceived(data: EventData<'push.received'>): string {
  const commit = /^0+$/.test(data.newCommit) ? 'a deletion' : data.newCommit.slice(0, 7)
  return `${data.by} pushed ${commit} to ${shortRef(data.ref)}`
}

function detected(data: EventData<'build.detected'>): string {
  if (!data.matched) return `${data.buildpack} said no: ${data.reason}`
  return `${data.buildpack} said yes${data.file === null ? '' : `, because of ${data.file}`}`
}

function endWords(exitStatus: number | null, signal: string | null): string {
  if (signal !== null) return `by ${signal}`
  return exitStatus === null ? 'without a status' : `with status ${exitStatus}`
}

function codeTitle(code: string): string {
  return Object.hasOwn(dynoCodes, code) ? `, ${dynoCodes[code as keyof typeof dynoCodes].title.toLowerCase()}` : ''
}

function trafficStopped(data: EventData<'traffic.stopped'>): string {
  const missed = data.missed === 0 ? '' : `, ${data.missed} more could not be sent in time`
  const how = { asked: 'was stopped', over: 'came to its end', lost: 'broke off' }[data.why]
  return `Traffic ${how} after ${count(data.sent, 'request')}${missed}`
}

const onOff = (on: boolean): string => (on ? 'on' : 'off')
const shortRef = (ref: string): string => ref.replace(/^refs\/(heads|tags)\//, '')
const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

function assertNever(event: never): never {
  throw new Error(`no sentence for ${JSON.stringify(event)}`)
}
