import { z } from 'zod'
import type { App } from '../../../shared/domain/app.ts'
import { defaultDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { list, ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { apiTime, idOf } from './identifiers.ts'
import { appOf, call, currentSlug, stateOf } from './lookups.ts'
import { readBody } from './request-body.ts'
import { appShape, sizeLabel } from './shapes.ts'

const change = z.object({
  /** A number, or as the CLI sends it: "2", "+1", "-1". */
  quantity: z.union([z.number().int(), z.string().max(16)]).optional(),
  size: z.string().max(64).optional(),
  dyno_size: z.union([z.string(), z.object({ name: z.string() }).transform((size) => size.name)]).optional(),
})
const batchBody = z.object({ updates: z.array(change.extend({ type: z.string().max(140) })).min(1).max(50) })

export function listFormation(request: ApiRequest): ApiAnswer {
  return list(formationJson(request, appOf(request)), ['type', 'id'])
}

export function getFormation(request: ApiRequest): ApiAnswer {
  return ok(entryOf(request, request.param('type')))
}

export async function updateFormation(request: ApiRequest): Promise<ApiAnswer> {
  const { updates } = readBody(batchBody, request.body, 'PATCH /apps/:app/formation')
  const app = appOf(request)
  await call(request, 'ps:scale', { app: app.id, changes: updates.map((update) => ({ ...asked(update), type: typeOf(request, app, update.type) })) })
  return ok(formationJson(request, appOf(request)))
}

export async function updateOneFormation(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const type = typeOf(request, app, request.param('type'))
  await call(request, 'ps:scale', { app: app.id, changes: [{ ...asked(readBody(change, request.body, 'PATCH /apps/:app/formation/:type')), type }] })
  return ok(entryOf(request, type))
}

function asked(update: z.output<typeof change>): { quantity?: number | string; size?: string } {
  const size = update.size ?? update.dyno_size
  return { ...(update.quantity === undefined ? {} : { quantity: update.quantity }), ...(size === undefined ? {} : { size }) }
}

/** The path may name an entry by its id. */
function typeOf(request: ApiRequest, app: App, typeOrId: string): string {
  const entry = formationJson(request, app).find((one) => one['id'] === typeOrId)
  return entry === undefined ? typeOrId : String(entry['type'])
}

function entryOf(request: ApiRequest, typeOrId: string): Record<string, unknown> {
  const all = formationJson(request, appOf(request))
  const entry = all.find((one) => one['type'] === typeOrId || one['id'] === typeOrId)
  if (entry === undefined) throw new PlatformError('type-not-found', { type: typeOrId, known: all.map((one) => one['type']).join(', ') || 'none' })
  return entry
}

/** The process types of the current slug; Heroku shows no others. */
function formationJson(request: ApiRequest, app: App): Record<string, unknown>[] {
  const types = currentSlug(stateOf(request), app)?.processTypes ?? {}
  return Object.entries(types).map(([type, command]) => {
    const { quantity, size } = app.formation[type] ?? { quantity: 0, size: defaultDynoSize }
    return {
      id: idOf('formation', `${app.id}:${type}`), app: appShape(app), type, command, quantity, size: sizeLabel(size),
      dyno_size: { id: idOf('dyno-size', size), name: sizeLabel(size) }, created_at: apiTime(app.createdAt), updated_at: apiTime(app.updatedAt),
    }
  })
}
