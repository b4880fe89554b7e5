import { z } from 'zod'
import { addOnStateWords, attachmentsTo, findAddOn, varOfAttachment, type AddOn } from '../../../shared/domain/add-on.ts'
import type { App } from '../../../shared/domain/app.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { accepted, created, list, ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { marketOf, planShape, plansOf, priceJson, serviceJson, serviceShape, type Market } from './addon-services.ts'
import { apiTime, idOf } from './identifiers.ts'
import { appOf, call, stateOf } from './lookups.ts'
import { readBody } from './request-body.ts'
import { appShape, windowOf } from './shapes.ts'

const createBody = z.object({
  plan: z.union([z.string(), z.object({ name: z.string() })]), name: z.string().optional(),
  attachment: z.object({ name: z.string().nullish() }).nullish(), config: z.record(z.string(), z.unknown()).nullish(),
})
const updateBody = z.object({ plan: z.union([z.string(), z.object({ name: z.string() })]).optional(), name: z.string().optional() })
const deleteBody = z.object({ force: z.boolean().nullish() })
const resolveBody = z.object({ addon: z.string(), app: z.string().nullish(), addon_service: z.string().nullish() })

export async function listAddOns(request: ApiRequest): Promise<ApiAnswer> {
  const market = await marketOf(request)
  return list(Object.values(stateOf(request).addOns).map((addOn) => addOnJson(request, market, addOn)), ['id', 'name'])
}

/** By `Accept-Expansion`, the service and the plan are whole. */
export async function addOnShape(request: ApiRequest, addOn: AddOn): Promise<Record<string, unknown>> {
  return addOnJson(request, await marketOf(request), addOn)
}

/** Those that it pays for, and those that are attached to it. */
export async function listAppAddOns(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const { addOns, attachments } = stateOf(request)
  const attached = new Set(Object.values(attachments).filter(({ appId }) => appId === app.id).map(({ addOnId }) => addOnId))
  const market = await marketOf(request)
  return list(Object.values(addOns).filter((addOn) => addOn.appId === app.id || attached.has(addOn.id)).map((addOn) => addOnJson(request, market, addOn)), ['id', 'name'])
}

export async function getAddOn(request: ApiRequest): Promise<ApiAnswer> {
  return ok(addOnJson(request, await marketOf(request), addOnOf(request)))
}

export async function createAddOn(request: ApiRequest): Promise<ApiAnswer> {
  const { plan, name, attachment, config } = readBody(createBody, request.body, 'POST /apps/:app/addons')
  const app = appOf(request)
  const options = Object.fromEntries(Object.entries(config ?? {}).map(([key, value]) => [key, String(value)]))
  const made = (await call(request, 'addons:create', {
    app: app.id, service: typeof plan === 'string' ? plan : plan.name, options, ...(name === undefined ? {} : { name }), ...(attachment?.name == null ? {} : { as: attachment.name }),
  })) as { id: string }
  const addOn = requireAddOn(request, made.id)
  return (addOn.state === 'provisioned' ? created : accepted)(addOnJson(request, await marketOf(request), addOn))
}

export async function updateAddOn(request: ApiRequest): Promise<ApiAnswer> {
  const { plan, name } = readBody(updateBody, request.body, 'PATCH /apps/:app/addons/:addon')
  const addOn = addOnOf(request)
  const wanted = typeof plan === 'string' ? plan : plan?.name
  // The Go client, and Terraform with it, sends "" for a plan that stays.
  if (wanted !== undefined && wanted !== '') await call(request, 'addons:upgrade', { addOn: addOn.name, plan: wanted, ...(name === undefined ? {} : { name }) })
  else if (name !== undefined) await call(request, 'addons:rename', { addOn: addOn.name, name })
  return ok(addOnJson(request, await marketOf(request), requireAddOn(request, addOn.id)))
}

/** Heroku's clients have asked for the app's name before they send this. */
export async function deleteAddOn(request: ApiRequest): Promise<ApiAnswer> {
  const { force } = readBody(deleteBody, request.body ?? {}, 'DELETE /apps/:app/addons/:addon')
  const addOn = addOnOf(request)
  const app = stateOf(request).apps[addOn.appId]
  const market = await marketOf(request)
  const before = addOnJson(request, market, addOn)
  await call(request, 'addons:destroy', { addOn: addOn.name, confirm: app?.name ?? '', ...(force == null ? {} : { force }) })
  return ok({ ...before, state: 'deprovisioned' })
}

