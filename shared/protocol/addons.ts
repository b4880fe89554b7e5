// Add-ons in the contract: what their calls take and answer, and the events they leave. `addOn` takes a name or an id; a service may be
// named with its plan, as Heroku's CLI does: `heroku-postgresql:essential-0`.

import { z } from 'zod'
import type { Service } from '../add-ons/catalogue.ts'

const app = z.string().min(1).max(64)
const addOn = z.string().min(1).max(80)
const attachmentName = z.string().min(1).max(64)
const done = z.object({ seq: z.number().int() })
const vars = z.record(z.string(), z.string())
const config = z.record(z.string(), vars)

/** A plan with its price by the book in force; null: no price is known. */
const planPrice = z.object({ plan: z.string(), monthMicros: z.number().int().nullable() })

export const addOnCalls = {
  /** The marketplace. `prices` of every plan, in units of the book's currency. */
  'addons:services': { input: z.object({}).strict(), output: z.object({ services: z.array(z.custom<Service>()), sources: z.record(z.string(), z.string()), prices: z.array(planPrice), currency: z.string().nullable() }) },
  /**
   * Answers as soon as it is being made; `addon.provisioned` or `addon.errored` follow. `as`: the name of its attachment.
   * `options` are the service's own, e.g. `follow`, `fork`.
   */
  'addons:create': {
    input: z.object({ app, service: z.string().min(1).max(120), name: z.string().max(64).optional(), as: attachmentName.optional(), options: z.record(z.string().max(40), z.string().max(200)).optional() }),
    output: z.object({ seq: z.number().int(), id: z.string(), name: z.string(), plan: z.string(), attachments: z.array(z.string()) }),
  },
  /** Answers when the service has changed it. `addons:downgrade` is the same. */
  'addons:upgrade': { input: z.object({ addOn, plan: z.string().min(1).max(120), name: z.string().max(64).optional() }), output: z.object({ seq: z.number().int(), message: z.string().nullable() }) },
  'addons:rename': { input: z.object({ addOn, name: z.string().max(64) }), output: done },
  /** With the app's name as `confirm`, an attachment of that name is replaced: that is how a database is promoted. */
  'addons:attach': { input: z.object({ addOn, app, as: attachmentName.optional(), credential: z.string().max(64).optional(), confirm: z.string().max(64).optional() }), output: z.object({ seq: z.number().int(), name: z.string(), version: z.number().int().nullable() }) },
  'addons:detach': { input: z.object({ app, attachment: attachmentName }), output: z.object({ seq: z.number().int(), version: z.number().int().nullable() }) },
  /** `confirm` must equal the name of the app that pays for it. `force`: also where other apps are attached. */
  'addons:destroy': { input: z.object({ addOn, confirm: z.string().max(64), force: z.boolean().optional() }), output: done },
  /** The values themselves, by credential: everywhere else they are masked. */
  'addons:config': { input: z.object({ addOn }), output: config },
} as const

const by = z.string()

export const addOnEvents = {
  'addon.created': z.object({ addOnId: z.string(), name: z.string(), service: z.string(), plan: z.string(), options: z.record(z.string(), z.string()), by }),
  'addon.provisioned': z.object({ addOnId: z.string(), config, message: z.string().nullable() }),
  /** It could not be made. */
  'addon.errored': z.object({ addOnId: z.string(), message: z.string() }),
  /** Other values, all of them; `why` in a few words, e.g. `failover`. */
  'addon.configured': z.object({ addOnId: z.string(), config, why: z.string() }),
  'addon.planChanged': z.object({ addOnId: z.string(), from: z.string(), to: z.string(), message: z.string().nullable() }),
  'addon.renamed': z.object({ addOnId: z.string(), from: z.string(), to: z.string() }),
  'addon.deprovisioning': z.object({ addOnId: z.string() }),
  'addon.destroyed': z.object({ addOnId: z.string(), name: z.string(), message: z.string().nullable() }),
  /** `app` in the envelope is the app that has it. */
  'attachment.added': z.object({ attachmentId: z.string(), addOnId: z.string(), name: z.string(), credential: z.string() }),
  'attachment.removed': z.object({ attachmentId: z.string(), addOnId: z.string(), name: z.string() }),
} as const
