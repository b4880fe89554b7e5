// What goes out: Heroku's form, with the resource as the Platform API shows it. Of a change, `previous_data` has the fields that were another
// way; of what is gone, `data` is how it last was. For that the newest look of each resource is remembered, for apps with webhooks only.

import type { App } from '../../../shared/domain/app.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { secondTime } from '../../../shared/text/time.ts'
import { listedOf, type Trigger } from './trigger.ts'

/** What a GET of this path of the Platform API answers to this person; null when there is nothing. */
export type Describe = (path: string, by: string) => Promise<unknown>

type Resource = Readonly<Record<string, unknown>>

export function createPayloads(describe: Describe) {
  const looks = new Map<string, Resource>()

  /** How everything of the app looks before something happens to it. */
  async function look(app: App): Promise<void> {
    remember(`/apps/${app.id}`, await describe(`/apps/${app.id}`, app.owner))
    for (const { list, one, by } of listedOf(app.id)) {
      const items = await describe(list, app.owner)
      if (Array.isArray(items)) for (const item of items as Resource[]) remember(`${one}${String(fieldAt(item, by))}`, item)
    }
  }

  /** null when there is nothing to show. */
  async function compose(app: App, eventId: string, { topic, action, path }: Trigger, event: PlatformEvent): Promise<string | null> {
    const before = looks.get(path) ?? {}
    const now = action === 'destroy' ? before : asResource(await describe(path, app.owner))
    if (action === 'destroy') looks.delete(path)
    else remember(path, now)
    if (now === null || Object.keys(now).length === 0) return null
    const by = actorOf(event) ?? app.owner
    const account = asResource(await describe('/account', by)) ?? {}
    const time = secondTime(event.at)
    return JSON.stringify({
      id: eventId, action, resource: topic.replace('api:', ''), actor: { email: by, id: account['id'] }, data: now, previous_data: action === 'update' ? changed(before, now) : {},
      sequence: null, version: 'application/vnd.heroku+json; version=3', created_at: time, published_at: time, updated_at: time,
    })
  }

  function remember(path: string, found: unknown): void {
    const resource = asResource(found)
    if (resource !== null) looks.set(path, resource)
  }

  function forget(appId: string): void {
    for (const path of looks.keys()) if (path.startsWith(`/apps/${appId}`)) looks.delete(path)
  }

  return { look, compose, forget }
}

const asResource = (found: unknown): Resource | null => (typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Resource) : null)

const fieldAt = (item: Resource, path: string): unknown => path.split('.').reduce<unknown>((found, name) => asResource(found)?.[name], item)

function actorOf({ data }: PlatformEvent): string | null {
  const by: unknown = 'by' in data ? data.by : null
  return typeof by === 'string' && by.includes('@') ? by : null
}

function changed(before: Resource, now: Resource): Resource {
  return Object.fromEntries(Object.entries(before).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(now[key])))
}
