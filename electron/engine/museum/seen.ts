// What was there instead, for a person who waited in vain.

import type { AppId } from '../../../shared/domain/app.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'

/** e.g. "Its newest build succeeded; web.1 is crashed (boot-timeout, 1 in a row)." */
export function seenOf(state: PlatformState, appId: AppId): string {
  const build = Object.values(state.builds).filter((one) => one.appId === appId).at(-1)
  const dynos = Object.values(state.dynos).filter((dyno) => dyno.appId === appId).map(({ name, state: is, stopping, crashes }) => {
    const how = is.kind === 'crashed' ? ` (${is.reason}, ${crashes} in a row)` : ''
    return `${name} is ${stopping === null ? '' : 'stopping, '}${is.kind}${how}`
  })
  const doing = dynos.length === 0 ? 'it has no dyno' : dynos.join(', ')
  return `Its newest build: ${build === undefined ? 'none' : build.status.kind}${build?.status.kind === 'failed' ? ` (${build.status.message})` : ''}; ${doing}.`
}
