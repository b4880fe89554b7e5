// Calls and events of the twelve-factor check.

import { z } from 'zod'
import { scorecardFormats } from '../factors/formats.ts'
import { subject } from '../factors/finding.ts'
import { scorecard } from '../factors/scorecard.ts'

export const factorsCheck = z.object({ subject })
export const factorsScorecard = z.object({ checkId: z.string().max(64), format: z.enum(scorecardFormats).default('text') })

export const factorEvents = {
  /** `copies`: names of the apps that are made for it, and destroyed at its end. */
  started: z.object({ checkId: z.string(), subject, copies: z.array(z.string().max(64)).max(4), by: z.string() }),
  advanced: z.object({ checkId: z.string(), doing: z.string().max(400), done: z.number().int(), of: z.number().int() }),
  /** Without a card the check could not be done, and `trouble` says why. */
  ended: z.object({ checkId: z.string(), card: scorecard.nullable(), trouble: z.string().max(400).nullable() }),
}
