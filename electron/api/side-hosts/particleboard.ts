// particleboard.heroku.com: asked beside each /account and /teams call whether the account is to be suspended, and about favourites.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { nothingAt, type SideRequest } from './side-request.ts'

export function particleboardHost(request: SideRequest): unknown {
  const { method, parts: [first] } = request
  if (method === 'GET' && (first === 'account' || first === 'teams')) return { scheduled_suspension_time: null, scheduled_deletion_time: null }
  if (first !== 'favorites') throw nothingAt(request)
  if (method === 'GET') return []
  throw new PlatformError('not-implemented', { call: 'Keeping favourites' })
}
