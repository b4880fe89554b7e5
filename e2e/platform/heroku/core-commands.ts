// What needs an app, its dynos, its config and its logs. `shop` is deployed once before; v3 is that deploy.

import { expect } from 'vitest'
import { changing, does, fails, reading, type Chapter, type Shop } from './invocation.ts'

type Named = { readonly name: string }
type Release = { readonly version: number; readonly description: string; readonly current: boolean }
type Entry = { readonly type: string; readonly quantity: number; readonly size: string }

const app = async <T>({ api }: Shop, path = ''): Promise<T> => api<T>('GET', `/apps/shop${path}`)
const isGone = (shop: Shop, path: string): Promise<void> => expect(shop.api('GET', path)).rejects.toThrow('not_found')
const entry = async (shop: Shop, type: string): Promise<Entry | undefined> => (await app<Entry[]>(shop, '/formation')).find((one) => one.type === type)
const current = async (shop: Shop): Promise<Release | undefined> => (await app<Release[]>(shop, '/releases')).find((release) => release.current)

export const coreChapters: readonly Chapter[] = [
  reading('apps, read',
    does('apps', [/=== \S+ Apps/, /^shop/m]),
    does('apps -A', /^shop/m),
    does('apps --json', /"name": "shop"/),
    does('apps:info -a shop', [/=== shop/, /Dynos: +web: 1/, /Stack: +heroku-24/]),
    does('apps:info -s -a shop', [/^git_url=http/m, /^stack=heroku-24$/m]),
    does('apps:info --json -a shop', /"create_status": "complete"/),
    does('info -a shop', /Web URL: +http:\/\/shop\.localhost/),
    fails('apps:info -a nowhere', 2, /Couldn't find that app/),
    fails('apps:info', 1, /No app specified/),
    does('stack -a shop', [/\* heroku-24/, /Available Stacks/]),
    does('maintenance -a shop', /^off$/m),
    does('regions', /local/),
    does('regions --json', /"name": "local"/),
  ),
  changing('apps, changed',
    does('apps:create made-by-cli', [/Creating made-by-cli\.\.\. done/, /made-by-cli\.git/], async ({ api }) => expect(await api<Named>('GET', '/apps/made-by-cli')).toMatchObject({ name: 'made-by-cli' })),
    fails('apps:create made-by-cli', 2, /already taken/),
    fails('apps:create Not_A_Name', 2, /not valid/),
    does('create --no-remote --stack heroku-22 second-by-cli', /done/, async ({ api }) => expect(await api('GET', '/apps/second-by-cli')).toMatchObject({ stack: { name: 'heroku-22' } })),
    does('apps:rename renamed-by-cli -a made-by-cli', /Renaming made-by-cli to renamed-by-cli\.\.\. done/, async (shop) => {
      await shop.api('GET', '/apps/renamed-by-cli')
      await isGone(shop, '/apps/made-by-cli')
    }),
    fails('apps:rename shop -a renamed-by-cli', 2, /already taken/),
    fails('apps:destroy -a renamed-by-cli --confirm shop', 1, /did not match renamed-by-cli/),
    does('apps:destroy -a renamed-by-cli --confirm renamed-by-cli', /Destroying renamed-by-cli/, (shop) => isGone(shop, '/apps/renamed-by-cli')),
    does('destroy -a second-by-cli -c second-by-cli', /done/, (shop) => isGone(shop, '/apps/second-by-cli')),
    does('maintenance:on -a shop', /Enabling maintenance mode for shop\.\.\. done/, async (shop) => expect(await app(shop)).toMatchObject({ maintenance: true })),
    does('maintenance -a shop', /^on$/m),
    does('maintenance:off -a shop', /Disabling maintenance mode for shop\.\.\. done/, async (shop) => expect(await app(shop)).toMatchObject({ maintenance: false })),
    does('stack:set heroku-22 -a shop', /heroku-22/, async (shop) => expect(await app(shop)).toMatchObject({ build_stack: { name: 'heroku-22' } })),
    does('stack:set heroku-24 -a shop', /heroku-24/, async (shop) => expect(await app(shop)).toMatchObject({ build_stack: { name: 'heroku-24' } })),
    fails('stack:set heroku-1 -a shop', 2, /No such stack/),
    does('git:remote -a shop', /set git remote heroku to https:\/\/127\.0\.0\.1/, null, { folder: 'shop' }),
    does('apps:info', /=== shop/, null, { folder: 'shop' }),
  ),
  reading('dynos, read',
    does('ps -a shop', [/=== web \(Standard-1X\): node web\.js \(1\)/, /web\.1: up/]),
    does('ps web -a shop', /web\.1: up/),
    does('ps --json -a shop', /"name": "web\.1"/),
    fails('ps bogus -a shop', 1, /No bogus dynos on shop/),
    does('ps:scale -a shop', /web=1:Standard-1X/),
    does('ps:type -a shop', [/Process Types/, /web +Standard-1X +1/]),
    does('dyno:scale -a shop', /web=1:Standard-1X/),
  ),
  changing('dynos, changed',
    does('ps:scale web=2 worker=1 -a shop', /now running web at 2:Standard-1X, worker at 1:Standard-1X/, async (shop) => expect([(await entry(shop, 'web'))?.quantity, (await entry(shop, 'worker'))?.quantity]).toEqual([2, 1])),
    does('ps:scale web+1 -a shop', /web at 3/, async (shop) => expect((await entry(shop, 'web'))?.quantity).toBe(3)),
    does('ps:scale web-2 -a shop', /web at 1/, async (shop) => expect((await entry(shop, 'web'))?.quantity).toBe(1)),
    does('ps:scale web=1:standard-2x -a shop', /web at 1:Standard-2X/, async (shop) => expect((await entry(shop, 'web'))?.size).toBe('Standard-2X')),
    does('ps:type web=standard-1x -a shop', /web +Standard-1X/, async (shop) => expect((await entry(shop, 'web'))?.size).toBe('Standard-1X')),
    does('ps:resize worker=standard-2x -a shop', /worker +Standard-2X/, async (shop) => expect((await entry(shop, 'worker'))?.size).toBe('Standard-2X')),
    does('ps:type standard-1x -a shop', /Scaling dynos on shop\.\.\. done/, async (shop) => expect((await entry(shop, 'worker'))?.size).toBe('Standard-1X')),
    fails('ps:scale bogus=1 -a shop', 2, /Couldn't find that process type/),
    fails('ps:scale web=9999 -a shop', 2, /./),
    does('ps:wait -a shop', /^/),
    changesDyno('ps:restart -d web.1 -a shop', /Restarting dyno web\.1 on shop\.\.\. done/),
    changesDyno('ps:restart -p web -a shop', /Restarting all web dynos on shop\.\.\. done/),
    changesDyno('ps:restart -a shop', /Restarting all dynos on shop\.\.\. done/),
    changesDyno('restart -a shop', /done/),
    fails('ps:restart -d web.99 -a shop', 2, /Couldn't find that dyno/),
    does('ps:stop -d worker.1 -a shop', /Stopping dyno worker\.1 on shop\.\.\. done/),
    does('ps:stop -p web -a shop', /Stopping all web dynos on shop\.\.\. done/),
    does('ps:restart -a shop', /done/),
    does('ps:scale worker=0 -a shop', /worker at 0/, async (shop) => expect((await entry(shop, 'worker'))?.quantity).toBe(0)),
  ),
  changing('config and releases, changed',
    does("config:set GREETING='Hi there' B=two -a shop", [/Setting GREETING, B and restarting shop\.\.\. done, v4/, /B: +two/], async (shop) => expect(await app(shop, '/config-vars')).toEqual({ GREETING: 'Hi there', B: 'two' })),
    does('config:unset B -a shop', /Unsetting B and restarting shop\.\.\. done, v5/, async (shop) => expect(await app(shop, '/config-vars')).toEqual({ GREETING: 'Hi there' })),
    fails('config:set BROKEN -a shop', 1, /BROKEN is invalid/),
    fails('config:set NO-DASH=1 -a shop', 2, /not valid/),
    does('releases:rollback v3 -a shop', [/Rolling back shop to v3\.\.\. done, v6/, /heroku rollback v5/], async (shop) => {
      expect(await current(shop)).toMatchObject({ version: 6, description: 'Rollback to v3' })
      expect(await app(shop, '/config-vars')).toEqual({})
    }),
    does('rollback -a shop', /Rolling back shop to v5\.\.\. done, v7/, async (shop) => expect(await app(shop, '/config-vars')).toEqual({ GREETING: 'Hi there' })),
    fails('rollback v99 -a shop', 2, /./),
    does('releases:retry -a shop', /done/, async (shop) => expect((await current(shop))?.version).toBe(8)),
  ),
  reading('config and releases, read',
    does('config -a shop', [/=== shop Config Vars/, /GREETING: +Hi there/]),
    does('config -s -a shop', /^GREETING='?Hi there'?$/m),
    does('config -j -a shop', /"GREETING": "Hi there"/),
    does('config:get GREETING -a shop', /^Hi there$/m),
    does('config:get GREETING -s -a shop', /^GREETING='?Hi there'?$/m),
    does('config:get NOTHING -a shop', /^$/m),
    does('releases -a shop', [/Current: v8/, /v4 +Set GREETING, B config vars/, /v3 +Deploy [0-9a-f]+/]),
    does('releases -n 2 -a shop', [/v8/, /v7/]),
    does('releases --json -a shop', /"version": 7/),
    does('releases:info -a shop', /=== Release v8/),
    does('releases:info v4 -a shop', [/=== Release v4/, /Set GREETING, B config vars/, /=== v4 Config vars/, /B: +two/]),
    does('releases:info -s v4 -a shop', /^B=two$/m),
    does('releases:info --json v3 -a shop', /"description": "Deploy/),
    fails('releases:info v99 -a shop', 2, /Couldn't find release 99/),
    does('releases:output v3 -a shop', /release check/),
  ),
  reading('logs',
    does('logs -a shop', /^\d{4}-\d\d-\d\dT[\d:.]+\+00:00 \w+\[[\w.]+\]: /m),
    does('logs -n 5 -a shop', /^(?:[^\n]+\n){5}$/),
    does('logs -s heroku -n 20 -a shop', /^(?:\S+ heroku\[[^\n]+\n)+$/),
    does('logs -s app -n 20 -a shop', /^(?:\S+ app\[[^\n]+\n)+$/),
    does('logs -d web.1 -n 10 -a shop', /^(?:\S+ \w+\[web\.1\][^\n]+\n)+$/),
    does('logs -p web -n 10 -a shop', /^(?:\S+ \w+\[web\.\d+\][^\n]+\n)+$/),
    fails('logs -a nowhere', 2, /Couldn't find that app/),
  ),
  changing('domains',
    does('domains -a shop', [/=== shop Heroku Domain/, /shop\.localhost/]),
    does('domains:add www.shop.test -a shop', /Adding www\.shop\.test to shop\.\.\. done/, async (shop) => expect(await app(shop, '/domains/www.shop.test')).toMatchObject({ kind: 'custom' })),
    does('domains:add api.shop.test --wait -a shop', /done/, async (shop) => void (await app(shop, '/domains/api.shop.test'))),
    fails('domains:add www.shop.test -a shop', 2, /./),
    fails('domains:add not/a/name -a shop', 2, /./),
    does('domains -a shop', [/Custom Domains/, /www\.shop\.test/]),
    does('domains --csv -a shop', /www\.shop\.test,/),
    does('domains --json -a shop', /"hostname": "www\.shop\.test"/),
    does('domains:info www.shop.test -a shop', [/hostname: +www\.shop\.test/, /kind: +custom/]),
    does('domains:wait www.shop.test -a shop', /^/),
    does('domains:remove api.shop.test -a shop', /Removing api\.shop\.test from shop\.\.\. done/, (shop) => isGone(shop, '/apps/shop/domains/api.shop.test')),
    fails('domains:remove api.shop.test -a shop', 2, /Couldn't find that domain/),
    does('domains:clear -a shop', /done/, async (shop) => expect(await app<unknown[]>(shop, '/domains')).toHaveLength(1)),
  ),
  changing('log drains',
    does('drains -a shop', /^/),
    does('drains:add http://127.0.0.1:9/drain -a shop', /Successfully added drain http:\/\/127\.0\.0\.1:9\/drain/, async (shop) => expect(await app(shop, '/log-drains')).toMatchObject([{ url: 'http://127.0.0.1:9/drain' }])),
    fails('drains:add nonsense -a shop', 2, /log drain/),
    does('drains -a shop', [/=== Drains/, /http:\/\/127\.0\.0\.1:9\/drain/]),
    does('drains --json -a shop', /"token": "d\./),
    does('drains:remove http://127.0.0.1:9/drain -a shop', /Successfully removed drain/, async (shop) => expect(await app(shop, '/log-drains')).toEqual([])),
    fails('drains:remove http://127.0.0.1:9/drain -a shop', 2, /./),
  ),
  changing('buildpacks',
    does('buildpacks -a shop', /shop has no Buildpack/),
    does('buildpacks:set https://example.test/one.git -a shop', /Buildpack set\. Next release on shop will use https:\/\/example\.test\/one\.git/, (shop) => buildpacksAre(shop, ['https://example.test/one.git'])),
    does('buildpacks:add https://example.test/two.git -a shop', /Buildpack added/, (shop) => buildpacksAre(shop, ['https://example.test/one.git', 'https://example.test/two.git'])),
    does('buildpacks:add -i 1 https://example.test/zero.git -a shop', /Buildpack added/, (shop) => buildpacksAre(shop, ['https://example.test/zero.git', 'https://example.test/one.git', 'https://example.test/two.git'])),
    does('buildpacks -a shop', /1\. https:\/\/example\.test\/zero\.git/),
    fails('buildpacks:add https://example.test/two.git -a shop', 1, /already set/),
    does('buildpacks:remove -i 1 -a shop', /Buildpack removed/, (shop) => buildpacksAre(shop, ['https://example.test/one.git', 'https://example.test/two.git'])),
    does('buildpacks:remove https://example.test/two.git -a shop', /Buildpack removed/, (shop) => buildpacksAre(shop, ['https://example.test/one.git'])),
    does('buildpacks:clear -a shop', /Buildpacks? cleared/, (shop) => buildpacksAre(shop, [])),
    does('buildpacks:set heroku/nodejs -a shop', /heroku\/nodejs/, (shop) => buildpacksAre(shop, ['heroku/nodejs'])),
    does('buildpacks:search node', /nodejs/),
    does('buildpacks:clear -a shop', /cleared/),
  ),
]

function changesDyno(line: string, prints: RegExp): ReturnType<typeof does> {
  return does(line, prints, async (shop) => {
    // The new dyno has an id of its own; it may still be on its way.
    await expect.poll(async () => (await app<{ name: string; state: string }[]>(shop, '/dynos')).some(({ name, state }) => name === 'web.1' && state === 'up'), { timeout: 60_000 }).toBe(true)
  })
}

async function buildpacksAre(shop: Shop, wanted: readonly string[]): Promise<void> {
  const found = await app<{ buildpack: { url: string } }[]>(shop, '/buildpack-installations')
  expect(found.map(({ buildpack }) => buildpack.url)).toEqual(wanted)
}
