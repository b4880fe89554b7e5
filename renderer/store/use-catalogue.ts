// The marketplace as the engine offers it now: services with their plans, and what each plan costs by the book in force.

import { useMemo } from 'react'
import type { Plan, Service } from '../../shared/add-ons/catalogue.ts'
import type { PlatformError } from '../../shared/errors/platform-error.ts'
import { useMirror } from './mirror.ts'
import { useAnswer } from './use-answer.ts'

export type Market = {
  readonly services: readonly Service[]
  readonly sources: Readonly<Record<string, string>>
  /** Micro-units of a month; null where no price is known. */
  priceOf(service: string, plan: string): number | null
  serviceOf(slug: string): Service | null
  planOf(service: string, plan: string): Plan | null
}

export type Catalogue = { readonly market: Market | null; readonly error: PlatformError | null; again(): void }

export function useCatalogue(): Catalogue {
  const moment = useMirror(({ state }) => `${state.era}/${state.prices?.book.title ?? ''}/${state.prices?.book.version ?? ''}`)
  const { value, error, again } = useAnswer('addons:services', nothing, 0, moment)
  const market = useMemo((): Market | null => {
    if (value === null) return null
    const prices = new Map(value.prices.map(({ plan, monthMicros }) => [plan, monthMicros]))
    const serviceOf = (slug: string): Service | null => value.services.find((one) => one.slug === slug) ?? null
    return {
      services: value.services, sources: value.sources, serviceOf,
      priceOf: (service, plan) => prices.get(`${service}:${plan}`) ?? null,
      planOf: (service, plan) => serviceOf(service)?.plans.find(({ name }) => name === plan) ?? null,
    }
  }, [value])
  return { market, error, again }
}

const nothing = {}
