// heroku-redis, which Heroku calls Key-Value Store. On the best server that this machine has: its own redis-server, one in Docker, else
// Dynarium's small one, which says what it lacks. Plans with persistence keep a file of changes; the others are empty after a restart, as on Heroku.

import { byteSize } from '../../../../shared/text/amounts.ts'
import type { Plan } from '../../../../shared/add-ons/catalogue.ts'
import type { AddOn, AddOnConfig } from '../../../../shared/domain/add-on.ts'
import { usualRedis } from '../../../../shared/domain/add-on-server.ts'
import type { EvictionPolicy } from '../../../../shared/domain/redis.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { Cause } from '../../../../shared/protocol/events.ts'
import type { CallContext } from '../../journal/room.ts'
import type { RedisHost, RedisLook } from '../../ports/redis-host.ts'
import type { Wire } from '../../ports/wire.ts'
import { createFrontDoor } from '../front-door.ts'
import type { AddOnDesk, AddOnService, MakeService, Order } from '../service.ts'
import { say, someKeys } from './console.ts'
import { infoOf, numberIn } from './info.ts'
import { createRedisPair, nodeId, type PairSpec, type RedisPair } from './pair.ts'
import { createRedisStats, type RedisStats } from './stats.ts'

const slug = 'heroku-redis'
const mb = 1024 ** 2
/** Where a plan names none. Not public. */
const usualConnections = 3000

type Open = { readonly pair: RedisPair; readonly stats: RedisStats; readonly look: Extract<RedisLook, { kind: 'ready' }> }

/** `hosts` in the order in which they are preferred. */
export const redisService = (parts: { readonly hosts: readonly RedisHost[]; readonly wire: Wire }): MakeService => (desk) => createService(desk, parts)

