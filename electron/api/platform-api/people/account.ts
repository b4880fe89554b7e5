// The account of who asks. Its email stays as it is here; its name may change.

import { z } from 'zod'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime, idOf } from '../identifiers.ts'
import { call, stateOf } from '../lookups.ts'
import { readBody } from '../request-body.ts'

const updateBody = z.object({ name: z.string().min(1).max(100).nullish(), email: z.string().optional(), allow_tracking: z.boolean().optional(), beta: z.boolean().optional() })

export function getAccount(request: ApiRequest): ApiAnswer {
  checkSelf(request)
  return ok(accountJson(request))
}

export async function updateAccount(request: ApiRequest): Promise<ApiAnswer> {
  checkSelf(request)
  const { name, email } = readBody(updateBody, request.body, 'PATCH /account')
  if (email !== undefined && email !== request.by) throw new PlatformError('email-fixed')
  if (name !== undefined) await call(request, 'account:update', { name })
  return ok(accountJson(request))
}

export const getRateLimit = ({ callsLeft }: ApiRequest): ApiAnswer => ok({ remaining: callsLeft })

export const getDelinquency = (): ApiAnswer => ok({ scheduled_suspension_time: null, scheduled_deletion_time: null })

/** `/users/~`, `/users/:email` and `/users/:id` are one's own only. */
export function checkSelf(request: ApiRequest): void {
  const wanted = request.param('account')
  if (!['', '~', request.by, idOf('user', request.by)].includes(wanted)) throw new PlatformError('person-not-found', { email: wanted })
}

function accountJson(request: ApiRequest): Record<string, unknown> {
  const { by: email } = request
  const state = stateOf(request)
  const startedAt = state.session?.startedAt ?? 0
  const known = state.people[email]
  return {
    id: idOf('user', email), email, name: known?.name ?? email.split('@')[0] ?? email, verified: true, beta: false, allow_tracking: false, federated: false,
    two_factor_authentication: known?.twoFactor ?? false, identity_provider: null, sms_number: null, suspended_at: null, delinquent_at: null, last_login: apiTime(startedAt),
    created_at: apiTime(known?.createdAt ?? startedAt), updated_at: apiTime(known?.updatedAt ?? startedAt), country_of_residence: null, default_organization: null, default_team: null,
  }
}
