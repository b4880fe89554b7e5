// The marketplace, and Postgres and Redis through their own commands.

import { expect } from 'vitest'
import { changing, does, fails, reading, type Chapter, type Shop } from './invocation.ts'

type AddOn = { readonly name: string; readonly state: string; readonly addon_service: { readonly name: string }; readonly plan: { readonly name: string } }

const addOns = ({ api }: Shop): Promise<AddOn[]> => api<AddOn[]>('GET', '/apps/shop/addons')
const ofService = async (shop: Shop, service: string): Promise<AddOn | undefined> => (await addOns(shop)).find((one) => one.addon_service.name === service)
const config = ({ api }: Shop): Promise<Record<string, string>> => api<Record<string, string>>('GET', '/apps/shop/config-vars')

export const addOnChapters: readonly Chapter[] = [
  reading('the catalogue',
    does('addons:services', [/heroku-postgresql/, /heroku-redis/, /memcachier/]),
    does('addons:services --json', /"name": "heroku-postgresql"/),
    does('addons:plans heroku-redis', [/heroku-redis:mini/, /\$/]),
    does('addons:plans heroku-postgresql --json', /"name": "heroku-postgresql:essential-0"/),
    fails('addons:plans nothing-like-it', 2, /Couldn't find/),
    does('addons:docs heroku-redis --show-url', /heroku-redis/),
  ),
  changing('add-ons',
    does('addons -a shop', /No add-ons for app shop/),
    does('addons:create memcachier -a shop', [/Creating memcachier on shop/, /memcachier-\S+/], async (shop) => {
      await expect.poll(async () => (await ofService(shop, 'memcachier'))?.state, { timeout: 60_000 }).toBe('provisioned')
      expect(await config(shop)).toHaveProperty('MEMCACHIER_SERVERS')
    }),
    fails('addons:create nothing-like-it -a shop', 2, /Couldn't find the add-on service/),
    does('addons:create heroku-redis:mini --name shop-redis --as CACHE --wait -a shop', /shop-redis/, async (shop) => expect(await config(shop)).toHaveProperty('CACHE_URL')),
    does('addons:create heroku-postgresql:essential-0 --wait -a shop', /DATABASE_URL|is available|will be available|postgresql-/, async (shop) => expect(await config(shop)).toHaveProperty('DATABASE_URL')),
    does('addons:wait -a shop', /^/),
    does('addons -a shop', [/memcachier/, /heroku-redis/, /as CACHE/]),
    does('addons --all', /shop-redis/),
    does('addons -a shop --json', /"name": "shop-redis"/),
    does('addons:info shop-redis', [/=== shop-redis/, /Plan: +heroku-redis:mini/, /Owning app: +shop/]),
    does('addons:info CACHE -a shop', /=== shop-redis/),
    does('addons:info heroku-redis -a shop', /=== shop-redis/),
    does('addons:rename shop-redis shop-cache', /shop-redis successfully renamed to shop-cache/, async (shop) => expect((await ofService(shop, 'heroku-redis'))?.name).toBe('shop-cache')),
    does('addons:attach shop-cache --as SECOND -a shop', [/Attaching shop-cache as SECOND to shop/, /done, v\d+/], async (shop) => expect(await config(shop)).toHaveProperty('SECOND_URL')),
    does('addons:attach shop-cache --as SECOND -a shop', /Confirm with the name of the app: shop/, null, { stdin: '' }),
    does('addons:detach SECOND -a shop', /Detaching SECOND to shop-cache from shop\.\.\. done/, async (shop) => expect(await config(shop)).not.toHaveProperty('SECOND_URL')),
    does('addons:upgrade shop-cache heroku-redis:premium-0', /heroku-redis:premium-0|shop-cache/, async (shop) => expect((await ofService(shop, 'heroku-redis'))?.plan.name).toBe('heroku-redis:premium-0')),
    does('addons:downgrade shop-cache heroku-redis:mini', /shop-cache/, async (shop) => expect((await ofService(shop, 'heroku-redis'))?.plan.name).toBe('heroku-redis:mini')),
    does('addons:open shop-cache -a shop --show-url', /http/),
    fails('addons:destroy memcachier -a shop --confirm other', 1, /did not match shop/),
    does('addons:destroy memcachier -a shop --confirm shop', /Destroying memcachier-\S+ on shop\.\.\. done/, async (shop) => expect(await ofService(shop, 'memcachier')).toBeUndefined()),
    does('apps:info -a shop', /Addons: +heroku/),
  ),
  changing('Postgres',
    does('pg -a shop', [/=== .*DATABASE_URL/, /Plan: +Essential 0/]),
    does('pg:info -a shop', [/=== .*DATABASE_URL/, /PG Version/]),
    does('pg:wait -a shop', /^/),
    does("pg:psql -c 'create table notes (text text)' -a shop", /CREATE TABLE/),
    does("pg:psql -c \"insert into notes values ('kept')\" -a shop", /INSERT 0 1/),
    does("pg:psql -c 'select text from notes' -a shop", /kept/),
    does('pg:ps -a shop', /^/),
    does('pg:locks -a shop', /^/),
    does('pg:credentials -a shop', /default/),
    does('pg:credentials:url -a shop', /postgres:\/\//),
    does('pg:credentials:rotate -a shop --confirm shop', /Rotating/),
    fails('pg:settings:log-statement -a shop', 2, /You can't perform this operation on Essential-tier databases/),
    does('pg:backups:capture -a shop', /Backing up DATABASE to b001\.\.\. done/),
    does('pg:backups -a shop', /b001 +.*Completed/),
    does('pg:backups:info b001 -a shop', /=== Backup b001/),
    does('pg:backups:url b001 -a shop', /http:\/\/127\.0\.0\.1/),
    does("pg:backups:schedule DATABASE_URL --at '02:00 UTC' -a shop", /Scheduling automatic daily backups/),
    does('pg:backups:schedules -a shop', /daily at 2:00 UTC/),
    does('pg:backups:unschedule DATABASE_URL -a shop', /Unscheduling/),
    does('pg:killall -a shop', /Terminating connections/),
    does('pg:reset -a shop --confirm shop', /Resetting \S+\.\.\. done/),
    fails("pg:psql -c 'select text from notes' -a shop", 1, /does not exist/),
    does('addons:create heroku-postgresql:essential-0 --as SPARE --wait -a shop', /SPARE|postgresql-/),
    does('pg:promote SPARE -a shop', /Promoting \S+ to DATABASE_URL on shop\.\.\. done/),
  ),
  changing('Redis',
    does('redis -a shop', [/=== shop-cache/, /Plan: +/]),
    does('redis:info -a shop', /=== shop-cache/),
    does('redis:credentials -a shop', /redis:\/\//),
    does('redis:maxmemory -a shop --policy allkeys-lru', /allkeys-lru/),
    does('redis:timeout -a shop --seconds 120', /120/),
    does('redis:wait -a shop', /^/),
    does('redis:promote shop-cache -a shop', /Promoting shop-cache to REDIS_URL on shop/, async (shop) => expect(await config(shop)).toHaveProperty('REDIS_URL')),
    does('redis:cli -a shop --confirm shop', /PONG/, null, { stdin: 'PING\n' }),
  ),
]
