// The engines of a swarm's nodes. Swarm places containers; filling them, their output, signals, samples and troubles need the engine of
// the node they are on. So dynos go only to nodes whose engine is known here, and that have the stack's image.

import type Docker from 'dockerode'
import { finished } from 'node:stream/promises'
import { statusOf, wordsOf } from '../docker-error.ts'
import type { Node } from './swarm-view.ts'
import { within } from '../within.ts'

export type Prepared = {
  /** The image's id, the same on all nodes. */
  readonly image: string
  /** Keeps a task off the nodes that can not take it. */
  readonly constraints: readonly string[]
}

export type SwarmNodes = {
  /** Brings the image, which the manager's engine has, to every node that is there. */
  prepare(reference: string): Promise<Prepared>
  /** Undefined when its engine is not known. */
  engineOf(nodeId: string): Docker | undefined
  /** Engines that answer at this moment. */
  there(): Promise<readonly Docker[]>
}

const answerWithinMs = 5000
const carryWithinMs = 600_000

export function createSwarmNodes(manager: Docker, addresses: readonly Docker[]): SwarmNodes {
  const engines = new Map<string, Docker>()
  /** By node and image. */
  const carryings = new Map<string, Promise<void>>()

  const isThere = (docker: Docker): Promise<{ readonly docker: Docker; readonly nodeId: string } | null> => within(answerWithinMs, docker.info()).then(
    (info: { Swarm?: { NodeID?: string } }) => ({ docker, nodeId: info.Swarm?.NodeID ?? '' }),
    () => null,
  )

  async function look(): Promise<readonly Docker[]> {
    const found = await Promise.all(addresses.map(isThere))
    const answered = found.flatMap((one) => (one === null ? [] : [one]))
    for (const { docker, nodeId } of answered) if (nodeId !== '') engines.set(nodeId, docker)
    return answered.map(({ docker }) => docker)
  }

  async function prepare(reference: string): Promise<Prepared> {
    const [nodes, { Id: image }] = await Promise.all([manager.listNodes() as Promise<Node[]>, manager.getImage(reference).inspect()])
    const ready = nodes.filter(({ Status }) => Status.State === 'ready')
    if (ready.some(({ ID }) => !engines.has(ID))) await look()
    const have = new Set<string>()
    const refused: string[] = []
    await Promise.all(ready.map(async ({ ID, Description: { Hostname: name } }) => {
      const engine = engines.get(ID)
      try {
        if (engine === undefined) throw new Error('its engine is at none of the addresses given')
        await bring(ID, engine, reference, image)
        have.add(ID)
      } catch (error) {
        refused.push(`${name}: ${wordsOf(error)}`)
      }
    }))
    if (have.size === 0) throw new Error(`No node of the swarm can take a dyno. ${refused.join('; ')}`)
    return { image, constraints: nodes.filter(({ ID }) => !have.has(ID)).map(({ ID }) => `node.id!=${ID}`) }
  }

  /** Once for all who want it at the same time. */
  async function bring(nodeId: string, engine: Docker, reference: string, image: string): Promise<void> {
    if (await within(answerWithinMs, hasImage(engine, image))) return
    const key = `${nodeId} ${image}`
    const carrying = carryings.get(key) ?? within(carryWithinMs, carry(engine, reference, image)).finally(() => carryings.delete(key))
    carryings.set(key, carrying)
    await carrying
  }

  async function carry(engine: Docker, reference: string, image: string): Promise<void> {
    const said = await engine.loadImage(await manager.getImage(reference).get())
    // It says how far it is, and at the end is done.
    await finished(said.resume())
    if (!(await hasImage(engine, image))) throw new Error(`the image ${reference} did not arrive`)
  }

  return { prepare, engineOf: (nodeId) => engines.get(nodeId), there: look }
}

async function hasImage(engine: Docker, image: string): Promise<boolean> {
  try {
    await engine.getImage(image).inspect()
    return true
  } catch (error) {
    if (statusOf(error) !== 404) throw error
    return false
  }
}
