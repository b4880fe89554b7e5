import { routes } from './routes.ts'
import type { ApiRoute } from './api-types.ts'

export type RouteMatch = { readonly route: ApiRoute; readonly params: ReadonlyMap<string, string> }

const table = routes.map((route) => ({ route, parts: route.path.split('/') }))

/** null when no route has this method and path. */
export function matchRoute(method: string, path: string): RouteMatch | null {
  const parts = path.replace(/(?<=.)\/$/, '').split('/').map(decoded)
  for (const { route, parts: pattern } of table) {
    if (route.method !== method || pattern.length !== parts.length) continue
    const params = new Map<string, string>()
    const isMatch = pattern.every((wanted, index) => {
      const part = parts[index] ?? ''
      if (!wanted.startsWith(':')) return wanted === part
      params.set(wanted.slice(1), part)
      return part !== ''
    })
    if (isMatch) return { route, params }
  }
  return null
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
