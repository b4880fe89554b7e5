// The one account of this machine.

import { ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { apiTime, idOf } from './identifiers.ts'
import { stateOf } from './lookups.ts'

export function getAccount(request: ApiRequest): ApiAnswer {
  const email = request.by
  const startedAt = apiTime(stateOf(request).session?.startedAt ?? 0)
  return ok({
    id: idOf('user', email), email, name: email.split('@')[0] ?? email, verified: true, beta: false, allow_tracking: false, federated: false,
    two_factor_authentication: false, identity_provider: null, sms_number: null, suspended_at: null, delinquent_at: null, last_login: startedAt,
    created_at: startedAt, updated_at: startedAt, country_of_residence: null, default_organization: null, default_team: null,
  })
}
