// A Docker engine of a test's own, to be hurt: killed, restarted, filled up. It touches neither the firewall nor the bridge of another one.

import type Docker from 'dockerode'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { makeFolder } from '../parts/test-files.fixture.ts'
import { dockerAt, dockerForTests, waitUntil } from './docker-world.fixture.ts'

const find = (name: string): string | undefined => [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'].map((folder) => join(folder, name)).find(existsSync)
const [program, ip] = [find('dockerd'), find('ip')]
let bridges = 0

export const canRunDaemon = process.platform === 'linux' && process.getuid?.() === 0 && program !== undefined && ip !== undefined && dockerForTests !== null

export type OwnDaemon = {
  readonly docker: Docker
  readonly image: string
  readonly root: string
  /** With kill -9; containers are let alone. */
  kill(): Promise<void>
  start(options?: { readonly livesOn?: boolean }): Promise<void>
  /** What it has on its disk goes, too. */
  stop(): Promise<void>
}

/** `diskBytes`: its disk is one of its own, of that size. `networks`: its own ranges of addresses are enough for that many, and it has no image. */
export async function startDaemon(options: { readonly diskBytes?: number; readonly networks?: number } = {}): Promise<OwnDaemon> {
  const root = makeFolder('engine')
  const disk = join(root, 'disk')
  mkdirSync(disk)
  if (options.diskBytes !== undefined) run('mount', ['-t', 'tmpfs', '-o', `size=${options.diskBytes}`, 'dynarium-test', disk])
  // Told to have none, an engine takes away the one that the machine's own has.
  const number = bridges++
  const bridge = `dyn${process.pid % 1_000_000}-${number % 1000}`
  run(ip ?? 'ip', ['link', 'add', 'name', bridge, 'type', 'bridge'])
  run(ip ?? 'ip', ['address', 'add', `10.${200 + (process.pid % 50)}.${number % 256}.1/24`, 'dev', bridge])
  const address = `unix://${join(root, 'docker.sock')}`
  const docker = dockerAt(address)
  const pools = Array.from({ length: options.networks ?? 0 }, (_, at) => ['--default-address-pool', `base=10.${200 + (process.pid % 50)}.${200 + at}.0/24,size=24`]).flat()
  let daemon: ChildProcess | null = null

  async function start({ livesOn = false }: { readonly livesOn?: boolean } = {}): Promise<void> {
    rmSync(join(root, 'pid'), { force: true })
    daemon = spawn(program ?? 'dockerd', [
      '--data-root', disk, '--exec-root', join(root, 'run'), '-p', join(root, 'pid'), '-H', address,
      `--bridge=${bridge}`, '--iptables=false', '--ip-masq=false', '--ip-forward=false', ...(livesOn ? ['--live-restore'] : []), ...pools,
    ], { stdio: 'ignore' })
    await waitUntil('Docker answers', () => docker.ping().then(() => true, () => false))
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const mine = daemon
    daemon = null
    if (mine === null) return
    const helper = numberIn(join(root, 'run', 'containerd', 'containerd.pid'))
    const exited = new Promise((resolve) => mine.once('exit', resolve))
    mine.kill(signal)
    await exited
    // One that is started while its helper is about to die waits for that in vain.
    await waitUntil('its helper has ended', () => helper === null || !isAlive(helper))
  }

  await start()
  const image = dockerForTests?.image ?? ''
  if (options.networks === undefined) await docker.loadImage(await dockerAt(dockerForTests?.address ?? '').getImage(image).get(), {}).then(read)

  return {
    docker, image, root, start,
    kill: () => end('SIGKILL'),
    stop: async () => {
      if (daemon === null) await start()
      for (const { Id } of await docker.listContainers({ all: true })) await docker.getContainer(Id).remove({ force: true }).catch(() => {})
      for (const { Id } of await docker.listNetworks()) await docker.getNetwork(Id).remove().catch(() => {})
      await end('SIGTERM')
      run(ip ?? 'ip', ['link', 'delete', bridge])
      // It mounts its folder onto itself.
      while (spawnSync('umount', [disk]).status === 0);
      rmSync(root, { recursive: true, force: true })
    },
  }
}

export function run(command: string, parameters: readonly string[]): void {
  const { status, stderr } = spawnSync(command, parameters, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${parameters.join(' ')}: ${stderr}`)
}

function read(stream: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject).resume())
}

function numberIn(file: string): number | null {
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