function createService(desk: AddOnDesk, { hosts, wire }: { readonly hosts: readonly RedisHost[]; readonly wire: Wire }): AddOnService {
  const { kernel } = desk
  const { state } = kernel
  const door = createFrontDoor(wire, kernel.random)
  const open = new Map<string, Open>()
  for (const host of hosts) host.connect({
    ended: (id, how) => open.get(id.slice(0, -2))?.pair.ended(id.endsWith('-a') ? 'a' : 'b', how),
    trouble: (_id, text) => desk.onTrouble(new Error(text)),
  })

  async function choose(kind: string | undefined): Promise<{ host: RedisHost; look: Extract<RedisLook, { kind: 'ready' }> }> {
    const troubles: string[] = []
    for (const host of hosts) {
      if (kind !== undefined && host.kind !== kind) continue
      const look = await host.look()
      if (look.kind === 'ready') return { host, look }
      troubles.push(`${look.happened} ${look.fix}`)
    }
    throw new PlatformError('addon-failed', { service: slug, why: troubles.join(' ') || 'there is no server for it', fix: `Choose another with --host: ${hosts.map(({ kind }) => kind).join(', ')}.` })
  }

  async function bringUp(addOn: AddOn, plan: Plan, wanted: { readonly port: number | null; readonly password: string }): Promise<{ readonly port: number; readonly message: string | null }> {
    const { host, look } = await choose(hostFor(addOn, plan))
    const kept = state.addOnServers[addOn.id]?.redis
    const spec: PairSpec = {
      ...limitsOf(plan, look), password: wanted.password, adminPassword: secret(),
      policy: kept?.policy ?? usualRedis.policy, timeoutS: kept?.timeoutS ?? usualRedis.timeoutS,
    }
    const message = messageOf(host, look, plan)
    const pair = createRedisPair({ kernel, host, door, addOnId: addOn.id, addOn: () => state.addOns[addOn.id] ?? null, message, onTrouble: desk.onTrouble }, spec)
    open.set(addOn.id, { pair, look, stats: createRedisStats(kernel.clock, () => pair.ask([['INFO']])) })
    try {
      return { port: await pair.start(kept?.primary ?? 'a', wanted.port), message }
    } catch (error) {
      open.delete(addOn.id)
      await pair.stop()
      throw error instanceof PlatformError ? error : new PlatformError('addon-failed', { service: slug, why: wordsOf(error), fix: 'What it has is left as it is.' })
    }
  }

  /** What lasts is in the form of the server that made it. */
  const hostFor = (addOn: AddOn, plan: Plan): string | undefined => (plan.features.includes('persistence') ? state.addOnServers[addOn.id]?.host : undefined) ?? addOn.options['host']

  const secret = (): string => `p${kernel.ids.next()}${kernel.ids.next()}`.replaceAll('-', '')

  async function provision({ addOn, plan }: Order): Promise<{ config: AddOnConfig; message: string | null }> {
    const password = secret()
    // Of a first time that an engine was killed in.
    for (const host of hosts) for (const node of ['a', 'b'] as const) await host.remove(nodeId(addOn.id, node))
    const { port, message } = await bringUp(addOn, plan, { port: null, password })
    return { config: configOf(password, port), message }
  }

  async function resume(addOn: AddOn, plan: Plan): Promise<void> {
    const { password, port } = accessOf(addOn)
    const cause: Cause = { kind: 'platform', text: 'the engine starts' }
    const now = await bringUp(addOn, plan, { port, password }).catch((error: unknown) => {
      kernel.commit(cause, [{ type: 'server.ended', app: addOn.appId, data: { addOnId: addOn.id, role: 'primary', how: wordsOf(error) } }])
      throw error
    })
    desk.configure(addOn.id, configOf(password, now.port), { why: 'its port was taken', cause })
  }

  async function changePlan({ addOn, plan }: Order & { readonly from: Plan }): Promise<{ message: string | null }> {
    const { pair, look } = running(addOn)
    const next = limitsOf(plan, look)
    const info = infoOf((await answered(addOn, pair.ask([['INFO', 'memory']])))[0])
    const usedBytes = numberIn(info, 'Memory', 'used_memory')
    const isTooMuch = usedBytes > next.memoryBytes
    if (isTooMuch && pair.spec.policy === 'noeviction') throw new PlatformError('addon-plan-too-small', { plan: plan.title, limit: byteSize(next.memoryBytes), addOn: addOn.name, used: byteSize(usedBytes), fix: 'Remove keys, or choose an eviction policy with redis:maxmemory. Nothing was changed.' })
    const commands = [['CONFIG', 'SET', 'maxmemory', String(next.memoryBytes)], ['CONFIG', 'SET', 'maxclients', String(next.connections + 2)], ['CONFIG', 'SET', 'appendonly', next.persists ? 'yes' : 'no']]
    await answered(addOn, pair.change(next, commands))
    const said = [isTooMuch ? `It held ${byteSize(usedBytes)}: keys go by ${pair.spec.policy}.` : null, next.persists ? null : 'It keeps nothing through a restart.', messageOf(pair.host, look, plan)]
    return { message: said.filter((text) => text !== null).join(' ') || null }
  }

  async function deprovision(addOn: AddOn): Promise<void> {
    const opened = open.get(addOn.id)
    open.delete(addOn.id)
    opened?.stats.stop()
    await opened?.pair.stop()
    for (const host of hosts) for (const node of ['a', 'b'] as const) await host.remove(nodeId(addOn.id, node))
  }

  function running(addOn: AddOn): Open {
    const opened = open.get(addOn.id)
    if (opened === undefined) throw new PlatformError('addon-server-down', { addOn: addOn.name, why: addOn.message ?? 'it does not run', fix: 'Look at its events.' })
    return opened
  }

  function nameOf(addOnId: string, serverId: string): string {
    const role = open.get(addOnId)?.pair.servers().find(({ id }) => id === serverId)?.role ?? 'server'
    return `The ${role} of ${state.addOns[addOnId]?.name ?? addOnId}`
  }

  async function answered<T>(addOn: AddOn, work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      if (error instanceof PlatformError) throw error
      throw new PlatformError('addon-server-down', { addOn: addOn.name, why: wordsOf(error).replace(/\.$/, ''), fix: 'Nothing was changed. Try again when it is up.' })
    }
  }

  async function configure(name: string, change: { readonly policy?: EvictionPolicy; readonly timeoutS?: number }, context: CallContext): Promise<{ seq: number }> {
    const addOn = desk.find(name, slug)
    const { pair } = running(addOn)
    const next = { policy: pair.spec.policy, timeoutS: pair.spec.timeoutS, ...change }
    await answered(addOn, pair.change(change, [['CONFIG', 'SET', 'maxmemory-policy', next.policy], ['CONFIG', 'SET', 'timeout', String(next.timeoutS)]]))
    kernel.commit(context.cause, [{ type: 'redis.configured', app: addOn.appId, data: { addOnId: addOn.id, ...next, by: context.by } }])
    return { seq: state.seq }
  }

  /** What is open with the old password is closed, once apps have the new one. */
  async function rotate(name: string, context: CallContext): Promise<{ seq: number }> {
    const addOn = desk.find(name, slug)
    const { pair } = running(addOn)
    const { port } = accessOf(addOn)
    const password = secret()
    await answered(addOn, pair.change({ password }, [['ACL', 'SETUSER', 'default', 'resetpass', `>${password}`]]))
    desk.configure(addOn.id, configOf(password, port), { why: 'its password was changed', cause: context.cause })
    await kernel.durable()
    await pair.ask([['CLIENT', 'KILL', 'USER', 'default']]).catch(desk.onTrouble)
    return { seq: state.seq }
  }

  return {
    slug, provision, changePlan, deprovision, resume,
    servers: {
      of: (addOnId) => open.get(addOnId)?.pair.servers() ?? [],
      kill: async (addOnId, serverId) => open.get(addOnId)?.pair.host.kill(serverId),
      freeze: async (addOnId, serverId) => open.get(addOnId)?.pair.host.freeze(serverId),
      thaw: async (addOnId, serverId) => open.get(addOnId)?.pair.host.thaw(serverId).catch(() => {}),
      afflict: async (addOnId, serverId, leaseId, trouble) => open.get(addOnId)?.pair.disks.afflict(serverId, nameOf(addOnId, serverId), leaseId, trouble) ?? [],
      relieve: async (addOnId, serverId, leaseId) => open.get(addOnId)?.pair.disks.relieve(serverId, nameOf(addOnId, serverId), leaseId) ?? { restored: [], residue: [] },
    },
    check: ({ options }) => {
      for (const [name, value] of Object.entries(options)) {
        const fix = `It takes --host: ${hosts.map(({ kind }) => kind).join(', ')}.`
        if (name !== 'host') throw new PlatformError('addon-option-invalid', { service: slug, option: name, why: 'it is not known', fix })
        if (!hosts.some(({ kind }) => kind === value)) throw new PlatformError('addon-option-invalid', { service: slug, option: `host ${value}`, why: 'there is no such kind of server', fix })
      }
    },
    room: {
      calls: {
        'redis:info': async ({ addOn: name }) => {
          const addOn = desk.find(name, slug)
          const { pair, look } = running(addOn)
          const { memoryBytes, connections, persists, hasStandby } = pair.spec
          const info = await pair.ask([['INFO']]).then(([reply]) => infoOf(reply), () => ({}))
          return { kind: pair.host.kind, version: look.version, lacks: look.lacks, plan: { memoryBytes, connections, persists, hasStandby }, info }
        },
        'redis:cli': ({ addOn: name, line, database }) => {
          const addOn = desk.find(name, slug)
          return answered(addOn, say(running(addOn).pair.ask, line, database))
        },
        'redis:keys': ({ addOn: name, ...wish }) => {
          const addOn = desk.find(name, slug)
          return answered(addOn, someKeys(running(addOn).pair.ask, wish))
        },
        'redis:maxmemory': ({ addOn, eviction }, context) => configure(addOn, { policy: eviction }, context),
        'redis:timeout': ({ addOn, seconds }, context) => configure(addOn, { timeoutS: seconds }, context),
        'redis:credentials:reset': ({ addOn }, context) => rotate(addOn, context),
        'redis:promote': async ({ addOn: name }) => {
          const addOn = desk.find(name, slug)
          const { pair, look } = running(addOn)
          if (!pair.standbyIsReady()) throw new PlatformError('redis-no-standby', { addOn: addOn.name, why: !pair.spec.hasStandby ? (look.canReplicate ? 'Plans with high availability have one: premium-0 and above.' : `${look.version} can not have one. With a redis-server on this machine, premium plans do.`) : 'Its standby does not follow yet. Try again soon.' })
          const tookMs = await answered(addOn, pair.promote('somebody asked for it'))
          return { seq: state.seq, tookMs }
        },
      },
      streams: { 'redis:stats': ({ addOn, seconds }) => running(desk.find(addOn, slug)).stats.open(seconds) },
      stop: async () => {
        for (const { stats } of open.values()) stats.stop()
        await Promise.all([...open.values()].map(({ pair }) => pair.stop()))
        open.clear()
      },
    },
  }
}

