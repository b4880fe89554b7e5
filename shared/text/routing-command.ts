// The commands that equal a `routing:set`: Heroku's own for session affinity, and ours for the rest.

import type { AppRouting } from '../domain/app.ts'

/** As Heroku's features commands know it. */
export const stickyFeature = 'http-session-affinity'

/** Each as its words, without the app. One of them changes nothing when the call names nothing. */
export function routingCommands({ strategy, sticky, readinessPath }: { readonly [K in keyof AppRouting]?: AppRouting[K] | undefined }): string[][] {
  const flags = [
    ...(strategy === undefined ? [] : ['--strategy', strategy]),
    ...(readinessPath === undefined ? [] : readinessPath === null ? ['--no-readiness'] : ['--readiness', readinessPath]),
  ]
  return [
    ...(sticky === undefined ? [] : [[`features:${sticky ? 'enable' : 'disable'}`, stickyFeature]]),
    ...(flags.length > 0 || sticky === undefined ? [['routing:set', ...flags]] : []),
  ]
}
