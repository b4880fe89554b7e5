// Dyno sizes of the era, with the price of the book in force.

import { dynoPrice } from '../../../../shared/billing/price-book.ts'
import { dynoSizes, type DynoSize } from '../../../../shared/domain/dyno-sizes.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { idOf } from '../identifiers.ts'
import { appOf, stateOf } from '../lookups.ts'
import { generationShape } from '../shapes.ts'

const gib = 1024 ** 3
/** Shares of a processor that a size has at least (devcenter dyno-types, 2024-06-04); where it is not told, one. */
const shares: Readonly<Record<string, number>> = { 'standard-2x': 2, 'performance-m': 12, 'performance-l': 50, 'performance-l-ram': 24, 'performance-xl': 50, 'performance-2xl': 100 }

export const listDynoSizes = (request: ApiRequest): ApiAnswer => list(ofEra(request).map((size) => sizeJson(request, size)), ['name', 'id'])

export function listAppDynoSizes(request: ApiRequest): ApiAnswer {
  appOf(request)
  return listDynoSizes(request)
}

export function getDynoSize(request: ApiRequest): ApiAnswer {
  const wanted = request.param('size')
  const found = ofEra(request).find(({ name }) => name === wanted.toLowerCase() || idOf('dyno-size', name) === wanted)
  if (found === undefined) throw new PlatformError('size-not-found', { size: wanted, known: ofEra(request).map(({ label }) => label).join(', ') })
  return ok(sizeJson(request, found))
}

const ofEra = (request: ApiRequest): DynoSize[] => dynoSizes.filter(({ eras }) => eras.includes(stateOf(request).era))

function sizeJson(request: ApiRequest, { name, label, tier, memoryBytes, monthPriceMicros }: DynoSize): Record<string, unknown> {
  const { prices, era } = stateOf(request)
  const monthMicros = prices === null ? monthPriceMicros : (dynoPrice(prices.book, era, name)?.monthMicros ?? null)
  const compute = shares[name] ?? 1
  return {
    id: idOf('dyno-size', name), name: label, architecture: process.arch === 'arm64' ? 'arm64' : 'amd64', compute, memory: memoryBytes / gib, dedicated: tier === 'performance', precise_dyno_units: compute,
    cost: monthMicros === null ? null : { cents: Math.round(monthMicros / 10_000), unit: 'month' }, generation: generationShape(), private_space_only: false,
  }
}