const variable = 'HEROKU_REDIS_URL'

const configOf = (password: string, port: number): AddOnConfig => ({ default: { [variable]: `redis://:${password}@127.0.0.1:${port}` } })

function accessOf(addOn: AddOn): { readonly password: string; readonly port: number } {
  const match = /^redis:\/\/[^:]*:([^@]+)@[^:]+:(\d+)/.exec(addOn.config['default']?.[variable] ?? '')
  if (match === null) throw new Error(`${addOn.name} has no address`)
  return { password: match[1] ?? '', port: Number(match[2]) }
}

function limitsOf(plan: Plan, look: Extract<RedisLook, { kind: 'ready' }>): Pick<PairSpec, 'memoryBytes' | 'connections' | 'persists' | 'hasStandby'> {
  const { memoryMb = 25, connections = usualConnections } = plan.limits
  return { memoryBytes: Math.min(memoryMb * mb, look.mostMemoryBytes ?? Infinity), connections, persists: plan.features.includes('persistence'), hasStandby: plan.features.includes('ha') && look.canReplicate }
}

/** What is not real, if anything is. */
function messageOf(host: RedisHost, look: Extract<RedisLook, { kind: 'ready' }>, plan: Plan): string | null {
  if (host.kind === 'docker') return plan.features.includes('ha') ? `It is ${look.version}, and has no standby there: after a crash it starts again from its file.` : `It is ${look.version}.`
  if (host.kind !== 'embedded') return null
  const said = [`It is ${look.version}, as there is no redis-server here, and none in Docker. It lacks ${look.lacks.join(', ')}.`]
  if (plan.features.includes('ha')) said.push('It has no standby: after a crash it starts again from its file.')
  if (look.mostMemoryBytes !== null && (plan.limits['memoryMb'] ?? 0) * mb > look.mostMemoryBytes) said.push(`It holds at most ${byteSize(look.mostMemoryBytes)}.`)
  return said.join(' ')
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
