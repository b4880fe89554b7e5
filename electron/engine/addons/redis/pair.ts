// One Redis of an add-on: its server, and on plans with high availability, where the server can, a standby that follows it. Heroku
// replicates asynchronously and fails over by itself; so here. The config vars stay the same, as the link in front moves to the new primary.

import type { AddOn } from '../../../../shared/domain/add-on.ts'
import type { RedisNodeName } from '../../../../shared/domain/add-on-server.ts'
import type { EventDraft } from '../../../../shared/protocol/events.ts'
import type { Kernel } from '../../journal/kernel.ts'
import type { Cancel } from '../../ports/clock.ts'
import type { RedisHost, RedisNodeSpec, RedisReply } from '../../ports/redis-host.ts'
import type { AddOnServer } from '../../platform/addon-servers.ts'
import type { FrontDoor } from '../front-door.ts'
import { keepUp } from '../kept-up.ts'
import { createFullDisks, type FullDisks } from './full-disks.ts'
import { infoOf, lagIn, numberIn } from './info.ts'

export type PairSpec = Omit<RedisNodeSpec, 'id'> & { readonly hasStandby: boolean }

export type RedisPair = {
  readonly host: RedisHost
  readonly spec: PairSpec
  /** Resolves with the port in front, when the primary answers. The standby follows. */
  start(primary: RedisNodeName, wanted: number | null): Promise<number>
  ask(commands: readonly (readonly string[])[]): Promise<readonly RedisReply[]>
  /** On both, and for all starts to come. */
  change(next: Partial<PairSpec>, commands: readonly (readonly string[])[]): Promise<void>
  /** In order. Rejects when there is none that could. Resolves with how long it took. */
  promote(why: string): Promise<number>
  /** The host says that a node ended. */
  ended(node: RedisNodeName, how: string): void
  standbyIsReady(): boolean
  /** Those that run, the primary first; the link to the standby is the one by which it follows. */
  servers(): AddOnServer[]
  readonly disks: FullDisks
  stop(): Promise<void>
}

export type PairParts = {
  readonly kernel: Kernel
  readonly host: RedisHost
  readonly door: FrontDoor
  readonly addOn: () => AddOn | null
  readonly addOnId: string
  readonly message: string | null
  readonly onTrouble: (error: unknown) => void
}

export const nodeId = (addOnId: string, node: RedisNodeName): string => `${addOnId}-${node}`
const otherNode = (node: RedisNodeName): RedisNodeName => (node === 'a' ? 'b' : 'a')

/** How often the primary is asked whether it is there, and how many times it may not answer. */
const [beatMs, missedBeats] = [1000, 3]
const [handoverMs, pollMs] = [2000, 20]

