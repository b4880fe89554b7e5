// How a dyno becomes a container: what it may use, what it may do, and what it is known by.

import type { ContainerCreateOptions } from 'dockerode'
import { containerName } from '../../../shared/domain/runtime.ts'
import type { DynoSpec } from '../../engine/ports/dyno-runtime.ts'
import { launcherArguments } from '../parts/launcher.ts'
import { programOf, userOf, type ImageSays } from './images/image-command.ts'
import { labelsOf, type Owner } from './labels.ts'

/** A user of its own in every stack of ours, without rights. */
export const dynoUser = { uid: 1000, gid: 1000 } as const
export const appFolder = '/app'
export const userText = `${dynoUser.uid}:${dynoUser.gid}`

/** A dyno over its quota goes on (R14) until it has this much of it (R15); past that the kernel would end it anyway. */
const memoryFactor = 2.25
const microsecondsPerPeriod = 100_000

export type ContainerPlace = {
  readonly image: string
  readonly network: string
  readonly owner: Owner
  /** `name:address` lines for its /etc/hosts. */
  readonly hosts: readonly string[]
  /** In its environment. */
  readonly told: number | null
  /** The one that is published and watched. */
  readonly port: number | null
}

export function containerOptions(spec: DynoSpec, place: ContainerPlace): ContainerCreateOptions {
  return containerOf(spec, place, { Cmd: ['bash', ...launcherArguments(spec.command, spec.launch)], User: userText, WorkingDir: appFolder, Env: environmentLines(spec, place.told) })
}

/** For the stack `container`. Health checks are Docker's and not Heroku's: the platform looks at the port alone. */
export function imageOptions(spec: DynoSpec, place: ContainerPlace, says: ImageSays): ContainerCreateOptions {
  return containerOf(spec, place, { Cmd: programOf(says, spec.command, spec.launch), User: userOf(says, userText), Env: imageEnvironmentLines(spec, place.told), Healthcheck: { Test: ['NONE'] } })
}

/** Its program, and what only that decides: by a stack and a slug, or by an image of the app's own. */
function containerOf(spec: DynoSpec, place: ContainerPlace, program: ContainerCreateOptions): ContainerCreateOptions {
  const raw = spec.attached || spec.terminal !== null
  const published = place.port === null ? null : `${place.port}/tcp`
  return {
    name: containerName(spec.appName, spec.name, spec.id),
    Image: place.image,
    Entrypoint: [],
    Hostname: hostName(spec),
    Labels: labelsOf(place.owner, { app: spec.appId, dyno: spec.id }),
    AttachStdout: true,
    AttachStderr: true,
    AttachStdin: raw,
    OpenStdin: raw,
    StdinOnce: raw,
    Tty: spec.terminal !== null,
    // Docker wakes a paused container for the signal that is meant to stop it. That one is SIGKILL alone.
    StopSignal: 'SIGKILL',
    ...program,
    ...(published === null ? {} : { ExposedPorts: { [published]: {} } }),
    HostConfig: {
      NetworkMode: place.network,
      ...(place.hosts.length === 0 ? {} : { ExtraHosts: [...place.hosts] }),
      ...(published === null ? {} : { PortBindings: { [published]: [{ HostIp: '127.0.0.1', HostPort: '' }] } }),
      Init: true,
      Memory: memoryLimit(spec),
      MemorySwap: memoryLimit(spec),
      CpuPeriod: microsecondsPerPeriod,
      PidsLimit: spec.maxProcesses,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      // Its output is ours to keep; a second copy in the engine's folder would grow without end.
      LogConfig: { Type: 'none', Config: {} },
      RestartPolicy: { Name: 'no' },
    },
  }
}

/** In bytes. */
export const memoryLimit = ({ memoryBytes }: Pick<DynoSpec, 'memoryBytes'>): number => Math.round(memoryBytes * memoryFactor)

export const hostName = ({ name }: Pick<DynoSpec, 'name'>): string => name.replace(/[^A-Za-z0-9-]/g, '-')

export const environmentLines = (spec: DynoSpec, told: number | null): string[] => linesOf({ LANG: 'C.UTF-8', ...environmentOf(spec, told), HOME: appFolder, PWD: appFolder })

/** The language and the home of an image are its own. */
export const imageEnvironmentLines = (spec: DynoSpec, told: number | null): string[] => linesOf(environmentOf(spec, told))

const linesOf = (environment: Readonly<Record<string, string>>): string[] => Object.entries(environment).map(([name, value]) => `${name}=${value}`)

function environmentOf(spec: DynoSpec, told: number | null): Readonly<Record<string, string>> {
  return {
    // A signal is for all that the command started, as with a local process.
    TINI_KILL_PROCESS_GROUP: '1',
    ...(spec.terminal === null ? {} : { TERM: 'xterm-256color' }),
    ...spec.env,
    ...(told === null ? {} : { PORT: String(told) }),
  }
}
