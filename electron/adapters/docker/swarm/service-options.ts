// How a dyno becomes a service of a swarm: one replica that is never restarted, as restarts are the platform's.

import type { CreateServiceOptions } from 'dockerode'
import type { DynoSpec } from '../../../engine/ports/dyno-runtime.ts'
import { launcherArguments } from '../../parts/launcher.ts'
import { appFolder, environmentLines, hostName, imageEnvironmentLines, memoryLimit, userText } from '../container-options.ts'
import { programOf, userOf, type ImageSays } from '../images/image-command.ts'
import { labelsOf, type Owner } from '../labels.ts'
import { gatedCommand } from './start-gate.ts'

export type ServicePlace = {
  readonly name: string
  /** By its id: a name would be looked for in a registry. */
  readonly image: string
  /** What an image of the app's own says of itself; null for a stack's. */
  readonly says: ImageSays | null
  readonly network: string
  readonly owner: Owner
  /** In its environment. */
  readonly told: number | null
  /** The one that is published, on the node it runs on, and watched. */
  readonly port: number | null
  readonly constraints: readonly string[]
}

export function serviceOptions(spec: DynoSpec, place: ServicePlace): CreateServiceOptions {
  const labels = labelsOf(place.owner, { app: spec.appId, dyno: spec.id })
  return {
    Name: place.name,
    Labels: labels,
    Mode: { Replicated: { Replicas: 1 } },
    // No virtual address: it needs IPVS, which not every kernel has, and a service of one needs none.
    EndpointSpec: { Mode: 'dnsrr', ...(place.port === null ? {} : { Ports: [{ Protocol: 'tcp', TargetPort: place.port, PublishMode: 'host' }] }) },
    TaskTemplate: {
      RestartPolicy: { Condition: 'none' },
      Placement: { Constraints: [...place.constraints] },
      Networks: [{ Target: place.network, Aliases: [hostName(spec)] }],
      Resources: { Limits: { MemoryBytes: memoryLimit(spec), Pids: spec.maxProcesses } },
      // Its output is ours to keep; a second copy on the node would grow without end.
      LogDriver: { Name: 'none' },
      ContainerSpec: {
        Image: place.image,
        Labels: labels,
        ...programOfTask(spec, place),
        Hostname: hostName(spec),
        TTY: spec.terminal !== null,
        OpenStdin: spec.attached || spec.terminal !== null,
        Init: true,
        StopSignal: 'SIGKILL',
        StopGracePeriod: 0,
        CapabilityDrop: ['ALL'],
      },
    },
  }
}

/** Of a stack and a slug, or of an image of the app's own. */
function programOfTask(spec: DynoSpec, { says, told }: ServicePlace): { Command: string[]; User: string; Env: string[]; Dir?: string } {
  const isPiped = spec.attached && spec.terminal === null
  if (says !== null) return { Command: gatedCommand(programOf(says, spec.command, spec.launch), isPiped), User: userOf(says, userText), Env: imageEnvironmentLines(spec, told).map(asText) }
  return { Command: gatedCommand(['bash', ...launcherArguments(spec.command, spec.launch)], isPiped), User: userText, Env: environmentLines(spec, told).map(asText), Dir: appFolder }
}

/** Swarm takes the values for templates: what begins one is written as a template that gives just that. */
const asText = (line: string): string => line.replaceAll('{{', '{{"{{"}}')
