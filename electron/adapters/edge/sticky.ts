// Session affinity: a cookie that binds a client to the dyno that answered it first, while that dyno is well. Heroku's is called the
// same and is as opaque; what stands in ours is a keyed hash of app and dyno, so it can be neither read nor made up.

import { createHmac } from 'node:crypto'
import type { AppEntry } from './route-table.ts'
import type { TargetEntry } from './target-entry.ts'

export type Stickiness = {
  /** The target that the client's cookie names, if it may get something new. */
  preferred(entry: AppEntry, cookies: string | null): TargetEntry | null
  /** The header line that binds a client to this dyno. */
  cookieLine(entry: AppEntry, target: TargetEntry): string
}

const cookieName = 'heroku-session-affinity'
const maxAgeSeconds = 24 * 60 * 60

/** `secret`: the same for as long as cookies are to be known again. */
export function createStickiness(secret: string): Stickiness {
  const marks = new WeakMap<TargetEntry, string>()

  function markOf(entry: AppEntry, target: TargetEntry): string {
    const known = marks.get(target)
    if (known !== undefined) return known
    const mark = createHmac('sha256', secret).update(`${entry.appId}\n${target.target.dynoId}`).digest('base64url')
    marks.set(target, mark)
    return mark
  }

  return {
    preferred: (entry, cookies) => {
      const given = cookies === null ? null : valueOf(cookies)
      return given === null ? null : (entry.healthy.find((target) => markOf(entry, target) === given) ?? null)
    },
    cookieLine: (entry, target) => `Set-Cookie: ${cookieName}=${markOf(entry, target)}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly\r\n`,
  }
}

function valueOf(cookies: string): string | null {
  for (const pair of cookies.split(/[;,]/)) {
    const equals = pair.indexOf('=')
    if (equals > 0 && pair.slice(0, equals).trim() === cookieName) return pair.slice(equals + 1).trim()
  }
  return null
}
