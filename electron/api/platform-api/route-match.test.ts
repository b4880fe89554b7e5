import { describe, expect, it } from 'vitest'
import { isApiPath, isKnownCall } from './known-paths.ts'
import { matchRoute } from './route-match.ts'
import { routes } from './routes.ts'

describe('paths of the API', () => {
  it('lead to the route with their names filled in', () => {
    const match = matchRoute('PATCH', '/apps/hello/formation/web')
    expect(match?.route.path).toBe('/apps/:app/formation/:type')
    expect(Object.fromEntries(match?.params ?? [])).toEqual({ app: 'hello', type: 'web' })
    expect(matchRoute('GET', '/apps/hello/domains/%2A.example.test')?.params.get('domain')).toBe('*.example.test')
    expect(matchRoute('GET', '/apps/')?.route.path).toBe('/apps')
  })

  it('that nobody answers lead nowhere', () => {
    for (const path of ['/', '/apps//dynos', '/apps/hello/dynos/web.1/x', '/bogus', '/apps/%zz/%']) expect(matchRoute('GET', path), path).toBeNull()
    expect(matchRoute('PUT', '/apps/hello')).toBeNull()
  })

  it('of every route are among those Heroku has', () => {
    expect(routes.filter((route) => !isKnownCall(route.method, route.path)).map((route) => route.path)).toEqual([])
    expect(['/', '/assets/x.js', '/index.html'].some(isApiPath)).toBe(false)
  })
})
