// Two machines on one machine: each a Docker engine in namespaces of its own (network, processes, mounts, host name), on one switch,
// joined into a swarm. The namespaces have no names: they, their links and all that runs in them are gone with the process that holds them.

import Docker from 'dockerode'
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'

export type ClusterNode = {
  readonly name: string
  readonly address: string
  readonly docker: Docker
  /** Ends the machine as a power cut would: with kill -9, and everything on it. */
  kill(): Promise<void>
}

export type SwarmCluster = {
  readonly manager: ClusterNode
  readonly worker: ClusterNode
  close(): Promise<void>
}

type Space = { readonly pid: number; begin(): void; kill(): Promise<void> }

const dockerd = '/usr/sbin/dockerd'
const upWithinMs = 60_000

/** Null when this machine can do it. */
export function whyNoCluster(): string | null {
  if (process.platform !== 'linux') return 'Linux alone has network namespaces'
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  if (!existsSync(dockerd)) return `${dockerd} is not there`
  const tried = spawnSync('unshare', ['--net', '--mount', '--pid', '--uts', '--fork', '--mount-proc', 'ip', 'link', 'add', 'vx', 'type', 'vxlan', 'id', '1', 'dstport', '4789', 'dev', 'lo'], { encoding: 'utf8' })
  return tried.status === 0 ? null : `no vxlan in a namespace: ${tried.error?.message ?? tried.stderr.trim()}`
}

/** `image` is in the engine at `docker`, and will be in the manager's. */
export async function startCluster(source: Docker, image: string, heartbeatMs = 5000): Promise<SwarmCluster> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dynarium-swarm-')))
  const mark = `dyn${process.pid}`
  const net = `10.213.${process.pid % 250}`
  const spaces: Space[] = []
  const close = async (): Promise<void> => {
    await Promise.all(spaces.map((space) => space.kill()))
    removeGroups(mark)
    rmSync(folder, { recursive: true, force: true })
  }

  async function addNode(letter: string, at: number, wire: Space): Promise<ClusterNode> {
    const name = `node-${letter}`
    const root = join(folder, letter)
    mkdirSync(root)
    const socketPath = join(root, 'docker.sock')
    const space = await openSpace(`hostname ${name}; ${dockerd} --data-root ${root}/data --exec-root ${root}/exec -p ${root}/pid -H unix://${socketPath} --cgroup-parent /${mark} > ${root}/log 2>&1`)
    spaces.push(space)
    ip('link', 'add', 'wire', 'netns', String(space.pid), 'type', 'veth', 'peer', 'name', name, 'netns', String(wire.pid))
    inside(wire, 'link', 'set', name, 'master', 'switch', 'up')
    inside(space, 'addr', 'add', `${net}.${at}/24`, 'dev', 'wire')
    for (const link of ['lo', 'wire']) inside(space, 'link', 'set', link, 'up')
    inside(space, 'route', 'add', 'default', 'via', `${net}.1`)
    space.begin()
    const docker = new Docker({ socketPath })
    await untilUp(docker, name)
    return { name, address: `${net}.${at}`, docker, kill: space.kill }
  }

  try {
    const wire = await openSpace('exec sleep infinity')
    spaces.push(wire)
    inside(wire, 'link', 'add', 'switch', 'type', 'bridge')
    inside(wire, 'link', 'set', 'switch', 'up')
    // The tests' own end of the wire: the router reaches dynos on their nodes.
    ip('link', 'add', mark, 'type', 'veth', 'peer', 'name', 'tests', 'netns', String(wire.pid))
    inside(wire, 'link', 'set', 'tests', 'master', 'switch', 'up')
    ip('addr', 'add', `${net}.1/24`, 'dev', mark)
    ip('link', 'set', mark, 'up')
    const [manager, worker] = [await addNode('a', 2, wire), await addNode('b', 3, wire)]
    await carry(source, image, manager.docker)
    await joinBoth(manager, worker, heartbeatMs)
    return { manager, worker, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function joinBoth(manager: ClusterNode, worker: ClusterNode, heartbeatMs: number): Promise<void> {
  await manager.docker.swarmInit({ ListenAddr: `${manager.address}:2377`, AdvertiseAddr: manager.address, Spec: { Dispatcher: { HeartbeatPeriod: heartbeatMs * 1e6 } } })
  const { JoinTokens: tokens } = (await manager.docker.swarmInspect()) as { JoinTokens: { Worker: string } }
  await worker.docker.swarmJoin({ ListenAddr: `${worker.address}:2377`, AdvertiseAddr: worker.address, RemoteAddrs: [`${manager.address}:2377`], JoinToken: tokens.Worker })
}

/** Namespaces held by a process of ours, in which `script` begins when it is told. All in them ends with it. */
async function openSpace(script: string): Promise<Space> {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', '--net', '--uts', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', `echo ready; read -r go; ${script}`], { stdio: ['pipe', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  await Promise.race([once(child.stdout, 'data'), closed.then(() => Promise.reject(new Error('no namespaces could be made')))])
  return {
    pid: pidOf(child),
    begin: () => void child.stdin.write('go\n'),
    kill: async () => {
      child.kill('SIGKILL')
      await closed
    },
  }
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('it was not started')
  return pid
}

const ip = (...words: string[]): void => void execFileSync('ip', words)
const inside = ({ pid }: Space, ...words: string[]): void => void execFileSync('nsenter', [`--net=/proc/${pid}/ns/net`, 'ip', ...words])

async function untilUp(docker: Docker, name: string): Promise<void> {
  for (const limit = Date.now() + upWithinMs; ;) {
    const isUp = await docker.ping().then(() => true, () => false)
    if (isUp) return
    if (Date.now() > limit) throw new Error(`the engine of ${name} did not come up`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function carry(from: Docker, image: string, to: Docker): Promise<void> {
  const said = await to.loadImage(await from.getImage(image).get())
  await finished(said.resume())
}

/** Control groups outlive the engines that made them. */
function removeGroups(mark: string): void {
  const root = '/sys/fs/cgroup'
  const remove = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) remove(join(folder, entry.name))
    rmdirSync(folder)
  }
  for (const folder of [root, ...readdirSync(root).map((name) => join(root, name))]) if (existsSync(join(folder, mark))) remove(join(folder, mark))
}
