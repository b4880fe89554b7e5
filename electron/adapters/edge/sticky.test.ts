import { describe, expect, it } from 'vitest'
import { plainRouting, type Route, type Target } from '../../../shared/domain/route.ts'
import { createRouteTable, type AppEntry } from './route-table.ts'
import { createStickiness, type Stickiness } from './sticky.ts'

const target = (dynoId: string, state: Target['state'] = 'healthy'): Target => ({ dynoId, name: `web.${dynoId}`, host: '127.0.0.1', port: 1, state })

function app(appId: string, targets: readonly Target[], table = createRouteTable(() => {})): AppEntry {
  const route: Route = { appId, appName: appId, hosts: [`${appId}.test`], mode: 'serving', targets, webQuantity: targets.length, ...plainRouting }
  table.set(route)
  return table.find(`${appId}.test`) as AppEntry
}

/** The cookie that a client sends back: its name and value. */
function cookieFor(stickiness: Stickiness, entry: AppEntry, dynoId: string): string {
  const line = stickiness.cookieLine(entry, entry.targets.get(dynoId) ?? expect.fail('no such target'))
  return line.slice('Set-Cookie: '.length, line.indexOf(';'))
}

const preferred = (stickiness: Stickiness, entry: AppEntry, cookies: string | null): string | null => stickiness.preferred(entry, cookies)?.target.dynoId ?? null

describe('sticky sessions (RT40)', () => {
  const stickiness = createStickiness('a secret')
  const entry = app('app-1', [target('1'), target('2'), target('3')])

  it('know the dyno that a cookie was made for', () => {
    for (const dynoId of ['1', '2', '3']) expect(preferred(stickiness, entry, cookieFor(stickiness, entry, dynoId))).toBe(dynoId)
  })

  it('write a cookie for a day that scripts can not read, and that tells nothing', () => {
    const line = stickiness.cookieLine(entry, entry.targets.get('2') ?? expect.fail())
    expect(line).toMatch(/^Set-Cookie: heroku-session-affinity=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly\r\n$/)
    expect(line).not.toMatch(/web\.2|app-1/)
  })

  it('find the cookie among others', () => {
    const cookie = cookieFor(stickiness, entry, '2')
    for (const cookies of [`a=1; ${cookie}; b=2`, `a=1;${cookie}`, `a=1, ${cookie}`, `  ${cookie}  `, `broken; =x; ${cookie}`]) expect([cookies, preferred(stickiness, entry, cookies)]).toEqual([cookies, '2'])
  })

  it('prefer nobody without a cookie of their own', () => {
    const [name = '', value = ''] = cookieFor(stickiness, entry, '2').split('=')
    for (const cookies of [null, '', 'a=1', name, `${name}=`, `${name}=web.2`, `${name}=2`, `x${name}=${value}`, `${name}x=${value}`, `a=${value}`, `${name}=${value.slice(1)}`]) {
      expect([cookies, preferred(stickiness, entry, cookies)]).toEqual([cookies, null])
    }
  })

  it('take no cookie of another app, or of another secret', () => {
    const other = app('app-2', [target('1'), target('2')])
    expect(preferred(stickiness, other, cookieFor(stickiness, entry, '2'))).toBeNull()
    expect(preferred(createStickiness('another secret'), entry, cookieFor(stickiness, entry, '2'))).toBeNull()
  })

  it('know cookies of before by the same secret, as after a restart', () => {
    const after = app('app-1', [target('1'), target('2')])
    expect(preferred(createStickiness('a secret'), after, cookieFor(stickiness, entry, '2'))).toBe('2')
  })

  it('let a client go whose dyno drains or is gone, and find it again when it comes back', () => {
    const table = createRouteTable(() => {})
    const before = app('app-1', [target('1'), target('2')], table)
    const cookie = cookieFor(stickiness, before, '2')
    expect(preferred(stickiness, app('app-1', [target('1'), target('2', 'draining')], table), cookie)).toBeNull()
    expect(preferred(stickiness, app('app-1', [target('1')], table), cookie)).toBeNull()
    expect(preferred(stickiness, app('app-1', [target('1'), target('2')], table), cookie)).toBe('2')
  })
})
