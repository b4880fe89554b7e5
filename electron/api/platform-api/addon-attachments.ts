import { z } from 'zod'
import { attachmentsTo, defaultCredential, findAddOn, varOfAttachment, type Attachment } from '../../../shared/domain/add-on.ts'
import { findApp } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { addOnOf } from './addons.ts'
import { planShape } from './addon-services.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { apiTime } from './identifiers.ts'
import { appOf, call, stateOf } from './lookups.ts'
import { readBody } from './request-body.ts'
import { appShape, windowOf } from './shapes.ts'

const named = z.union([z.string(), z.object({ name: z.string().optional(), id: z.string().optional() })])
const createBody = z.object({ addon: named, app: named, name: z.string().nullish(), confirm: z.string().nullish(), namespace: z.string().nullish() })
const resolveBody = z.object({ addon_attachment: z.string(), app: z.string().nullish(), addon_service: z.string().nullish() })

export function listAttachments(request: ApiRequest): ApiAnswer {
  return list(Object.values(stateOf(request).attachments).map((one) => attachmentJson(request, one)), ['id', 'name'])
}

export function listAppAttachments(request: ApiRequest): ApiAnswer {
  const app = appOf(request)
  return list(Object.values(stateOf(request).attachments).filter(({ appId }) => appId === app.id).map((one) => attachmentJson(request, one)), ['id', 'name'])
}

export function listAddOnAttachments(request: ApiRequest): ApiAnswer {
  return list(attachmentsTo(stateOf(request), addOnOf(request).id).map((one) => attachmentJson(request, one)), ['id', 'name'])
}

export function getAttachment(request: ApiRequest): ApiAnswer {
  return ok(attachmentJson(request, attachmentOf(request)))
}

export function getAppAttachment(request: ApiRequest): ApiAnswer {
  const app = appOf(request)
  const wanted = request.param('attachment')
  const found = Object.values(stateOf(request).attachments).find(({ id, name, appId }) => appId === app.id && (id === wanted || name === wanted.toUpperCase()))
  if (found === undefined) throw new PlatformError('attachment-not-found', { app: app.name, name: wanted, known: 'see addons' })
  return ok(attachmentJson(request, found))
}

export async function createAttachment(request: ApiRequest): Promise<ApiAnswer> {
  const body = readBody(createBody, request.body, 'POST /addon-attachments')
  const app = findApp(stateOf(request), nameIn(body.app))
  if (app === null) throw new PlatformError('app-not-found', { app: nameIn(body.app) })
  const taken = Object.values(stateOf(request).attachments).some(({ appId, name }) => appId === app.id && name === body.name?.toUpperCase())
  // To replace one wants the app's name; its command line asks for it when it hears this, and sends it then.
  if (taken && body.confirm !== app.name) throw new PlatformError('confirmation-required', { app: app.name })
  const made = (await call(request, 'addons:attach', {
    addOn: nameIn(body.addon), app: app.id, ...(body.name == null ? {} : { as: body.name }), ...(body.confirm == null ? {} : { confirm: body.confirm }),
    ...(body.namespace == null ? {} : { credential: body.namespace.replace(/^credential:/, '') }),
  })) as { name: string }
  const attachment = Object.values(stateOf(request).attachments).find(({ appId, name }) => appId === app.id && name === made.name)
  if (attachment === undefined) throw new PlatformError('attachment-not-found', { app: app.name, name: made.name, known: 'see addons' })
  return created(attachmentJson(request, attachment))
}

export async function deleteAttachment(request: ApiRequest): Promise<ApiAnswer> {
  const attachment = attachmentOf(request)
  const before = attachmentJson(request, attachment)
  await call(request, 'addons:detach', { app: attachment.appId, attachment: attachment.name })
  return ok(before)
}

/** By its name, a config var of it, its id, or its add-on's name. */
export function resolveAttachment(request: ApiRequest): ApiAnswer {
  const body = readBody(resolveBody, request.body, 'POST /actions/addon-attachments/resolve')
  const state = stateOf(request)
  const app = body.app == null ? null : findApp(state, body.app)
  const wanted = body.addon_attachment
  const found = Object.values(state.attachments).filter((attachment) => {
    const addOn = state.addOns[attachment.addOnId]
    if (addOn === undefined || (body.addon_service != null && addOn.service !== body.addon_service)) return false
    if (app !== null && attachment.appId !== app.id) return false
    return [attachment.id, attachment.name, addOn.name, addOn.id, ...varsOf(request, attachment)].includes(wanted) || attachment.name === wanted.toUpperCase()
  })
  if (found.length === 0) throw new PlatformError('attachment-not-found', { app: app?.name ?? 'any app', name: wanted, known: 'see addons' })
  return list(found.map((one) => attachmentJson(request, one)), ['id', 'name'])
}

const nameIn = (value: z.infer<typeof named>): string => (typeof value === 'string' ? value : (value.id ?? value.name ?? ''))

function attachmentOf(request: ApiRequest): Attachment {
  const wanted = request.param('attachment')
  const attachment = Object.values(stateOf(request).attachments).find(({ id }) => id === wanted)
  if (attachment === undefined) throw new PlatformError('attachment-not-found', { app: 'The platform', name: wanted, known: 'see addons' })
  return attachment
}

function varsOf(request: ApiRequest, { addOnId, name, credential }: Attachment): string[] {
  const addOn = stateOf(request).addOns[addOnId]
  return Object.keys(addOn?.config[credential] ?? {}).map((key) => varOfAttachment(addOn?.service ?? '', name, key))
}

/** The config vars' names and the plan come by `Accept-Inclusion` on Heroku; here always. */
function attachmentJson(request: ApiRequest, attachment: Attachment): Record<string, unknown> {
  const { id, name, addOnId, appId, credential, createdAt } = attachment
  const { apps } = stateOf(request)
  const addOn = findAddOn(stateOf(request), addOnId)
  const shape = (one: string): unknown => (apps[one] === undefined ? { id: one, name: 'gone' } : appShape(apps[one]))
  return {
    id, name, app: shape(appId), addon: { id: addOnId, name: addOn?.name ?? 'gone', app: shape(addOn?.appId ?? appId), plan: planShape(`${addOn?.service ?? ''}:${addOn?.plan ?? ''}`) }, namespace: credential === defaultCredential ? null : `credential:${credential}`,
    config_vars: varsOf(request, attachment), log_input_url: null, web_url: windowOf(request), created_at: apiTime(createdAt), updated_at: apiTime(createdAt),
  }
}
