// Folding: the state after an event, from the state before it. The engine and every window run this same function, so a mirror
// that has seen the same events holds the same state. Containers change in place; records are replaced.

import type { PlatformState } from '../domain/state.ts'
import type { PlatformEvent } from '../protocol/events.ts'
import { foldAddOn } from './fold-addon.ts'
import { foldAddOnServer, serversAreOff } from './fold-addon-server.ts'
import { foldApp } from './fold-app.ts'
import { foldBilling } from './fold-billing.ts'
import { foldAutoscale } from './fold-autoscale.ts'
import { foldBuild } from './fold-build.ts'
import { foldCertificate } from './fold-certificate.ts'
import { foldDyno } from './fold-dyno.ts'
import { foldFactors } from './fold-factors.ts'
import { foldExperiment, foldFault } from './fold-fault.ts'
import { foldPapertrail } from './fold-papertrail.ts'
import { foldPostgres } from './fold-postgres.ts'
import { foldPipeline } from './fold-pipeline.ts'
import { foldTraffic } from './fold-traffic.ts'
import { foldPartner } from './fold-partner.ts'
import { foldPeople, isPeopleEvent } from './fold-people.ts'
import { foldScheduler } from './fold-scheduler.ts'
import { foldWebhook } from './fold-webhook.ts'

export function fold(state: PlatformState, event: PlatformEvent): void {
  state.seq = event.seq
  state.at = event.at
  if (isPeopleEvent(event)) return foldPeople(state, event)
  switch (event.type) {
    case 'platform.started':
      state.session = { id: event.data.session, startedAt: event.at, runtime: event.data.runtime }
      // They were threads of the engine before this one.
      for (const appId of Object.keys(state.traffic)) delete state.traffic[appId]
      serversAreOff(state)
      state.pace = 1
      return
    case 'platform.stopped':
      state.session = null
      return
    case 'platform.recovered':
    case 'restart.requested':
    case 'push.received':
    case 'push.refused':
    case 'app.woken':
    case 'platform.lost':
    case 'meter.read':
      return
    case 'pace.changed':
      state.pace = event.data.times
      return
    case 'era.changed':
      state.era = event.data.era
      return
    case 'app.created':
    case 'app.renamed':
    case 'app.destroyed':
    case 'config.changed':
    case 'maintenance.changed':
    case 'preboot.changed':
    case 'stack.changed':
    case 'buildpacks.changed':
    case 'domain.added':
    case 'domain.removed':
    case 'formation.changed':
    case 'release.created':
    case 'release.succeeded':
    case 'release.failed':
    case 'release.routed':
    case 'runtime.changed':
    case 'routing.changed':
    case 'drain.added':
    case 'drain.removed':
      return foldApp(state, event)
    case 'certificate.added':
    case 'certificate.changed':
    case 'certificate.removed':
    case 'domain.secured':
    case 'acm.changed':
      return foldCertificate(state, event)
    case 'webhook.added':
    case 'webhook.changed':
    case 'webhook.removed':
    case 'webhook.triggered':
    case 'webhook.attempted':
      return foldWebhook(state, event)
    case 'build.started':
    case 'build.advanced':
    case 'build.detected':
    case 'build.succeeded':
    case 'build.failed':
    case 'slug.created':
    case 'slug.removed':
      return foldBuild(state, event)
    case 'dyno.created':
    case 'dyno.launched':
    case 'dyno.up':
    case 'dyno.erred':
    case 'dyno.stopping':
    case 'dyno.killed':
    case 'dyno.exited':
    case 'dyno.crashed':
    case 'dyno.removed':
    case 'dyno.idled':
    case 'dyno.probed':
      return foldDyno(state, event)
    case 'traffic.started':
    case 'traffic.stopped':
      return foldTraffic(state, event)
    case 'fault.started':
    case 'fault.tookHold':
    case 'fault.ended':
      return foldFault(state, event)
    case 'experiment.started':
    case 'experiment.advanced':
    case 'experiment.ended':
      return foldExperiment(state, event)
    case 'prices.changed':
    case 'pool.emptied':
    case 'pool.renewed':
    case 'budget.set':
    case 'budget.removed':
    case 'budget.reached':
    case 'outage.started':
    case 'outage.ended':
      return foldBilling(state, event)
    case 'autoscale.changed':
    case 'autoscale.decided':
    case 'alert.changed':
    case 'alert.raised':
    case 'alert.recovered':
      return foldAutoscale(state, event)
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
      return foldPipeline(state, event)
    case 'search.saved':
    case 'search.forgotten':
    case 'search.alertSet':
    case 'search.alerted':
    case 'search.alertFailed':
      return foldPapertrail(state, event)
    case 'factors.started':
    case 'factors.advanced':
    case 'factors.ended':
      return foldFactors(state, event)
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
      return foldAddOn(state, event)
    case 'scheduler.jobAdded':
    case 'scheduler.jobChanged':
    case 'scheduler.jobRemoved':
    case 'scheduler.jobRan':
    case 'scheduler.jobEnded':
    case 'scheduler.jobMissed':
      return foldScheduler(state, event)
    case 'partner.added':
    case 'partner.removed':
    case 'partner.answered':
    case 'partner.granted':
      return foldPartner(state, event)
    case 'server.started':
    case 'server.ended':
    case 'server.promoted':
    case 'redis.configured':
      return foldAddOnServer(state, event)
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
      return foldPostgres(state, event)
    default:
      return unknownEvent(event)
  }
}

function unknownEvent(event: never): never {
  throw new Error(`no fold for ${JSON.stringify(event)}`)
}
