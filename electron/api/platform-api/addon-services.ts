import type { Plan, Service } from '../../../shared/add-ons/catalogue.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import { list, ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { apiTime, idOf } from './identifiers.ts'
import { call } from './lookups.ts'
import { generationShape } from './shapes.ts'

export type Market = CallOutput<'addons:services'>

export const serviceShape = (slug: string) => ({ id: idOf('addon-service', slug), name: slug })
export const planShape = (name: string) => ({ id: idOf('plan', name), name })
export const marketOf = async (request: ApiRequest): Promise<Market> => (await call(request, 'addons:services', {})) as Market

export async function listServices(request: ApiRequest): Promise<ApiAnswer> {
  return list((await marketOf(request)).services.map(serviceJson), ['name', 'id'])
}

export async function getService(request: ApiRequest): Promise<ApiAnswer> {
  return ok(serviceJson(serviceNamed(await marketOf(request), request.param('service'))))
}

export async function listPlans(request: ApiRequest): Promise<ApiAnswer> {
  return list(plansOf(await marketOf(request), request.param('service')).plans, ['name', 'id'])
}

export function plansOf(market: Market, wanted: string): { readonly name: string; readonly plans: Record<string, unknown>[] } {
  const service = serviceNamed(market, wanted)
  return { name: service.slug, plans: service.plans.map((plan) => planJson(market, service, plan)) }
}

export async function getPlan(request: ApiRequest): Promise<ApiAnswer> {
  const market = await marketOf(request)
  const wanted = request.param('plan')
  for (const service of market.services) {
    for (const plan of service.plans) {
      const name = `${service.slug}:${plan.name}`
      if (wanted === name || wanted === idOf('plan', name)) return ok(planJson(market, service, plan))
    }
  }
  const [service = '', plan = ''] = wanted.split(':')
  throw new PlatformError('addon-plan-unknown', { service, plan, known: market.services.find(({ slug }) => slug === service)?.plans.map(({ name }) => name).join(', ') ?? 'none' })
}

/** Whole cents of a month, as Heroku's. What has no price here says 0 cents, and `contract`, which its clients show as a word. */
export function priceJson({ prices }: Market, plan: string): Record<string, unknown> {
  const micros = prices.find((price) => price.plan === plan)?.monthMicros ?? null
  return { cents: micros === null ? 0 : Math.round(micros / 10_000), contract: micros === null, unit: 'month' }
}

export function serviceNamed({ services }: Market, wanted: string): Service {
  const service = services.find(({ slug }) => slug === wanted || idOf('addon-service', slug) === wanted)
  if (service === undefined) throw new PlatformError('addon-service-unknown', { service: wanted, suggestion: `Services: ${services.map(({ slug }) => slug).join(', ')}.` })
  return service
}

export function serviceJson(service: Service): Record<string, unknown> {
  return {
    ...serviceShape(service.slug), human_name: service.title, cli_plugin_name: null, state: 'ga', supports_multiple_installations: service.multiple, supports_sharing: service.sharing,
    supported_generations: [generationShape()], created_at: apiTime(0), updated_at: apiTime(0),
  }
}

function planJson(market: Market, service: Service, plan: Plan): Record<string, unknown> {
  const name = `${service.slug}:${plan.name}`
  const isUsual = Object.values(service.usualPlan).includes(plan.name)
  return {
    ...planShape(name), addon_service: serviceShape(service.slug), human_name: plan.title, description: `${service.title} ${plan.title}`, default: isUsual, space_default: false, price: priceJson(market, name),
    state: 'ga', visible: true, compliance: null, installable_inside_private_network: false, installable_outside_private_network: true, created_at: apiTime(0), updated_at: apiTime(0),
  }
}
