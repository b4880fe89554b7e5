import { routes } from './routes.ts'
import type { ApiRoute } from './api-types.ts'
import { isMatch, partsOf } from './path-parts.ts'

export type RouteMatch = { readonly route: ApiRoute; readonly params: ReadonlyMap<string, string> }

const table = routes.map((route) => ({ route, parts: partsOf(route.path) }))

/** null when no route has this method and path. */
export function matchRoute(method: string, path: string): RouteMatch | null {
  const parts = partsOf(path)
  const found = table.find(({ route, parts: pattern }) => route.method === method && isMatch(pattern, parts))
  if (found === undefined) return null
  return { route: found.route, params: new Map(found.parts.flatMap((name, index) => (name.startsWith(':') ? [[name.slice(1), parts[index] ?? ''] as const] : []))) }
}
