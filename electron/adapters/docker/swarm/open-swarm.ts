// From addresses of engines to the runtime that spreads dynos over them.

import type Docker from 'dockerode'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { connectDocker } from '../connect.ts'
import { asSentence, wordsOf } from '../docker-error.ts'
import type { DockerRuntime } from '../docker-runtime.ts'
import type { Around } from '../engine-places.ts'
import { createSwarmRuntime, type SwarmRuntimeOptions } from './swarm-runtime.ts'

/** `addresses`: like DOCKER_HOST, a manager first. Throws `docker-unavailable` in words when one of them can not be used. */
export async function openSwarm(addresses: readonly string[], around: Around, options: Omit<SwarmRuntimeOptions, 'manager' | 'nodes'>): Promise<DockerRuntime> {
  const nodes = await Promise.all(addresses.map((address) => engineAt(address, around)))
  const [manager] = nodes
  if (manager === undefined) throw new Error('a swarm of no nodes')
  await checkManager(manager, addresses[0] ?? '')
  return createSwarmRuntime({ ...options, manager, nodes })
}

async function engineAt(address: string, around: Around): Promise<Docker> {
  const { docker, report } = await connectDocker({ ...around, env: { ...around.env, DOCKER_HOST: address } })
  if (docker === null) throw new PlatformError('docker-unavailable', { happened: `${address}: ${report.happened}`, fix: report.fix })
  return docker
}

async function checkManager(docker: Docker, address: string): Promise<void> {
  try {
    const { Swarm: swarm } = (await docker.info()) as { Swarm?: { ControlAvailable?: boolean } }
    if (swarm?.ControlAvailable === true) return
  } catch (error) {
    throw new PlatformError('docker-unavailable', { happened: `${address} does not answer: ${asSentence(wordsOf(error))}`, fix: 'Start it, then try again.' })
  }
  throw new PlatformError('docker-unavailable', { happened: `The engine at ${address} manages no swarm.`, fix: 'Make one there with "docker swarm init", let the other nodes join it, and name a manager first.' })
}
