// Of add-ons, what few clients ask for: config vars for the owner, actions, where services are to be had, plans of one service.

import { z } from 'zod'
import { defaultCredential } from '../../../../shared/domain/add-on.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { addOnOf, addOnShape } from '../addons.ts'
import { marketOf, plansOf, serviceJson, serviceNamed } from '../addon-services.ts'
import { idOf } from '../identifiers.ts'
import { readBody } from '../request-body.ts'
import { regionJson } from './places.ts'

const actionBody = z.object({}).passthrough()

export function getAddOnConfig(request: ApiRequest): ApiAnswer {
  return list(Object.entries(addOnOf(request).config[defaultCredential] ?? {}).map(([name, value]) => ({ name, value })), ['name'])
}

/** Heroku lets a partner do this, with the partner's token; the owner changes an add-on by its service's own commands. */
export function updateAddOnConfig(request: ApiRequest): ApiAnswer {
  throw new PlatformError('forbidden', { why: `the config vars of ${addOnOf(request).name} are its service's to change` })
}

/** Provisioning and its end are told by a partner; to the owner they are over already, or under way. */
export const provisionAddOn = (request: ApiRequest): Promise<ApiAnswer> => confirmAction(request, 'provision')
export const deprovisionAddOn = (request: ApiRequest): Promise<ApiAnswer> => confirmAction(request, 'deprovision')

async function confirmAction(request: ApiRequest, action: 'provision' | 'deprovision'): Promise<ApiAnswer> {
  readBody(actionBody, request.body, `POST /addons/:addon/actions/${action}`)
  const addOn = addOnOf(request)
  if (action === 'provision' && addOn.state === 'provisioned') return ok(await addOnShape(request, addOn))
  throw new PlatformError('addon-not-ready', { addOn: addOn.name, state: addOn.state, fix: `Its service says by itself when it is done with ${action}. Nothing was changed.` })
}

export async function listServicePlan(request: ApiRequest): Promise<ApiAnswer> {
  const { name, plans } = plansOf(await marketOf(request), request.param('service'))
  const wanted = request.param('plan')
  const found = plans.find((plan) => [plan['name'], plan['id'], String(plan['name']).split(':')[1]].includes(wanted))
  if (found === undefined) throw new PlatformError('addon-plan-unknown', { service: name, plan: wanted, known: plans.map((plan) => plan['name']).join(', ') })
  return ok(found)
}

export async function listRegionCapabilities(request: ApiRequest): Promise<ApiAnswer> {
  const market = await marketOf(request)
  const wanted = request.param('service')
  const services = wanted === '' ? market.services : [serviceNamed(market, wanted)]
  return list(services.map((service) => ({ id: idOf('addon-region-capability', service.slug), addon_service: serviceJson(service), region: regionJson(), supports_private_networking: false })), ['id'])
}
