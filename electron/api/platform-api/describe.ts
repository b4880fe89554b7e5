// How the Platform API shows something, for who has no request: the engine tells webhooks of things in that form.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { ApiWorld } from './api-types.ts'
import { matchRoute } from './route-match.ts'

/** What a GET of this path answers; null when there is nothing there. */
export async function describe(world: ApiWorld, path: string, by: string): Promise<unknown> {
  const match = matchRoute('GET', path)
  if (match === null) return null
  try {
    const answer = await match.route.handle({ world, by, callsLeft: 0, body: {}, headers: {}, query: new URLSearchParams(), param: (name) => match.params.get(name) ?? '' })
    return answer.kind === 'list' ? answer.items : answer.body
  } catch (error) {
    if (error instanceof PlatformError) return null
    throw error
  }
}
