// POST /apps/:app/dynos: `heroku run`. The dyno starts at once, as Heroku's does, and an attached one gives its caller up after 30 s.

import { z } from 'zod'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { attachPath, signAttach } from '../../rendezvous/attach-links.ts'
import { created, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { dynoJson } from '../dynos.ts'
import { appOf, call, stateOf } from '../lookups.ts'
import { readBody } from '../request-body.ts'

const runBody = z.object({
  command: z.string().min(1).max(16_384), attach: z.boolean().nullish(), size: z.string().max(64).nullish(), type: z.string().max(64).nullish(),
  /** COLUMNS and LINES come as numbers from some clients. */
  env: z.record(z.string().regex(/^\w{1,256}$/, 'names of variables are letters, digits and _'), z.union([z.string().max(65_536), z.number().transform(String)])).nullish(),
  force_no_tty: z.boolean().nullish(), time_to_live: z.number().int().min(1).max(86_400).nullish(),
})

const usualSize = { columns: 80, rows: 24 }
const maxSide = 1000

export async function runDyno(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const { command, attach, size, type, env, force_no_tty: isPlain, time_to_live: seconds } = readBody(runBody, request.body, 'POST /apps/:app/dynos')
  const isTerminal = attach === true && isPlain !== true
  const started = await call(request, 'run:start', {
    app: app.id, command, attach: attach === true, ...(size == null ? {} : { size }), ...(type == null ? {} : { type }), ...(env == null ? {} : { env }),
    ...(seconds == null ? {} : { timeToLiveSeconds: seconds }), ...(attach === true ? { onWire: true } : {}), ...(isTerminal ? { terminal: terminalSize(env ?? {}) } : {}),
  })
  const { dynoId, name } = started as { dynoId: string; name: string }
  const dyno = stateOf(request).dynos[dynoId]
  if (dyno === undefined) throw new PlatformError('dyno-not-found', { dyno: name, app: app.name })
  return created(dynoJson(request, dyno, attach === true ? attachUrl(request, dynoId, { isTerminal, isOnScreen: side(env?.['COLUMNS'], 0) > 0 }) : null))
}

/** The CLI says its screen's size where it has one: with ssh the size follows when it changes. Other clients know the rendezvous. */
function attachUrl({ world, by, headers }: ApiRequest, dynoId: string, { isTerminal, isOnScreen }: { readonly isTerminal: boolean; readonly isOnScreen: boolean }): string {
  const { host } = new URL(world.controlUrl)
  const signed = signAttach(world.links, { dynoId, by, isTerminal }, world.now())
  const isBySsh = isTerminal && isOnScreen && world.hasSsh && (headers['user-agent'] ?? '').startsWith('heroku-cli/')
  return isBySsh ? `https://${host}${attachPath}${signed}` : `rendezvous://${host}/${signed}`
}

/** As the caller's own terminal is; some say 0. */
function terminalSize({ COLUMNS: columns, LINES: rows }: Readonly<Record<string, string>>): { readonly columns: number; readonly rows: number } {
  return { columns: side(columns, usualSize.columns), rows: side(rows, usualSize.rows) }
}

function side(given: string | undefined, usual: number): number {
  const size = Math.floor(Number(given))
  return size >= 1 ? Math.min(size, maxSide) : usual
}
