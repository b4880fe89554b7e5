// What the API says about what people did: `heroku[api]: Release v3 created by user ...`. Heroku's wording where it is
// documented (scale) or well remembered (the others). Config values never appear, only their names.

import type { App } from '../../../shared/domain/app.ts'
import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'

/** `app` as it is after the event. */
export function apiLines(event: PlatformEvent, app: App): readonly string[] {
  const by = event.causedBy.kind === 'command' ? event.causedBy.by : app.owner
  switch (event.type) {
    case 'build.started':
      return [`Build started by user ${event.data.by}`]
    case 'build.succeeded':
      return ['Build succeeded']
    case 'build.failed':
      return ['Build failed -- check your build output']
    case 'release.created':
      return [`${event.data.description} by user ${event.data.by}`, `Release v${event.data.version} created by user ${event.data.by}`]
    case 'release.failed':
      return [`Release v${event.data.version} command failed`]
    case 'formation.changed':
      return [`Scaled to ${scale({ ...app.formation, ...event.data.changes })} by user ${isAutoscaled(event, app) ? 'autoscaler' : by}`]
    case 'maintenance.changed':
      return [`${event.data.on ? 'Enable' : 'Disable'} maintenance mode by user ${by}`]
    default:
      return []
  }
}

function isAutoscaled({ causedBy }: PlatformEvent, { autoscale }: App): boolean {
  return causedBy.kind === 'event' && causedBy.seq === autoscale?.lastStep?.seq
}

function scale(formation: App['formation']): string {
  return Object.entries(formation)
    .map(([type, { quantity, size }]) => `${type}@${quantity}:${findDynoSize(size)?.label ?? size}`)
    .join(' ')
}
