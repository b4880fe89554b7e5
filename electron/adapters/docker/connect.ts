// Finds the engine that dynos run in. All places are asked at once, each with a limit; the first in order that can be used is taken.

import { release } from 'node:os'
import Docker from 'dockerode'
import type { DockerReport } from '../../../shared/protocol/containers.ts'
import { failureOf, flavourOf, isMoreTelling, leastApi, leastMemoryBytes, notLinux, nothingThere, tooLittleMemory, tooOld, troubleOf, type Told } from './connect-trouble.ts'
import { enginePlaces, type Around, type EnginePlace } from './engine-places.ts'

export type Connection =
  | { readonly docker: Docker; readonly report: Extract<DockerReport, { kind: 'ready' }> }
  | { readonly docker: null; readonly report: Extract<DockerReport, { kind: 'trouble' }> }

export type ConnectLimits = { readonly localMs: number; readonly remoteMs: number }

const usualLimits: ConnectLimits = { localMs: 5000, remoteMs: 10_000 }

type Said = { readonly engine: string; readonly version: string; readonly apiVersion: string; readonly cores: number; readonly memoryBytes: number; readonly isDirect: boolean; readonly isLinux: boolean }

export async function connectDocker(around: Around, limits: ConnectLimits = usualLimits): Promise<Connection> {
  const places = await enginePlaces(around)
  const tried = await Promise.all(places.map((place) => tryPlace(place, around, place.isLocal ? limits.localMs : limits.remoteMs)))
  const ready = tried.find((connection) => connection?.docker != null)
  if (ready != null) return ready
  const troubles = tried.flatMap((connection) => (connection === null || connection.docker !== null ? [] : [connection]))
  const [first, ...others] = troubles
  // What was named is what a person meant.
  if (first === undefined) return failed(nothingThere(around))
  return places[0]?.namedBy != null ? first : others.reduce((best, other) => (isMoreTelling(other.report, best.report) ? other : best), first)
}

/** Null: nothing is there, and nothing says that it should. */
async function tryPlace(place: EnginePlace, around: Around, limitMs: number): Promise<Connection | null> {
  if ('problem' in place.way) return failed(failureOf(place, new Error(place.way.problem), limitMs, around) ?? nothingThere(around))
  // The client would fill in what is left out from DOCKER_HOST, whatever it is told.
  const nothingElse = { host: undefined, port: undefined, socketPath: undefined, ca: undefined, cert: undefined, key: undefined, protocol: 'http' as const }
  const docker = new Docker({ ...nothingElse, ...place.way.options })
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(), limitMs)
  try {
    return judge(docker, await ask(docker, place, over.signal, around), place)
  } catch (error) {
    const told = failureOf(place, error, limitMs, around)
    return told === null ? null : failed(told)
  } finally {
    clearTimeout(timer)
  }
}

type VersionAnswer = { readonly Version?: string; readonly ApiVersion?: string; readonly Platform?: { readonly Name?: string }; readonly Components?: readonly { readonly Name?: string; readonly Version?: string }[] }
type InfoAnswer = { readonly NCPU?: number; readonly MemTotal?: number; readonly OperatingSystem?: string; readonly OSType?: string; readonly KernelVersion?: string; readonly SecurityOptions?: readonly string[] | null }

async function ask(docker: Docker, place: EnginePlace, signal: AbortSignal, around: Around): Promise<Said> {
  const version = (await get(docker, '/version', signal)) as VersionAnswer
  if (typeof version?.ApiVersion !== 'string') throw new Error('what answers there is no container engine')
  const info = (await get(docker, '/info', signal)) as InfoAnswer
  const isPodman = version.Components?.some(({ Name }) => Name === 'Podman Engine') === true
  const isDesktop = info.OperatingSystem === 'Docker Desktop' || /Docker Desktop/.test(version.Platform?.Name ?? '')
  const flavour = flavourOf(place.address)
  const isRootless = info.SecurityOptions?.some((option) => /\brootless\b/.test(option)) === true
  return {
    engine: isPodman ? 'Podman' : isDesktop ? 'Docker Desktop' : flavour === 'colima' ? 'Colima' : 'Docker',
    version: version.Version ?? '?', apiVersion: version.ApiVersion, cores: info.NCPU ?? 0, memoryBytes: info.MemTotal ?? 0,
    isLinux: (info.OSType ?? 'linux') === 'linux',
    // A socket can lead into a virtual machine: that has a kernel of its own.
    isDirect: around.platform === 'linux' && place.address.startsWith('unix:') && !isRootless && !isDesktop && flavour !== 'colima' && info.KernelVersion === release(),
  }
}

/** The client's own methods know no limit in their types, and wait for ever for the rest of an answer. */
function get(docker: Docker, path: string, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new DOMException('The operation was aborted', 'AbortError'))
    if (signal.aborted) return late()
    signal.addEventListener('abort', late, { once: true })
    docker.modem.dial({ path, method: 'GET', statusCodes: { 200: true }, abortSignal: signal }, (error, answer) => (error === null ? resolve(answer) : reject(error)))
  })
}

function judge(docker: Docker, said: Said, place: EnginePlace): Connection {
  const { engine, version, apiVersion, cores, memoryBytes, isDirect } = said
  if (!said.isLinux) return failed(notLinux(engine, place))
  if (isOlder(apiVersion, leastApi)) return failed(tooOld(engine, version, apiVersion, place))
  if (memoryBytes > 0 && memoryBytes < leastMemoryBytes) return failed(tooLittleMemory(engine, memoryBytes, place))
  return { docker, report: { kind: 'ready', engine, version, apiVersion, address: place.address, cores, memoryBytes, isDirect } }
}

function isOlder(version: string, than: string): boolean {
  const [a = [], b = []] = [version, than].map((text) => text.split('.').map(Number))
  return (a[0] ?? 0) !== (b[0] ?? 0) ? (a[0] ?? 0) < (b[0] ?? 0) : (a[1] ?? 0) < (b[1] ?? 0)
}

const failed = (told: Told): Connection => ({ docker: null, report: troubleOf(told) })
