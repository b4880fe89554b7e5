// MemCachier: a cache that clients of memcached use with a user and a password. Heroku's partner of that name runs a cluster; here it is one
// server of Dynarium's own. Nothing in it lasts, as there.

import type { Plan } from '../../../shared/add-ons/catalogue.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import type { AddOn, AddOnConfig } from '../../../shared/domain/add-on.ts'
import type { CacheHost } from '../ports/cache-host.ts'
import type { Wire } from '../ports/wire.ts'
import { createFrontDoor } from './front-door.ts'
import { answered, createOneServer } from './one-server.ts'
import type { MakeService } from './service.ts'

const slug = 'memcachier'

export const memcachierService = ({ host, wire }: { readonly host: CacheHost; readonly wire: Wire }): MakeService => (desk) => {
  const { kernel } = desk
  /** Of those that are being made: their config is not in the state yet. */
  const making = new Map<string, { readonly user: string; readonly password: string }>()
  const server = createOneServer({
    desk, door: createFrontDoor(wire, kernel.random), host, version: "Dynarium's own cache", again: 'It is empty, as a cache is after a restart.',
    start: (addOn) => host.start({ id: addOn.id, memoryBytes: memoryOf(desk.planOf(addOn)), ...(making.get(addOn.id) ?? accessOf(addOn)) }),
    end: (id) => host.stop(id),
  })
  host.connect({ ended: server.ended })

  return {
    slug,
    servers: server.servers,
    provision: async ({ addOn, cause }) => {
      const access = { user: kernel.ids.next().slice(0, 6).toUpperCase(), password: kernel.ids.next().replaceAll('-', '') }
      making.set(addOn.id, access)
      try {
        return { config: configOf(access, await server.bringUp(addOn, null, cause)), message: null }
      } finally {
        making.delete(addOn.id)
      }
    },
    resume: async (addOn) => {
      const cause = { kind: 'platform', text: 'the engine starts' } as const
      const port = await server.bringUp(addOn, accessOf(addOn).port, cause)
      desk.configure(addOn.id, configOf(accessOf(addOn), port), { why: 'its port was taken', cause })
    },
    changePlan: async ({ addOn, plan, from }) => {
      const { usedBytes, items } = await answered(addOn, host.stats(addOn.id))
      const after = await answered(addOn, host.setMemory(addOn.id, memoryOf(plan)))
      const gone = items - after.items
      return { message: memoryOf(plan) >= memoryOf(from) || gone === 0 ? null : `It held ${byteSize(usedBytes)}: ${gone} items that were longest unused are gone.` }
    },
    deprovision: (addOn) => server.takeDown(addOn.id),
    room: {
      calls: {
        'cache:stats': ({ addOn: name }) => {
          const addOn = desk.find(name, slug)
          return answered(addOn, host.stats(addOn.id))
        },
        'cache:flush': async ({ addOn: name }) => {
          const addOn = desk.find(name, slug)
          const { items } = await answered(addOn, host.stats(addOn.id))
          await answered(addOn, host.flush(addOn.id))
          return { items }
        },
      },
      stop: server.stop,
    },
  }
}

const memoryOf = ({ limits }: Plan): number => (limits['memoryMb'] ?? 25) * 1024 ** 2

function configOf({ user, password }: { readonly user: string; readonly password: string }, port: number): AddOnConfig {
  return { default: { MEMCACHIER_SERVERS: `127.0.0.1:${port}`, MEMCACHIER_USERNAME: user, MEMCACHIER_PASSWORD: password } }
}

function accessOf({ config }: AddOn): { readonly user: string; readonly password: string; readonly port: number } {
  const vars = config['default'] ?? {}
  return { user: vars['MEMCACHIER_USERNAME'] ?? '', password: vars['MEMCACHIER_PASSWORD'] ?? '', port: Number(vars['MEMCACHIER_SERVERS']?.split(':')[1] ?? 0) }
}
