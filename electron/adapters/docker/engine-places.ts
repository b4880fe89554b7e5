// Where a Docker-compatible engine may answer, in the order people expect: DOCKER_HOST alone if it is set, else the current context
// of the docker command, else the sockets that engines open by themselves.

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DockerOptions } from 'dockerode'
import { sshCheck } from './known-hosts.ts'

export type Around = {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** Before the paths of the system's own sockets: empty, but in tests. */
  readonly root: string
  findProgram(name: string): string | null
}

export type EnginePlace = {
  /** Like DOCKER_HOST. */
  readonly address: string
  /** What named it, for sentences; null: looked for without being named. */
  readonly namedBy: 'DOCKER_HOST' | 'DOCKER_CONTEXT' | 'context' | null
  readonly isLocal: boolean
  /** For the client; or why it can not even be tried. */
  readonly way: { readonly options: DockerOptions } | { readonly problem: string }
}

const usualPorts = { http: 2375, https: 2376, ssh: 22 } as const
const windowsPipe = '//./pipe/docker_engine'
/** Of ssh itself; the limit for all is in connect.ts. */
const sshReadyMs = 9000

export async function enginePlaces(around: Around): Promise<readonly EnginePlace[]> {
  const { env } = around
  if (env['DOCKER_HOST'] !== undefined && env['DOCKER_HOST'] !== '') {
    const folder = env['DOCKER_CERT_PATH'] ?? configFolder(around)
    return [await placeOf(env['DOCKER_HOST'], 'DOCKER_HOST', env['DOCKER_TLS_VERIFY'] ? folder : null, around)]
  }
  const context = await currentContext(around)
  return [...(context === null ? [] : [context]), ...(await usualSockets(around)).map((path) => socketPlace(path, null))]
}

/** `certificates`: the folder they are in; null: none are asked for. */
async function placeOf(address: string, namedBy: EnginePlace['namedBy'], certificates: string | null, around: Around): Promise<EnginePlace> {
  const pipe = /^(unix|npipe):\/\/(.*)$/.exec(address)
  if (pipe !== null) return socketPlace(pipe[2] || (pipe[1] === 'npipe' ? windowsPipe : '/var/run/docker.sock'), namedBy)
  const place = { address, namedBy, isLocal: false }
  try {
    const url = new URL(address.includes('://') ? address : `tcp://${address}`)
    if (url.protocol === 'ssh:') return { ...place, way: sshWay(url, around) }
    if (!['tcp:', 'http:', 'https:'].includes(url.protocol)) return { ...place, way: { problem: `"${address}" is no address of an engine` } }
    const isSecure = certificates !== null || url.protocol === 'https:' || url.port === String(usualPorts.https)
    const protocol = isSecure ? 'https' : 'http'
    const options: DockerOptions = { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? usualPorts[protocol] : Number(url.port), protocol }
    return { ...place, way: { options: isSecure ? { ...options, ...(await readCertificates(certificates ?? around.env['DOCKER_CERT_PATH'] ?? configFolder(around))) } : options } }
  } catch (error) {
    return { ...place, way: { problem: error instanceof TypeError ? `"${address}" is no address of an engine` : error instanceof Error ? error.message : String(error) } }
  }
}

function sshWay(url: URL, around: Around): EnginePlace['way'] {
  const agent = around.env['SSH_AUTH_SOCK']
  if (agent === undefined && around.platform !== 'win32') return { problem: 'ssh needs an agent that holds your key (SSH_AUTH_SOCK is not set)' }
  const port = url.port === '' ? usualPorts.ssh : Number(url.port)
  return {
    options: {
      protocol: 'ssh', host: url.hostname, port, username: decodeURIComponent(url.username) || (around.env['USER'] ?? around.env['USERNAME'] ?? ''),
      sshOptions: { agent: agent ?? 'pageant', readyTimeout: sshReadyMs, hostVerifier: sshCheck(url.hostname, port, around) },
    },
  }
}

/** All three: an engine that asks for TLS asks who its client is, too. */
async function readCertificates(folder: string): Promise<Pick<DockerOptions, 'ca' | 'cert' | 'key'>> {
  const read = (name: string): Promise<Buffer> => readFile(join(folder, name)).catch(() => {
    throw new Error(`${join(folder, name)}, which TLS needs, can not be read`)
  })
  const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')])
  return { ca, cert, key }
}

async function currentContext(around: Around): Promise<EnginePlace | null> {
  const folder = configFolder(around)
  const named = around.env['DOCKER_CONTEXT']
  const name = named || ((await readJson(join(folder, 'config.json'))) as { currentContext?: unknown } | null)?.currentContext
  if (typeof name !== 'string' || name === '' || name === 'default') return null
  const namedBy = named ? 'DOCKER_CONTEXT' : 'context'
  const id = createHash('sha256').update(name).digest('hex')
  const meta = (await readJson(join(folder, 'contexts', 'meta', id, 'meta.json'))) as { Endpoints?: { docker?: { Host?: unknown } } } | null
  const address = meta?.Endpoints?.docker?.Host
  if (typeof address !== 'string') return { address: name, namedBy, isLocal: true, way: { problem: `the context "${name}" of the docker command has no address` } }
  const secrets = join(folder, 'contexts', 'tls', id, 'docker')
  const hasSecrets = (await readdir(secrets).catch(() => [])).length > 0
  return placeOf(address, namedBy, hasSecrets ? secrets : null, around)
}

async function usualSockets({ platform, env, home, root }: Around): Promise<readonly string[]> {
  if (platform === 'win32') return [windowsPipe, '//./pipe/dockerDesktopLinuxEngine', '//./pipe/podman-machine-default']
  const colima = await readdir(join(home, '.colima')).catch(() => [])
  const session = env['XDG_RUNTIME_DIR']
  return [
    `${root}/var/run/docker.sock`, join(home, '.docker/run/docker.sock'), join(home, '.docker/desktop/docker.sock'),
    ...[...colima].sort().filter((name) => !name.startsWith('_')).map((name) => join(home, '.colima', name, 'docker.sock')),
    ...(session === undefined ? [] : [join(session, 'docker.sock'), join(session, 'podman/podman.sock')]),
    `${root}/run/podman/podman.sock`, join(home, '.local/share/containers/podman/machine/podman.sock'),
  ]
}

const socketPlace = (path: string, namedBy: EnginePlace['namedBy']): EnginePlace => ({
  address: `${path.startsWith('//./') ? 'npipe' : 'unix'}://${path}`, namedBy, isLocal: true, way: { options: { socketPath: path } },
})

const configFolder = ({ env, home }: Around): string => env['DOCKER_CONFIG'] ?? join(home, '.docker')

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return null
  }
}
