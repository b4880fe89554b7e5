// What a partner's answer means, purely (add-on partner API v3 as of its public documents; what is from memory stands in SPEC.md).
// People are shown a partner's own words only for 422 and 503, as on Heroku; everything else is said in ours.

import { z } from 'zod'
import type { Partner } from '../../../../shared/domain/partner.ts'
import type { PartnerAnswer } from '../../ports/partner-http.ts'

export type Made = {
  readonly kind: 'made' | 'later'
  readonly providerId: string | null
  readonly message: string | null
  readonly config: Readonly<Record<string, string>>
}
/** `isUnsure`: it may have been made all the same. */
export type Failed = { readonly kind: 'failed'; readonly why: string; readonly isUnsure: boolean }

/** Within which Heroku wants an answer. */
const wantedMs = 3000
export const limitMs = 25_000
const maxWords = 500
const maxConfigBytes = 32 * 1024

/** More is let through: partners send what they like. */
const body = z.looseObject({ id: z.union([z.string().max(200), z.number()]).nullish(), message: z.string().nullish(), config: z.record(z.string(), z.union([z.string(), z.number()])).nullish() })

/** To a request to provision, or to change the plan. */
export function madeBy(partner: Pick<Partner, 'title' | 'vars'>, answer: PartnerAnswer): Made | Failed {
  if (answer.kind === 'problem') return { kind: 'failed', why: answer.why, isUnsure: answer.wasSent }
  const { status, text } = answer
  if (status === 422 || status === 503) return { kind: 'failed', why: wordsIn(text) ?? `it answered ${status} and did not say why`, isUnsure: false }
  if (status >= 300 && status < 400) return { kind: 'failed', why: `it answered ${status}, a redirect, and none is followed`, isUnsure: false }
  if (status !== 200 && status !== 201 && status !== 202) return { kind: 'failed', why: `it answered ${status}`, isUnsure: status >= 500 }
  const parsed = body.safeParse(json(text))
  if (!parsed.success) return { kind: 'failed', why: json(text) === undefined ? 'it answered with something that is not JSON' : `its answer has something wrong at ${parsed.error.issues[0]?.path.join('.') || 'its top'}`, isUnsure: true }
  const { id, message, config } = parsed.data
  const wrong = wrongIn(partner, config ?? {})
  if (wrong !== null) return { kind: 'failed', why: wrong, isUnsure: true }
  const late = answer.tookMs > wantedMs ? `It answered after ${(answer.tookMs / 1000).toFixed(1)} seconds; Heroku wants an answer in ${wantedMs / 1000}.` : ''
  const said = [plain(message ?? ''), late].filter((part) => part !== '').join(' ')
  return {
    kind: status === 202 ? 'later' : 'made', providerId: id == null ? null : String(id), message: said === '' ? null : said,
    config: Object.fromEntries(Object.entries(config ?? {}).map(([key, value]) => [key, String(value)])),
  }
}

/** null when it is gone, if it ever was there. */
export function notRemoved(answer: PartnerAnswer): string | null {
  if (answer.kind === 'problem') return answer.why
  const { status } = answer
  return (status >= 200 && status < 300) || status === 404 || status === 410 ? null : `it answered ${status} to being asked to remove it`
}

/** What is worth another try with the same uuid. */
export const mayPass = (answer: PartnerAnswer): boolean => (answer.kind === 'problem' ? answer.why !== 'that address is not allowed' && !answer.why.startsWith('it answered') : [429, 500, 502, 504].includes(answer.status))

/** Names that the manifest has, and not too much. */
export function wrongIn({ vars }: Pick<Partner, 'vars'>, config: Readonly<Record<string, unknown>>): string | null {
  const strange = Object.keys(config).find((key) => !vars.includes(key))
  if (strange !== undefined) return `it gave the config var ${plain(strange).slice(0, 64)}, which its manifest does not have (${vars.join(', ') || 'none'})`
  return JSON.stringify(config).length > maxConfigBytes ? `its config vars take more than ${maxConfigBytes / 1024} KB` : null
}

function wordsIn(text: string): string | null {
  const said = z.looseObject({ message: z.string().min(1) }).safeParse(json(text))
  return said.success && plain(said.data.message) !== '' ? plain(said.data.message).replace(/\.$/, '') : null
}

/** One line without control characters. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ').trim()
  return line.length > maxWords ? `${line.slice(0, maxWords)}…` : line
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
