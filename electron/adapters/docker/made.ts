// All that we made in Docker, of this data folder and of others, and its removal. What has no label of ours is not seen here, and what is
// removed is looked up by its label once more, so that a list from before can not hit what came since. Databases are no rubbish: they are left
// out as long as the data folder is there that they belong to.

import { existsSync } from 'node:fs'
import type Docker from 'dockerode'
import type { VolumeInspectInfo } from 'dockerode'
import type { MadeThing, Removal } from '../../../shared/protocol/containers.ts'
import { statusOf, wordsOf } from './docker-error.ts'
import { isOfServer, labelNames } from './labels.ts'

const filters = { label: [labelNames.data] }
/** What uses others goes first. */
const order: readonly MadeThing['kind'][] = ['container', 'network', 'volume', 'image']

export async function listMade(docker: Docker): Promise<readonly MadeThing[]> {
  const [containers, networks, { Volumes: volumes }, images] = await Promise.all([
    docker.listContainers({ all: true, size: true, filters }), docker.listNetworks({ filters }), docker.listVolumes({ filters }), docker.listImages({ filters }),
  ])
  const isUp = (state: string): boolean => state === 'running' || state === 'paused'
  const used = new Set(containers.filter(({ State }) => isUp(State)).flatMap(({ ImageID, Mounts }) => [ImageID, ...Mounts.flatMap(({ Name }) => (Name === undefined ? [] : [Name]))]))
  const lively = new Set(containers.filter(({ State }) => isUp(State)).flatMap(({ NetworkSettings }) => Object.values(NetworkSettings.Networks).map(({ NetworkID }) => NetworkID)))
  const sizes = volumes.length === 0 ? new Map<string, number>() : await volumeSizes(docker)
  return [
    ...containers.filter(mayGo).map((one): MadeThing => ({
      kind: 'container', id: one.Id, name: one.Labels[labelNames.dyno] ?? one.Names[0]?.replace('/', '') ?? one.Id.slice(0, 12), data: dataOf(one.Labels),
      bytes: (one as { SizeRw?: number }).SizeRw ?? 0, isInUse: isUp(one.State),
    })),
    ...networks.filter(mayGo).map((one): MadeThing => ({ kind: 'network', id: one.Id, name: one.Name, data: dataOf(one.Labels), bytes: 0, isInUse: lively.has(one.Id) })),
    ...volumes.filter(mayGo).map((one): MadeThing => ({ kind: 'volume', id: one.Name, name: one.Name, data: dataOf(one.Labels), bytes: sizes.get(one.Name) ?? null, isInUse: used.has(one.Name) })),
    ...images.map((one): MadeThing => ({ kind: 'image', id: one.Id, name: one.RepoTags?.[0] ?? one.Id.slice('sha256:'.length).slice(0, 12), data: dataOf(one.Labels), bytes: one.Size, isInUse: used.has(one.Id) })),
  ]
}

/** Goes on when one of them can not be removed, and says which and why. */
export async function removeMade(docker: Docker, wanted: readonly Pick<MadeThing, 'kind' | 'id'>[]): Promise<Removal> {
  const there = await listMade(docker)
  const chosen = there.filter((thing) => wanted.some(({ kind, id }) => kind === thing.kind && id === thing.id))
  const left: string[] = []
  let [removed, freedBytes] = [0, 0]
  for (const thing of order.flatMap((kind) => chosen.filter((one) => one.kind === kind))) {
    try {
      await remove(docker, thing)
      removed++
      freedBytes += thing.bytes ?? 0
    } catch (error) {
      left.push(`The ${thing.kind} ${thing.name} could not be removed: ${wordsOf(error)}`)
    }
  }
  return { removed, freedBytes, left }
}

async function remove(docker: Docker, { kind, id }: MadeThing): Promise<void> {
  try {
    switch (kind) {
      case 'container': return void (await docker.getContainer(id).remove({ force: true, v: true }))
      case 'network': return void (await docker.getNetwork(id).remove())
      case 'volume': return void (await docker.getVolume(id).remove())
      // By all its names; a container of somebody else's that was made of it keeps it.
      case 'image': return void (await docker.getImage(id).remove({ force: true }))
    }
  } catch (error) {
    if (statusOf(error) !== 404) throw error
  }
}

/** Docker measures volumes only when asked for all it has on the disk. */
async function volumeSizes(docker: Docker): Promise<Map<string, number>> {
  const { Volumes: volumes } = (await docker.df()) as { Volumes: readonly VolumeInspectInfo[] | null }
  return new Map((volumes ?? []).flatMap(({ Name, UsageData }) => (UsageData == null || UsageData.Size < 0 ? [] : [[Name, UsageData.Size] as const])))
}

const mayGo = ({ Labels }: { readonly Labels?: Readonly<Record<string, string>> | null }): boolean => !isOfServer(Labels) || !existsSync(dataOf(Labels))

const dataOf = (labels: Readonly<Record<string, string>> | undefined | null): string => labels?.[labelNames.data] ?? ''
