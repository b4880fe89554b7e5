// What all kinds of Redis hosts have in common: folders, the connection that asks, and who is told of an end.

import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RedisHost, RedisKind, RedisLook, RedisNodeSpec, RedisSink } from '../../engine/ports/redis-host.ts'
import { createAdminLink, type AdminLink } from './admin-link.ts'

export type RunningNode = {
  readonly port: number
  readonly version: string
  kill(): Promise<void>
  freeze(): Promise<void>
  thaw(): Promise<void>
  /** Resolves with how it was done, in sentences. */
  fillDisk(): Promise<readonly string[]>
  freeDisk(): Promise<void>
  stop(): Promise<void>
}

export type RedisKindOf = {
  readonly kind: RedisKind
  look(): Promise<RedisLook>
  /** Resolves when it listens. `ended` is told whatever its end. */
  launch(spec: RedisNodeSpec, folder: string, told: { ended(how: string): void; trouble(text: string): void }): Promise<RunningNode>
  forget(folder: string, id: string): Promise<void>
}

/** Connections that Dynarium needs on top of the plan's: its own, and a standby's. */
export const ownConnections = 2

const [readyMs, pollMs, diskLooks] = [60_000, 20, 250]

type Node = RunningNode & { readonly link: AdminLink; readonly persists: boolean; isLeaving: boolean }

export function createRedisNodes(dataDir: string, kind: RedisKindOf): RedisHost {
  const nodes = new Map<string, Node>()
  const starting = new Set<string>()
  let sink: RedisSink | null = null

  async function start(spec: RedisNodeSpec): Promise<{ port: number; version: string }> {
    const folder = folderOf(spec.id)
    if (nodes.has(spec.id) || starting.has(spec.id)) throw new Error(`The Redis ${spec.id} runs already.`)
    starting.add(spec.id)
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      let ended: string | null = null
      const running = await kind.launch(spec, folder, {
        ended: (how) => {
          ended = how
          gone(spec.id, how)
        },
        trouble: (text) => sink?.trouble(spec.id, text),
      })
      const link = createAdminLink(running.port, spec.adminPassword)
      await ready(link, () => ended).catch(async (error: unknown) => {
        link.close()
        await running.kill()
        throw error
      })
      nodes.set(spec.id, { ...running, link, persists: spec.persists, isLeaving: false })
      return { port: running.port, version: running.version }
    } finally {
      starting.delete(spec.id)
    }
  }

  function gone(id: string, how: string): void {
    const node = nodes.get(id)
    if (node === undefined) return
    nodes.delete(id)
    node.link.close()
    if (!node.isLeaving) sink?.ended(id, how)
  }

  function folderOf(id: string): string {
    if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/.test(id)) throw new Error(`"${id}" can not be the name of a Redis.`)
    return join(dataDir, 'redis', id)
  }

  function nodeOf(id: string): Node {
    const node = nodes.get(id)
    if (node === undefined) throw new Error('This Redis does not run.')
    return node
  }

  async function fillDisk(id: string): Promise<readonly string[]> {
    const node = nodeOf(id)
    if (!node.persists) throw new Error('its plan keeps nothing on a disk, so a full one is not noticed. Plans with persistence do')
    const said = await node.fillDisk()
    if (await refusesWrites(node.link, true)) return said
    await node.freeDisk()
    throw new Error('it went on writing')
  }

  async function freeDisk(id: string): Promise<void> {
    const node = nodes.get(id)
    if (node === undefined) return
    await node.freeDisk()
    if (!(await refusesWrites(node.link, false).catch(() => true))) throw new Error('This Redis does not take changes again yet; it tries its file once a second.')
  }

  async function stop(id: string): Promise<void> {
    const node = nodes.get(id)
    if (node === undefined) return
    node.isLeaving = true
    node.link.close()
    await node.stop()
    nodes.delete(id)
  }

  return {
    kind: kind.kind,
    look: kind.look,
    connect: (connected) => void (sink = connected),
    start, stop, fillDisk, freeDisk,
    ask: async (id, commands) => nodeOf(id).link.ask(commands),
    kill: async (id) => nodeOf(id).kill(),
    freeze: async (id) => nodeOf(id).freeze(),
    thaw: async (id) => nodeOf(id).thaw(),
    remove: async (id) => {
      const folder = folderOf(id)
      await stop(id)
      await kind.forget(folder, id)
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
    stopAll: async () => void (await Promise.all([...nodes.keys()].map(stop))),
  }
}

/** It may read its data first, and says so while it does. */
async function ready(link: AdminLink, ended: () => string | null): Promise<void> {
  const until = performance.now() + readyMs
  for (;;) {
    const how = ended()
    if (how !== null) throw new Error(`Redis ended while it started: ${how}.`)
    try {
      const [reply] = await link.ask([['PING']])
      if (reply === 'PONG') return
      if (typeof reply === 'object' && reply !== null && 'error' in reply && !/^(LOADING|MASTERDOWN)/.test(reply.error)) throw new Refused(reply.error)
    } catch (error) {
      if (error instanceof Refused || performance.now() > until) throw error
    }
    await new Promise((later) => setTimeout(later, pollMs))
  }
}

/**
 * Says whether it came to be so in time. What is asked for is a change that leaves nothing: so the first one that can not be kept is ours, and none
 * that an app was answered for.
 */
async function refusesWrites(link: AdminLink, wanted: boolean): Promise<boolean> {
  const key = `dynarium:${randomUUID()}`
  for (let look = 0; look < diskLooks; look += 1) {
    const replies = await link.ask([['MULTI'], ['SET', key, ''], ['DEL', key], ['EXEC']])
    const isRefused = replies.some((reply) => typeof reply === 'object' && reply !== null && 'error' in reply && reply.error.startsWith('MISCONF'))
    if (isRefused === wanted) return true
    await new Promise((later) => setTimeout(later, pollMs))
  }
  return false
}

class Refused extends Error {}
