// What is said when there is no engine to use: what is so, what to do about it, and the line that does it.

import type { DockerTrouble } from '../../../shared/protocol/containers.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { statusOf, wordsOf } from './docker-error.ts'
import type { Around, EnginePlace } from './engine-places.ts'

/** Docker 20.10. */
export const leastApi = '1.41'
export const leastMemoryBytes = 1024 ** 3

export type Told = Omit<DockerTrouble, 'kind' | 'without'>
type Flavour = 'docker' | 'desktop' | 'colima' | 'podman' | 'rootless'

const without = 'Dynarium goes on without it: dynos run as processes of this machine.'
/** Of the troubles of several places, the one that helps most. */
const mostTelling: readonly DockerTrouble['trouble'][] = ['no-permission', 'too-old', 'too-little-memory', 'not-linux', 'not-reached', 'not-running', 'none']

export const troubleOf = (told: Told): DockerTrouble => ({ kind: 'trouble', ...told, without })

export const isMoreTelling = (one: DockerTrouble, other: DockerTrouble): boolean => mostTelling.indexOf(one.trouble) < mostTelling.indexOf(other.trouble)

/** Nothing answers anywhere, and nothing was named. */
export function nothingThere(around: Around): Told {
  const nowhere = { address: null, raw: null }
  if (around.findProgram('docker') !== null || around.findProgram('dockerd') !== null) return { ...nowhere, trouble: 'not-running', happened: 'Docker is installed, but does not run.', ...startOf('docker', around) }
  if (around.findProgram('podman') !== null) return { ...nowhere, trouble: 'not-running', happened: 'Podman is installed, but does not answer like Docker yet.', ...startOf('podman', around) }
  return { ...nowhere, trouble: 'none', happened: 'There is no Docker on this machine.', fix: 'Install Docker or Podman if you want dynos in containers, then look again.', command: installLine(around) }
}

