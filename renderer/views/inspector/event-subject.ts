import type { PlatformState } from '../../../shared/domain/state.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import type { Selection, View } from '../../store/ui.ts'

/** What an event is about, as far as it can still be looked at. */
export type Subject = { readonly appId: string; readonly label: string } & ({ readonly selection: Selection } | { readonly view: View })

export function subjectOf(event: PlatformEvent, state: PlatformState): Subject | null {
  const app = event.app === null ? undefined : state.apps[event.app]
  if (app === undefined) return null
  const appId = app.id
  if ('dynoId' in event.data) {
    const dyno = state.dynos[event.data.dynoId]
    return dyno === undefined ? null : { appId, label: `Look at ${dyno.name}`, selection: { kind: 'dyno', id: dyno.id, name: dyno.name } }
  }
  if ('version' in event.data && typeof event.data.version === 'number') return { appId, label: `Look at v${event.data.version}`, selection: { kind: 'release', version: event.data.version } }
  if ('buildId' in event.data && typeof event.data.buildId === 'string') return state.builds[event.data.buildId] === undefined ? null : { appId, label: 'Look at the build', selection: { kind: 'build', id: event.data.buildId } }
  if ('addOnId' in event.data) {
    const addOn = state.addOns[event.data.addOnId]
    return addOn === undefined ? null : { appId, label: `Look at ${addOn.name}`, selection: { kind: 'addon', id: addOn.id, name: addOn.name } }
  }
  switch (event.type) {
    case 'config.changed':
      return { appId, label: 'Go to the config vars', view: 'config' }
    case 'formation.changed':
    case 'traffic.started':
    case 'traffic.stopped':
      return { appId, label: 'Go to the overview', view: 'overview' }
    case 'domain.added':
    case 'domain.removed':
    case 'maintenance.changed':
    case 'preboot.changed':
    case 'stack.changed':
    case 'runtime.changed':
    case 'buildpacks.changed':
    case 'app.renamed':
      return { appId, label: 'Go to the settings', view: 'settings' }
    case 'autoscale.changed':
    case 'autoscale.decided':
    case 'alert.changed':
    case 'alert.raised':
    case 'alert.recovered':
      return { appId, label: 'Go to the autoscaler', view: 'autoscale' }
    case 'routing.changed':
      return { appId, label: 'Go to the router', view: 'router' }
    case 'fault.started':
    case 'fault.tookHold':
    case 'fault.ended':
      return { appId, label: 'Look at the fault', selection: { kind: 'fault', leaseId: event.data.leaseId } }
    case 'experiment.started':
    case 'experiment.advanced':
    case 'experiment.ended':
      return { appId, label: 'Go to the experiments', view: 'experiments' }
    case 'factors.started':
    case 'factors.advanced':
    case 'factors.ended':
      return { appId, label: 'Go to the twelve factors', view: 'factors' }
    case 'push.received':
    case 'push.refused':
    case 'slug.created':
      return { appId, label: 'Go to the deploys', view: 'deploy' }
    default:
      return { appId, label: `Go to ${app.name}`, view: 'overview' }
  }
}
