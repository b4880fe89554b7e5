import { describe, expect, it } from 'vitest'
import { plainRouting, type Route, type Target } from '../../../shared/domain/route.ts'
import { createRouteTable, hostName } from './route-table.ts'

const target = (dynoId: string, state: Target['state'] = 'healthy'): Target => ({ dynoId, name: 'web.1', host: '127.0.0.1', port: 1, state })
const route = (appId: string, hosts: readonly string[], targets: readonly Target[] = []): Route => ({ appId, appName: appId, hosts, mode: 'serving', targets, webQuantity: 1, ...plainRouting })

describe('route table', () => {
  it.each([['A.localhost:7080', 'a.localhost'], ['a.localhost.', 'a.localhost'], ['a.localhost.:1', 'a.localhost'], ['[::1]:80', '[::1]'], ['[::1]', '[::1]'], ['', '']])('the name in %s', (host, name) => {
    expect(hostName(host)).toBe(name)
  })

  it('prefers a whole name to a wildcard, and the nearest wildcard', () => {
    const table = createRouteTable(() => {})
    table.set(route('wide', ['*.test']))
    table.set(route('near', ['*.shop.test']))
    table.set(route('exact', ['www.shop.test']))
    expect(['www.shop.test', 'b.shop.test', 'a.b.shop.test', 'other.test', 'test'].map((host) => table.find(host)?.route?.appId ?? null)).toEqual(['exact', 'near', 'near', 'wide', null])
  })

  it('forgets old hosts at a rename, but not when another app took them', () => {
    const table = createRouteTable(() => {})
    table.set(route('a', ['one']))
    table.set(route('b', ['two']))
    table.set(route('a', ['three']))
    table.set(route('b', ['one', 'two']))
    table.remove('a')
    expect([table.find('one')?.route?.appId, table.find('three')]).toEqual(['b', null])
  })

  it('tells which targets get nothing new, once', () => {
    const gone: string[] = []
    const table = createRouteTable(({ target: { dynoId } }) => gone.push(dynoId))
    table.set(route('a', ['h'], [target('1'), target('2')]))
    expect(gone).toEqual([])
    table.set(route('a', ['h'], [target('1', 'draining'), target('3')]))
    expect(gone).toEqual(['1', '2'])
    table.remove('a')
    expect(gone.slice(2)).toEqual(['1', '3'])
  })

  it('wakes those who wait at every change, each once, even if they wait again', () => {
    const table = createRouteTable(() => {})
    table.set(route('a', ['h']))
    const entry = table.find('h')
    let woken = 0
    const wait = {
      routeChanged: () => {
        entry?.waiters.delete(wait)
        woken += 1
        entry?.waiters.add(wait)
      },
    }
    entry?.waiters.add(wait)
    table.set(route('a', ['h']))
    expect(woken).toBe(1)
    table.remove('a')
    expect([woken, entry?.route]).toEqual([2, null])
  })
})