/** Null: nothing is at that place, and nothing says that it should. */
export function failureOf(place: EnginePlace, error: unknown, limitMs: number, around: Around): Told | null {
  const at = { address: place.address, raw: error instanceof Error ? error.message : String(error) }
  const code = (error as { code?: unknown } | null)?.code
  const flavour = flavourOf(place.address)
  if (code === 'EACCES' || code === 'EPERM') return { ...at, trouble: 'no-permission', happened: `You may not use the engine at ${place.address}.`, ...permissionOf(flavour, around) }
  if (place.isLocal && (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENOTSOCK')) {
    return place.namedBy === null ? null : { ...at, trouble: 'not-running', happened: `Nothing answers at ${place.address}, which ${namerOf(place)} names.`, ...unnamed(place, around) }
  }
  if (place.isLocal && code === 'ECONNREFUSED') return { ...at, trouble: 'not-running', happened: `${engineNames[flavour]} does not run: nobody answers at ${place.address}.`, ...startOf(flavour, around) }
  return { ...at, trouble: 'not-reached', happened: `The engine at ${place.address}${place.namedBy === null ? '' : `, which ${namerOf(place)} names,`} can not be used: ${reasonOf(error, limitMs)}.`, ...unnamed(place, around) }
}

export function tooOld(engine: string, version: string, apiVersion: string, place: EnginePlace): Told {
  const need = engine === 'Podman' ? 'Podman 4 or newer' : 'Docker 20.10 or newer'
  return { trouble: 'too-old', happened: `${engine} ${version} is too old: it speaks version ${apiVersion} of the API, and ${leastApi} is needed.`, fix: `Update it: ${need}.`, command: null, address: place.address, raw: null }
}

export function tooLittleMemory(engine: string, memoryBytes: number, place: EnginePlace): Told {
  const commands: Partial<Record<Flavour, string>> = { colima: 'colima stop && colima start --memory 4', podman: 'podman machine stop && podman machine set --memory 4096 && podman machine start' }
  const flavour = flavourOf(place.address)
  return {
    trouble: 'too-little-memory', happened: `${engine} has ${byteSize(memoryBytes)} of memory for all its containers, and Dynarium needs 1 GB at least: a dyno alone has 512 MB.`,
    fix: engine === 'Docker Desktop' ? 'Give it more: Settings, Resources, Memory.' : 'Give it more memory, then look again.', command: commands[flavour] ?? null, address: place.address, raw: null,
  }
}

export const notLinux = (engine: string, place: EnginePlace): Told => ({
  trouble: 'not-linux', happened: `${engine} runs Windows containers now, and dynos are Linux ones.`, fix: 'Choose "Switch to Linux containers" in the menu of Docker Desktop, then look again.', command: null, address: place.address, raw: null,
})

const engineNames: Readonly<Record<Flavour, string>> = { docker: 'Docker', desktop: 'Docker Desktop', colima: 'Colima', podman: 'Podman', rootless: 'Docker (rootless)' }

export function flavourOf(address: string): Flavour {
  if (/podman/.test(address)) return 'podman'
  if (/[/\\]\.colima[/\\]/.test(address)) return 'colima'
  if (/\.docker\/(run|desktop)\/|dockerDesktop/.test(address)) return 'desktop'
  return /\/run\/user\/\d+\//.test(address) ? 'rootless' : 'docker'
}

type Way = Pick<Told, 'fix' | 'command'>

function startOf(flavour: Flavour, { platform, findProgram }: Around): Way {
  if (flavour === 'colima') return { fix: 'Start it, then look again.', command: 'colima start' }
  if (flavour === 'podman') return { fix: 'Start it, then look again.', command: platform === 'linux' ? 'systemctl --user enable --now podman.socket' : 'podman machine start' }
  if (flavour === 'rootless') return { fix: 'Start it, then look again.', command: 'systemctl --user start docker' }
  if (platform === 'win32') return { fix: 'Start Docker Desktop, then look again.', command: null }
  if (platform === 'darwin') return findProgram('colima') === null ? { fix: 'Start Docker Desktop, then look again.', command: 'open -a Docker' } : { fix: 'Start it, then look again.', command: 'colima start' }
  if (flavour === 'desktop') return { fix: 'Start Docker Desktop, then look again.', command: 'systemctl --user start docker-desktop' }
  return { fix: 'Start it, then look again.', command: findProgram('systemctl') === null ? 'sudo service docker start' : 'sudo systemctl start docker' }
}

function permissionOf(flavour: Flavour, { platform }: Around): Way {
  if (platform === 'win32') return { fix: 'Join the group docker-users of this machine, then sign in again.', command: null }
  if (flavour === 'podman') return { fix: 'That is root\'s. Start your own, then look again.', command: 'systemctl --user enable --now podman.socket' }
  if (flavour !== 'docker') return { fix: 'That socket is of another account. Start an engine of your own, or give yourself the right to it.', command: null }
  return { fix: 'Join the group docker, then log out and in again. Who is in that group can do on this machine what root can.', command: 'sudo usermod -aG docker "$USER"' }
}

function namerOf({ namedBy }: EnginePlace): string {
  return namedBy === 'context' ? 'the current context of the docker command' : (namedBy ?? '')
}

function unnamed({ namedBy }: EnginePlace, { platform }: Around): Way {
  switch (namedBy) {
    case 'context':
      return { fix: 'Start that engine, or go back to the one of this machine, then look again.', command: 'docker context use default' }
    case 'DOCKER_HOST':
    case 'DOCKER_CONTEXT':
      return { fix: `Start that engine, or correct ${namedBy} and start Dynarium again.`, command: platform === 'win32' ? null : `unset ${namedBy}` }
    case null:
      return { fix: 'Start it again, then look again.', command: null }
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of that name', EAI_AGAIN: 'the name of its host can not be looked up', ECONNREFUSED: 'nothing listens there', ECONNRESET: 'it broke the connection',
  ETIMEDOUT: 'it can not be reached over the network', EHOSTUNREACH: 'it can not be reached over the network', ENETUNREACH: 'it can not be reached over the network',
  EPROTO: 'it does not speak TLS as it was asked to', ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS', HPE_INVALID_CONSTANT: 'it does not answer in HTTP',
}

function reasonOf(error: unknown, limitMs: number): string {
  const { code, name, level } = (error ?? {}) as { code?: unknown; name?: unknown; level?: unknown }
  if (name === 'AbortError' || code === 'ABORT_ERR') return `it did not answer within ${limitMs / 1000} seconds`
  if (typeof level === 'string' && level.startsWith('client-')) return `ssh was refused (${wordsOf(error)})`
  if (typeof code === 'string' && reasons[code] !== undefined) return reasons[code]
  if (typeof code === 'string' && /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL/.test(code)) return `the two do not trust each other's certificates (${code})`
  if (statusOf(error) !== 0) return `it answered with ${statusOf(error)}: ${wordsOf(error).trim()}`
  return wordsOf(error).trim().replace(/\.$/, '')
}

function installLine({ platform, findProgram }: Around): string | null {
  if (platform === 'darwin') return findProgram('brew') === null ? null : 'brew install colima docker && colima start'
  if (platform === 'win32') return 'winget install Docker.DockerDesktop'
  const managers = [['apt-get', 'sudo apt-get install docker.io'], ['dnf', 'sudo dnf install podman'], ['pacman', 'sudo pacman -S docker'], ['zypper', 'sudo zypper install docker'], ['apk', 'sudo apk add docker']] as const
  return managers.find(([program]) => findProgram(program) !== null)?.[1] ?? null
}
