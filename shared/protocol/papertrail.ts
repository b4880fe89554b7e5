// The log service papertrail in the contract. `addOn` takes a name or an id.

import { z } from 'zod'
import { alertMinutesMost, alertTimesMost, type ArchiveFacts, type FoundLine, type KeptFacts, type SearchAnswer } from '../domain/log-search.ts'
import { queryMaxLength } from '../log-search/parse-query.ts'

const addOn = z.string().min(1).max(80)
const query = z.string().max(queryMaxLength + 1)
const name = z.string().min(1).max(60)
const done = z.object({ seq: z.number().int() })
const webhook = z.string().min(1).max(2048).nullable()
const alert = z.object({ times: z.number().int().min(1).max(alertTimesMost), minutes: z.number().int().min(1).max(alertMinutesMost), webhook })

export const papertrailCalls = {
  /** The newest `limit` lines that match, before the line `before` if that is given; all matches are counted. */
  'papertrail:search': { input: z.object({ addOn, query, before: z.number().int().positive().optional(), limit: z.number().int().min(0).max(1000).default(200) }), output: z.custom<SearchAnswer>() },
  'papertrail:info': { input: z.object({ addOn }), output: z.custom<KeptFacts>() },
  'papertrail:archives': { input: z.object({ addOn }), output: z.object({ archives: z.array(z.custom<ArchiveFacts>()) }) },
  /** Keeps a search; one of that name is replaced and keeps its alert. */
  'papertrail:save': { input: z.object({ addOn, name, query }), output: done },
  /** With its alert. */
  'papertrail:forget': { input: z.object({ addOn, name }), output: done },
  /** null turns it off. */
  'papertrail:alert': { input: z.object({ addOn, name, alert: alert.nullable() }), output: done },
} as const

const addOnId = z.string()

export const papertrailEvents = {
  'search.saved': z.object({ addOnId, name: z.string(), query: z.string() }),
  'search.forgotten': z.object({ addOnId, name: z.string() }),
  'search.alertSet': z.object({ addOnId, name: z.string(), alert: alert.nullable() }),
  /** So many lines matched within its minutes. */
  'search.alerted': z.object({ addOnId, name: z.string(), count: z.number().int(), example: z.string() }),
  /** It could not be posted, whatever was tried. */
  'search.alertFailed': z.object({ addOnId, name: z.string(), webhook: z.string(), why: z.string() }),
} as const

export const papertrailStreams = {
  /** Lines that match from now on. `count`: of all that matched since the item before. */
  'papertrail:tail': z.object({ addOn, query }),
  /** One archive, a gzip file, in pieces of base64. */
  'papertrail:archive': z.object({ addOn, name: z.string().max(40) }),
} as const

export type PapertrailItems = {
  'papertrail:tail': { readonly lines: readonly FoundLine[]; readonly count: number }
  'papertrail:archive': { readonly base64: string }
}
