// What comes in, checked: Toxiproxy's fields and defaults, and a bound for every value. Fields it does not know it leaves out, as Toxiproxy.

import { z } from 'zod'
import { attributesOf } from '../../../shared/wire/attributes.ts'
import type { Toxic, ToxicSettings } from '../../../shared/wire/toxic.ts'
import { wireLimits } from '../../../shared/wire/wire-limits.ts'
import { ApiError } from './api-error.ts'

const name = z.string().max(128)
const address = z.string().max(256)
const proxyBody = z.object({ name: name.nullish(), listen: address.nullish(), upstream: address.nullish(), enabled: z.boolean().nullish() })
const proxyList = z.array(proxyBody).max(wireLimits.proxies)
const toxicBody = z.object({ name: name.nullish(), type: z.string().max(64).nullish(), stream: z.string().max(64).nullish(), toxicity: z.number().min(0).max(1).nullish(), attributes: z.unknown().optional() })
const toxicChange = z.object({ toxicity: z.number().min(0).max(1).nullish(), attributes: z.record(z.string(), z.unknown()).nullish() })

const dayMs = 86_400_000
const ms = z.number().min(0).max(dayMs).default(0)
const bytes = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0)
const attributes = {
  latency: z.object({ latency: ms, jitter: ms, distribution: z.enum(['uniform', 'normal', 'pareto']).default('uniform') }).transform((one) => ({ type: 'latency' as const, latencyMs: one.latency, jitterMs: one.jitter, distribution: one.distribution })),
  bandwidth: z.object({ rate: z.number().min(0).max(1e9).default(0) }).transform(({ rate }) => ({ type: 'bandwidth' as const, rateKBps: rate })),
  slow_close: z.object({ delay: ms }).transform(({ delay }) => ({ type: 'slow_close' as const, delayMs: delay })),
  timeout: z.object({ timeout: ms }).transform(({ timeout }) => ({ type: 'timeout' as const, timeoutMs: timeout })),
  reset_peer: z.object({ timeout: ms }).transform(({ timeout }) => ({ type: 'reset_peer' as const, timeoutMs: timeout })),
  slicer: z
    .object({ average_size: z.number().int().min(1, 'average_size must be at least 1').max(1_000_000), size_variation: z.number().int().min(0).max(1_000_000).default(0), delay: z.number().min(0).max(dayMs * 1000).default(0) })
    .transform((one) => ({ type: 'slicer' as const, averageSize: one.average_size, sizeVariation: one.size_variation, delayUs: one.delay })),
  limit_data: z.object({ bytes }).transform((one) => ({ type: 'limit_data' as const, bytes: one.bytes })),
  loss: z.object({ percent: z.number().min(0).max(100).default(0), retransmit: z.number().min(0).max(dayMs).default(200) }).transform(({ percent, retransmit }) => ({ type: 'loss' as const, percent, retransmitMs: retransmit })),
  corrupt: z.object({ per_million: z.number().min(0).max(1_000_000).default(0) }).transform((one) => ({ type: 'corrupt' as const, perMillion: one.per_million })),
} satisfies Record<ToxicSettings['type'], z.ZodType<ToxicSettings>>

export type NewProxy = { readonly name: string; readonly listen: string; readonly upstream: string; readonly enabled: boolean }

/** Where it does not say: any free port, on loopback. */
const anywhere = '127.0.0.1:0'

export function newProxy(body: unknown): NewProxy {
  return filledIn(checked(proxyBody, body), '')
}

/** All are checked before any is made. */
export function newProxies(body: unknown): readonly NewProxy[] {
  return checked(proxyList, body).map((proxy, index) => filledIn(proxy, ` at proxy ${index + 1}`))
}

export function proxyChange(body: unknown): { readonly listen?: string; readonly upstream?: string; readonly enabled?: boolean } {
  const { listen, upstream, enabled } = checked(proxyBody, body)
  return { ...(listen == null ? {} : { listen: listen || anywhere }), ...(upstream == null ? {} : { upstream }), ...(enabled == null ? {} : { enabled }) }
}

export function newToxic(body: unknown): Toxic {
  const given = checked(toxicBody, body)
  const stream = given.stream ?? 'downstream'
  if (stream !== 'upstream' && stream !== 'downstream') throw new ApiError(400, 'stream was invalid, can be either upstream or downstream')
  const type = given.type ?? ''
  return { name: given.name || `${type}_${stream}`, stream, toxicity: given.toxicity ?? 1, settings: settingsOf(type, given.attributes ?? {}) }
}

/** Attributes that it does not name stay. */
export function changedToxic(toxic: Toxic, body: unknown): Toxic {
  const { toxicity, attributes: given } = checked(toxicChange, body)
  return { ...toxic, toxicity: toxicity ?? toxic.toxicity, settings: settingsOf(toxic.settings.type, { ...attributesOf(toxic.settings), ...given }) }
}

function settingsOf(type: string, given: unknown): ToxicSettings {
  if (!Object.hasOwn(attributes, type)) throw new ApiError(400, 'invalid toxic type')
  return checked(attributes[type as keyof typeof attributes] as z.ZodType<ToxicSettings>, given)
}

function filledIn({ name: given, listen, upstream, enabled }: z.infer<typeof proxyBody>, where: string): NewProxy {
  if (!given) throw new ApiError(400, `missing required field: name${where}`)
  if (!upstream) throw new ApiError(400, `missing required field: upstream${where}`)
  return { name: given, listen: listen || anywhere, upstream, enabled: enabled ?? true }
}

function checked<T>(schema: z.ZodType<T>, given: unknown): T {
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `
  throw new ApiError(400, `bad request body: ${where}${issue?.message ?? 'unreadable'}`)
}
