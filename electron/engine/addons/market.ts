// The marketplace as calls meet it: which service and plan somebody means, and what they cost by the book in force.

import { plansOf, type Catalogue, type Plan, type Service } from '../../../shared/add-ons/catalogue.ts'
import { addOnPrice, type PriceBook } from '../../../shared/billing/price-book.ts'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { Era } from '../../../shared/domain/dyno-sizes.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'

export type Choice = { readonly service: Service; readonly plan: Plan }

/** `named` is a service, with a plan behind a colon or the usual one. */
export function chosen(catalogue: Catalogue, era: Era, named: string): Choice {
  const [slug = '', planName] = named.split(':', 2)
  const service = requireService(catalogue, slug)
  return { service, plan: requirePlan(service, era, planName ?? service.usualPlan[era]) }
}

export function requireService(catalogue: Catalogue, slug: string): Service {
  const service = catalogue.services.find((one) => one.slug === slug)
  if (service !== undefined) return service
  const near = catalogue.services.filter((one) => one.slug.includes(slug) || one.title.toLowerCase().includes(slug.toLowerCase()))
  const known = (near.length > 0 ? near : catalogue.services).map((one) => one.slug).join(', ')
  throw new PlatformError('addon-service-unknown', { service: slug, suggestion: near.length > 0 ? `Did you mean ${known}?` : `Services: ${known}.` })
}

/** Plans of this era are offered. */
function requirePlan(service: Service, era: Era, name: string): Plan {
  const plan = plansOf(service, era).find((one) => one.name === name)
  if (plan === undefined) throw new PlatformError('addon-plan-unknown', { service: service.slug, plan: name, known: plansOf(service, era).map((one) => one.name).join(', ') })
  return plan
}

/** Another plan for one that is there; it may name the service as well. */
export function otherPlan(catalogue: Catalogue, era: Era, addOn: AddOn, named: string): Plan {
  const service = requireService(catalogue, addOn.service)
  const [first = '', second] = named.split(':', 2)
  if (second !== undefined && first !== addOn.service) throw new PlatformError('addon-plan-other-service', { plan: named, service: addOn.service, known: plansOf(service, era).map((one) => one.name).join(', ') })
  const plan = requirePlan(service, era, second ?? first)
  if (plan.name === addOn.plan) throw new PlatformError('addon-plan-same', { addOn: addOn.name, plan: plan.name })
  return plan
}

/** Of an add-on that is there; its plan may be one of the other era. */
export function planOf(catalogue: Catalogue, addOn: AddOn): Plan {
  const plan = catalogue.services.find(({ slug }) => slug === addOn.service)?.plans.find(({ name }) => name === addOn.plan)
  if (plan === undefined) throw new PlatformError('addon-plan-unknown', { service: addOn.service, plan: addOn.plan, known: 'see addons:plans' })
  return plan
}

/** Prices of all plans, where the book has one. */
export function pricesOf(catalogue: Catalogue, book: PriceBook | null, era: Era): { plan: string; monthMicros: number | null }[] {
  return catalogue.services.flatMap(({ slug, plans }) => plans.map(({ name }) => ({ plan: `${slug}:${name}`, monthMicros: book === null ? null : addOnPrice(book, era, `${slug}:${name}`) })))
}

/** `service:plan` of what somebody names, the usual plan if none is; null: there is no such service. */
export function planNamed(catalogue: Catalogue, era: Era, named: string): string | null {
  if (named.includes(':')) return named
  const service = catalogue.services.find(({ slug }) => slug === named)
  return service === undefined ? null : `${named}:${service.usualPlan[era]}`
}