export function createRedisPair(parts: PairParts, given: PairSpec): RedisPair {
  const { kernel, host, door, addOnId } = parts
  const { clock } = kernel
  const up = new Map<RedisNodeName, number>()
  const disks = createFullDisks(host)
  let spec = given
  let primary: RedisNodeName = 'a'
  let isReady = false
  let isTurning = false
  let isOver = false
  let missed = 0
  let isAsked = false
  let cancelBeat: Cancel | null = null
  const primaryKeeper = keepUp(clock, () => startPrimary('it ended'), parts.onTrouble)
  const standbyKeeper = keepUp(clock, startStandby, parts.onTrouble)

  const tell = (text: string, draft: EventDraft): void => {
    if (!isOver) kernel.commit({ kind: 'observed', text }, [draft])
  }
  const event = <Type extends EventDraft['type']>(type: Type, data: object): EventDraft => ({ type, app: parts.addOn()?.appId ?? null, data: { addOnId, ...data } }) as EventDraft

  async function startNode(node: RedisNodeName, settings: PairSpec): Promise<{ readonly port: number; readonly version: string; readonly tookMs: number }> {
    const from = clock.now()
    const started = await host.start({ ...settings, id: nodeId(addOnId, node) })
    up.set(node, started.port)
    if (isOver) await host.stop(nodeId(addOnId, node))
    else await disks.again(nodeId(addOnId, node))
    return { ...started, tookMs: clock.now() - from }
  }

  async function start(first: RedisNodeName, wanted: number | null): Promise<number> {
    primary = first
    const addOn = required()
    const { port, version, tookMs } = await startNode(first, spec)
    const front = await door.open(addOn, port, wanted)
    tell('the server answers', event('server.started', { node: first, role: 'primary', host: host.kind, version, tookMs, message: parts.message }))
    if (spec.hasStandby) void startStandby().catch(failedStandby)
    beat()
    return front
  }

  function required(): AddOn {
    const addOn = parts.addOn()
    if (addOn === null) throw new Error('the add-on is gone')
    return addOn
  }

  async function startPrimary(why: string): Promise<void> {
    if (isOver || up.has(primary)) return
    const { port, version, tookMs } = await startNode(primary, spec)
    await door.open(required(), port, null)
    tell(why, event('server.started', { node: primary, role: 'primary', host: host.kind, version, tookMs, message: spec.persists ? 'With what it had.' : 'It is empty: its plan keeps nothing through a restart.' }))
    if (spec.hasStandby && !up.has(otherNode(primary))) void startStandby().catch(failedStandby)
  }

  /** It takes everything from the primary, whatever it had. */
  async function startStandby(): Promise<void> {
    const [node, from] = [otherNode(primary), up.get(primary)]
    if (isOver || isTurning || up.has(node) || from === undefined) return
    await host.remove(nodeId(addOnId, node))
    const { version, tookMs } = await startNode(node, spec)
    const link = await door.open(required(), from, null, 'replication')
    await host.ask(nodeId(addOnId, node), [['REPLICAOF', '127.0.0.1', String(link)]])
    await follows()
    tell('the standby follows', event('server.started', { node, role: 'standby', host: host.kind, version, tookMs, message: null }))
  }

  function failedStandby(error: unknown): void {
    if (isOver) return
    parts.onTrouble(error)
    standbyKeeper.again()
  }

  /** Until the primary says that it has all. */
  async function follows(): Promise<void> {
    while (!isOver && up.has(primary)) {
      await look()
      if (isReady) return
      await pause(pollMs * 5)
    }
  }

  const pause = (ms: number): Promise<void> => new Promise((over) => void clock.after(ms, over))

  async function look(): Promise<void> {
    const [reply] = await host.ask(nodeId(addOnId, primary), [['INFO', 'replication']])
    isReady = up.has(otherNode(primary)) && lagIn(infoOf(reply)) !== null
  }

  function beat(): void {
    cancelBeat?.()
    cancelBeat = clock.after(beatMs, () => {
      if (isOver) return
      beat()
      if (!spec.hasStandby || isTurning || !up.has(primary)) return
      if (isAsked) missed += 1
      else {
        isAsked = true
        missed = 0
        void look().catch(() => {}).finally(() => (isAsked = false))
      }
      if (missed >= missedBeats && isReady) void takeOver(`the primary did not answer for ${missedBeats} seconds`).catch(parts.onTrouble)
    })
  }

  function ended(node: RedisNodeName, how: string): void {
    const wasUp = up.delete(node)
    if (isOver || isTurning || !wasUp) return
    tell(how, event('server.ended', { role: node === primary ? 'primary' : 'standby', how }))
    if (node !== primary) {
      isReady = false
      return standbyKeeper.again()
    }
    if (isReady && up.has(otherNode(node))) void takeOver('the primary ended').catch(parts.onTrouble)
    else primaryKeeper.again()
  }

  /** Fences the old one off, so that no two take writes; then the standby is the primary, and the link leads to it. */
  async function takeOver(why: string): Promise<number> {
    const from = clock.now()
    const [old, next] = [primary, otherNode(primary)]
    isTurning = true
    try {
      up.delete(old)
      await host.kill(nodeId(addOnId, old)).catch(() => {})
      return await turn(next, why, from, 'What the old primary had answered for in its last moments may be missing: the standby follows it asynchronously.')
    } catch (error) {
      primaryKeeper.again()
      throw error
    } finally {
      isTurning = false
      if (!isOver) standbyKeeper.again()
    }
  }

  async function turn(next: RedisNodeName, why: string, from: number, message: string | null): Promise<number> {
    await host.ask(nodeId(addOnId, next), [['REPLICAOF', 'NO', 'ONE']])
    primary = next
    isReady = false
    const tookMs = clock.now() - from
    tell(why, event('server.promoted', { node: next, why, tookMs, message }))
    // After a crash of the engine, too, it has to be this one: its file has what comes now.
    await kernel.durable()
    await door.open(required(), up.get(next) ?? 0, null)
    await door.open(required(), up.get(next) ?? 0, null, 'replication')
    return tookMs
  }

  /** The old primary takes no writes until the standby has them all. */
  async function promote(why: string): Promise<number> {
    if (!isReady || isTurning) throw new Error('the standby does not follow yet')
    const from = clock.now()
    const [old, next] = [primary, otherNode(primary)]
    isTurning = true
    try {
      await host.ask(nodeId(addOnId, old), [['CLIENT', 'PAUSE', String(handoverMs * 2), 'WRITE']])
      await caughtUp(old, from)
      const tookMs = await turn(next, why, from, null)
      up.delete(old)
      await host.stop(nodeId(addOnId, old))
      return tookMs
    } finally {
      isTurning = false
      if (!isOver) standbyKeeper.again()
    }
  }

  async function caughtUp(old: RedisNodeName, from: number): Promise<void> {
    for (;;) {
      const [reply] = await host.ask(nodeId(addOnId, old), [['INFO', 'replication']])
      if (lagIn(infoOf(reply)) === 0) return
      if (clock.now() - from > handoverMs) {
        await host.ask(nodeId(addOnId, old), [['CLIENT', 'UNPAUSE']])
        throw new Error(`the standby did not catch up within ${handoverMs / 1000} seconds; it is ${numberIn(infoOf(reply), 'Replication', 'master_repl_offset')} bytes into the stream. Nothing was changed`)
      }
      await pause(pollMs)
    }
  }

  async function change(next: Partial<PairSpec>, commands: readonly (readonly string[])[]): Promise<void> {
    const replies = await host.ask(nodeId(addOnId, primary), commands)
    const trouble = replies.find((reply): reply is { readonly error: string } => typeof reply === 'object' && reply !== null && 'error' in reply)
    if (trouble !== undefined) throw new Error(trouble.error)
    const had = spec.hasStandby
    spec = { ...spec, ...next }
    const standby = otherNode(primary)
    if (had && !spec.hasStandby) {
      up.delete(standby)
      isReady = false
      await host.remove(nodeId(addOnId, standby))
    } else if (up.has(standby)) await host.ask(nodeId(addOnId, standby), commands)
    else if (spec.hasStandby) void startStandby().catch(failedStandby)
  }

  async function stop(): Promise<void> {
    isOver = true
    cancelBeat?.()
    primaryKeeper.end()
    standbyKeeper.end()
    await Promise.all((['a', 'b'] as const).map((node) => host.stop(nodeId(addOnId, node))))
    await door.close(addOnId)
  }

  return {
    host, start, promote, ended, change, stop, disks,
    get spec() {
      return spec
    },
    ask: (commands) => host.ask(nodeId(addOnId, primary), commands),
    standbyIsReady: () => isReady,
    servers: () => [primary, otherNode(primary)].filter((node) => up.has(node)).map((node) => ({ id: nodeId(addOnId, node), role: node === primary ? 'primary' : 'standby', links: door.linksOf(addOnId, node === primary ? undefined : 'replication') })),
  }
}

