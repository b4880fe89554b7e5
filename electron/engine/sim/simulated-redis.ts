// Redis servers where nothing is real: they start, say what they are told to hold, follow each other, crash and freeze, in the time of the world's clock.
// Keys are none of theirs, and they say so.

import type { Clock } from '../ports/clock.ts'
import type { RedisHost, RedisKind, RedisNodeSpec, RedisReply, RedisSink } from '../ports/redis-host.ts'

export type SimulatedRedis = RedisHost & {
  /** How much a node's keys take. */
  hold(id: string, bytes: number): void
  crash(id: string): void
  running(): readonly string[]
  /** Of the user `default`, by node. */
  passwords(): Readonly<Record<string, string>>
  /** Whose disk is full. */
  full(): readonly string[]
}

type Node = { readonly port: number; readonly config: Map<string, string>; master: boolean; isFrozen: boolean; isFull: boolean; password: string }

const [startMs, silentMs, version] = [30, 5000, 'Simulated Redis']

export function createSimulatedRedis(clock: Clock, { kind = 'server', canReplicate = true }: { readonly kind?: RedisKind; readonly canReplicate?: boolean } = {}): SimulatedRedis {
  const nodes = new Map<string, Node>()
  const held = new Map<string, number>()
  let nextPort = 50_000
  let sink: RedisSink | null = null
  const wait = (ms: number): Promise<void> => new Promise((over) => void clock.after(ms, over))

  function nodeOf(id: string): Node {
    const node = nodes.get(id)
    if (node === undefined) throw new Error('This Redis does not run.')
    return node
  }

  async function start(spec: RedisNodeSpec): Promise<{ port: number; version: string }> {
    if (nodes.has(spec.id)) throw new Error(`The Redis ${spec.id} runs already.`)
    await wait(startMs)
    if (!spec.persists) held.delete(spec.id)
    const config = new Map([['maxmemory', String(spec.memoryBytes)], ['maxmemory-policy', spec.policy], ['maxclients', String(spec.connections)], ['timeout', String(spec.timeoutS)], ['appendonly', spec.persists ? 'yes' : 'no']])
    const node = { port: nextPort++, config, master: true, isFrozen: false, isFull: false, password: spec.password }
    nodes.set(spec.id, node)
    return { port: node.port, version }
  }

  async function ask(id: string, commands: readonly (readonly string[])[]): Promise<readonly RedisReply[]> {
    if (nodeOf(id).isFrozen) {
      await wait(silentMs)
      throw new Error('Redis did not answer.')
    }
    await wait(1)
    return commands.map((words) => answer(id, nodeOf(id), words))
  }

  function answer(id: string, node: Node, [name = '', sub = '', ...rest]: readonly string[]): RedisReply {
    if (name === 'PING') return 'PONG'
    if (name === 'CONFIG' && sub === 'GET') return [rest[0] ?? '', node.config.get(rest[0] ?? '') ?? '']
    if (name === 'CONFIG' && sub === 'SET') node.config.set(rest[0] ?? '', rest[1] ?? '')
    if (name === 'ACL') node.password = rest[2]?.slice(1) ?? ''
    if (name === 'REPLICAOF') node.master = sub === 'NO'
    if (['CONFIG', 'REPLICAOF', 'CLIENT', 'SELECT', 'ACL'].includes(name)) return 'OK'
    if (name === 'DBSIZE') return 0
    if (name === 'SCAN') return ['0', []]
    if (name !== 'INFO') return { error: 'ERR this Redis is simulated: it keeps nothing' }
    const follower = [...nodes].some(([other, { master }]) => other !== id && !master && other.slice(0, -2) === id.slice(0, -2))
    return ['# Memory', `used_memory:${held.get(id) ?? 0}`, `maxmemory:${node.config.get('maxmemory')}`, '# Replication', `role:${node.master ? 'master' : 'slave'}`, 'master_repl_offset:100', ...(follower ? ['slave0:ip=127.0.0.1,state=online,offset=100,lag=0'] : [])].join('\r\n')
  }

  function crash(id: string, how = 'SIGKILL'): void {
    if (nodes.delete(id)) sink?.ended(id, how)
  }

  return {
    kind, start, ask, crash,
    look: async () => ({ kind: 'ready', version, canReplicate, mostMemoryBytes: null, lacks: canReplicate ? [] : ['scripts'] }),
    connect: (connected) => void (sink = connected),
    kill: async (id) => crash(id),
    freeze: async (id) => void (nodeOf(id).isFrozen = true),
    thaw: async (id) => void (nodeOf(id).isFrozen = false),
    fillDisk: async (id) => {
      const node = nodeOf(id)
      if (node.config.get('appendonly') === 'no') throw new Error('its plan keeps nothing on a disk')
      node.isFull = true
      return ['it is simulated, and so is that its disk is full.']
    },
    freeDisk: async (id) => {
      const node = nodes.get(id)
      if (node !== undefined) node.isFull = false
    },
    stop: async (id) => void nodes.delete(id),
    remove: async (id) => {
      nodes.delete(id)
      held.delete(id)
    },
    stopAll: async () => nodes.clear(),
    hold: (id, bytes) => void held.set(id, bytes),
    running: () => [...nodes.keys()],
    passwords: () => Object.fromEntries([...nodes].map(([id, { password }]) => [id, password])),
    full: () => [...nodes].flatMap(([id, { isFull }]) => (isFull ? [id] : [])),
  }
}