/** By name or id, its service, its plan, an attachment's name or one of its config vars. Heroku refuses what could be several. */
export async function resolveAddOn(request: ApiRequest): Promise<ApiAnswer> {
  const { addon, app } = readBody(resolveBody, request.body, 'POST /actions/addons/resolve')
  const market = await marketOf(request)
  const matches = addOnsNamed(request, addon, app ?? null)
  if (matches.length === 0) throw new PlatformError('addon-not-found', { addOn: addon, suggestion: 'List them with addons.' })
  return list(matches.map((addOn) => addOnJson(request, market, addOn)), ['id', 'name'])
}

export function addOnOf(request: ApiRequest): AddOn {
  return requireAddOn(request, request.param('addon'))
}

function requireAddOn(request: ApiRequest, nameOrId: string): AddOn {
  const addOn = findAddOn(stateOf(request), nameOrId)
  if (addOn === null) throw new PlatformError('addon-not-found', { addOn: nameOrId, suggestion: 'List them with addons.' })
  return addOn
}

function addOnsNamed(request: ApiRequest, named: string, appNamed: string | null): AddOn[] {
  const state = stateOf(request)
  const exact = findAddOn(state, named)
  if (exact !== null) return [exact]
  const wanted = named.toUpperCase()
  return Object.values(state.addOns).filter((addOn) => {
    const attachments = attachmentsTo(state, addOn.id).filter(({ appId }) => appNamed === null || appId === appNamed || state.apps[appId]?.name === appNamed)
    if (attachments.length === 0 && appNamed !== null) return false
    return named === addOn.service || named === `${addOn.service}:${addOn.plan}` || attachments.some(({ name }) => name === wanted) || configVarsOf(request, addOn).includes(wanted)
  })
}

/** Names of the config vars in the app that pays. */
function configVarsOf(request: ApiRequest, addOn: AddOn, app: App['id'] = addOn.appId): string[] {
  return attachmentsTo(stateOf(request), addOn.id)
    .filter(({ appId }) => appId === app)
    .flatMap(({ name, credential }) => Object.keys(addOn.config[credential] ?? {}).map((key) => varOfAttachment(addOn.service, name, key)))
}

function addOnJson(request: ApiRequest, market: Market, addOn: AddOn): Record<string, unknown> {
  const app = stateOf(request).apps[addOn.appId]
  const shape = app === undefined ? { id: addOn.appId, name: 'gone' } : appShape(app)
  const plan = `${addOn.service}:${addOn.plan}`
  const state = addOn.state === 'errored' || addOn.state === 'deprovisioning' ? 'deprovisioned' : addOn.state
  return {
    id: addOn.id, name: addOn.name, app: shape, billing_entity: { ...shape, type: 'app' }, ...expanded(request, market, addOn),
    billed_price: priceJson(market, plan), config_vars: configVarsOf(request, addOn), state, provider_id: idOf('provider', addOn.id), provision_message: addOn.message ?? `${addOn.name} is ${addOnStateWords[addOn.state]}`,
    actions: [], web_url: windowOf(request), created_at: apiTime(addOn.createdAt), updated_at: apiTime(addOn.provisionedAt ?? addOn.createdAt),
  }
}

function expanded({ headers }: ApiRequest, market: Market, { service: slug, plan: name }: AddOn): Record<string, unknown> {
  const asked = String(headers['accept-expansion'] ?? '').split(',').map((part) => part.trim())
  const service = market.services.find((one) => one.slug === slug)
  const plan = service === undefined ? undefined : plansOf(market, slug).plans.find((one) => one['name'] === `${slug}:${name}`)
  return {
    addon_service: asked.includes('addon_service') && service !== undefined ? serviceJson(service) : serviceShape(slug),
    plan: asked.includes('plan') && plan !== undefined ? plan : planShape(`${slug}:${name}`),
  }
}
