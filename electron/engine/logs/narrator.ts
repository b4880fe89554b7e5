// The platform's own voice in an app's log: journal events in, log lines out. It remembers what was said of each dyno name, since
// a line says what changed from what. After a restart of the engine it takes that from the state.

import type { AppId } from '../../../shared/domain/app.ts'
import type { Dyno, DynoId } from '../../../shared/domain/dyno.ts'
import type { LogDraft } from '../../../shared/domain/log.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { apiLines } from './api-lines.ts'
import { dynoLines, type DynoEvent, type DynoFacts, type Told } from './dyno-lines.ts'

export type Narrator = {
  /** Call it for every event, in order. */
  tell(event: PlatformEvent): readonly LogDraft[]
}

type Known = DynoFacts & { readonly appId: AppId; readonly name: string }

export function createNarrator(state: PlatformState): Narrator {
  const dynos = new Map<DynoId, Known>()
  const told = new Map<string, Told>()
  for (const dyno of Object.values(state.dynos)) {
    dynos.set(dyno.id, factsOf(dyno))
    told.set(key(dyno.appId, dyno.name), { dynoId: dyno.id, state: dyno.state.kind, stopping: dyno.stopping?.why ?? null })
  }

  function tell(event: PlatformEvent): readonly LogDraft[] {
    if (event.app === null) return []
    if (event.type === 'app.destroyed') forgetApp(event.app)
    if (isDynoEvent(event)) return tellDyno(event, event.app)
    const app = state.apps[event.app]
    return app === undefined ? [] : drafts(event, event.app, 'api', apiLines(event, app))
  }

  function tellDyno(event: DynoEvent, appId: AppId): readonly LogDraft[] {
    const dyno = note(event, appId)
    if (dyno === null) return []
    const name = key(appId, dyno.name)
    const telling = dynoLines(event, dyno, told.get(name) ?? null)
    if (telling.told === null) told.delete(name)
    else told.set(name, telling.told)
    if (event.type === 'dyno.removed') dynos.delete(dyno.id)
    if (event.type === 'dyno.exited') dynos.set(dyno.id, { ...dyno, exitTold: true })
    return drafts(event, appId, dyno.name, telling.lines)
  }

  function note(event: DynoEvent, appId: AppId): Known | null {
    const id = event.data.dynoId
    if (event.type === 'dyno.created') {
      const { name, kind, size, command } = event.data
      dynos.set(id, { id, appId, name, kind, size, command, stopping: null, exitTold: false })
    }
    const dyno = dynos.get(id)
    if (dyno !== undefined && event.type === 'dyno.stopping') dynos.set(id, { ...dyno, stopping: event.data.why })
    return dynos.get(id) ?? null
  }

  function forgetApp(appId: AppId): void {
    for (const name of told.keys()) if (name.startsWith(`${appId}/`)) told.delete(name)
  }

  return { tell }
}

const key = (appId: AppId, name: string): string => `${appId}/${name}`

function factsOf({ id, appId, name, kind, size, command, stopping, state }: Dyno): Known {
  return { id, appId, name, kind, size, command, stopping: stopping?.why ?? null, exitTold: state.kind === 'down' }
}

const isDynoEvent = (event: PlatformEvent): event is DynoEvent => event.type.startsWith('dyno.')

function drafts(event: PlatformEvent, appId: AppId, ps: string, lines: readonly string[]): LogDraft[] {
  return lines.map((text) => ({ appId, at: event.at, source: 'heroku', ps, text }))
}
