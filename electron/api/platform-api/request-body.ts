import { z } from 'zod'
import { PlatformError } from '../../../shared/errors/platform-error.ts'

/** Throws PlatformError `input-invalid`. Unknown fields are let through, as Heroku's clients send some we do not have. */
export function readBody<S extends z.ZodType>(schema: S, body: unknown, call: string): z.output<S> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `
  throw new PlatformError('input-invalid', { call, why: `${where}${issue?.message ?? 'unreadable'}` })
}
