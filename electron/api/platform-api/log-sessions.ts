// A log session is an address to read from. As on Heroku it needs no token of its own: the address is the right to read.

import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { logHistoryLines } from '../../../shared/domain/log.ts'
import { created, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { apiTime } from './identifiers.ts'
import { appOf } from './lookups.ts'
import { readBody } from './request-body.ts'

const sessionBody = z.object({
  lines: z.number().int().min(0).nullish(), tail: z.boolean().nullish(), source: z.string().max(140).nullish(),
  /** A dyno's name or a process type; the API has had three names for it. */
  dyno: z.string().max(140).nullish(), dyno_name: z.string().max(140).nullish(), type: z.string().max(140).nullish(),
})

/** A session can be begun, and begun again after a break, for this long. */
const logSessionMs = 24 * 60 * 60 * 1000
const defaultLines = 100

export function createLogSession(request: ApiRequest): ApiAnswer {
  const app = appOf(request)
  const { world } = request
  const body = readBody(sessionBody, request.body, 'POST /apps/:app/log-sessions')
  const ps = body.dyno ?? body.dyno_name ?? body.type
  const input = {
    app: app.id, lines: Math.min(body.lines ?? defaultLines, logHistoryLines), tail: body.tail ?? false,
    ...(body.source == null ? {} : { source: body.source }), ...(ps == null ? {} : { ps }),
  }
  const time = apiTime(world.now())
  const url = `${world.controlUrl}/streams/${world.links.sign({ stream: 'logs', input }, world.now() + logSessionMs)}`
  return created({ id: randomUUID(), logplex_url: url, created_at: time, updated_at: time })
}
