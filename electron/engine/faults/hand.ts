// The only hand that faults have: it carries out measures and gives for each what takes it back. It reaches dynos, the edge and the links of
// this platform through their ports, each by an id that the platform itself gave, and nothing else. Ours.

import type { Dyno } from '../../../shared/domain/dyno.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { AddOnServers } from '../platform/addon-servers.ts'
import type { Releases } from '../platform/releases.ts'
import type { DynoRuntime, LaunchTrouble, Relief } from '../ports/dyno-runtime.ts'
import type { EdgeFault, HttpEdge } from '../ports/http-edge.ts'
import type { Wire } from '../ports/wire.ts'
import type { Cause } from '../../../shared/protocol/events.ts'
import type { Blame } from './blame.ts'
import type { Measure } from './fault.ts'
import { rollBack } from './roll-back.ts'

export type Reach = {
  readonly runtime: Pick<DynoRuntime, 'afflict' | 'relieve'>
  readonly edge: Pick<HttpEdge, 'setFaults' | 'restart'>
  readonly wire: Pick<Wire, 'list' | 'update' | 'addToxic' | 'removeToxic'>
  readonly releases: Releases
  readonly addOns: AddOnServers
  /** Formation dynos stop and come back, crashed ones at once. */
  restartDynos(dynos: readonly Dyno[], cause: Cause): void
}

/** Who acts: the lease, and its `fault.started`. */
export type Actor = { readonly leaseId: string; readonly seq: number; readonly owner: string }
export type Undo = () => Promise<Relief>

export type Carried = {
  readonly undo: Undo
  /** What was changed: of a dyno in its runtime's own sentences, of a server's disk in its service's, else as the measure has it. */
  readonly said: readonly string[]
}

/** What a dyno that starts has to live with. */
export type TroubleAtStart = { readonly launch: LaunchTrouble; readonly withoutEnv: readonly string[] }

export type Hand = {
  /** Rejects when it could not be done; then nothing of it was. */
  carryOut(actor: Actor, measure: Measure): Promise<Carried>
  troubleFor(dyno: Dyno): TroubleAtStart | null
}

type LaunchMeasure = Extract<Measure, { kind: 'launch' }>
type Waiting = { readonly actor: Actor; readonly measure: LaunchMeasure; readonly carriers: Set<string> }

export function createHand(kernel: Kernel, reach: Reach, blame: Blame): Hand {
  const { state } = kernel
  let edgeFaults: readonly EdgeFault[] = []
  const waiting = new Set<Waiting>()

  async function carryOut(actor: Actor, measure: Measure): Promise<Carried> {
    if (measure.kind === 'afflict') return afflict(actor, measure)
    if (measure.kind === 'server-trouble') return afflictServer(actor, measure)
    return { undo: await carryOutAsSaid(actor, measure), said: [measure.changed] }
  }

  function carryOutAsSaid(actor: Actor, measure: Exclude<Measure, { kind: 'afflict' | 'server-trouble' }>): Promise<Undo> {
    switch (measure.kind) {
      case 'edge':
        return Promise.resolve(putOnEdge(actor, measure))
      case 'toxic':
        return addToxic(actor, measure)
      case 'server':
        return hurt(measure)
      case 'unplug':
        return unplug(measure)
      case 'launch':
        return Promise.resolve(layInWait(actor, measure))
      case 'remark':
        return Promise.resolve(async () => put(measure.restored))
      case 'release':
        return release(actor, measure)
      case 'restart-router':
        return reach.edge.restart().then(() => nothingToUndo)
    }
  }

  async function afflict({ leaseId, seq }: Actor, { dyno, trouble }: Extract<Measure, { kind: 'afflict' }>): Promise<Carried> {
    // Known before it is done: the dyno may end before the runtime answers.
    blame.take(dyno.id, leaseId, seq)
    let said: readonly string[]
    try {
      said = await reach.runtime.afflict(dyno.id, leaseId, trouble)
    } catch (error) {
      blame.drop(leaseId)
      throw error
    }
    if (trouble.kind === 'signal') return { undo: nothingToUndo, said }
    const undo = async (): Promise<Relief> => {
      const relief = await reach.runtime.relieve(dyno.id, leaseId)
      return relief.restored.length + relief.residue.length > 0 ? relief : put(`${dyno.name} is as before, or has ended and everything done to it with it.`)
    }
    return { undo, said }
  }

  function putOnEdge({ leaseId }: Actor, { effect, appId, dynoIds, share, restored }: Extract<Measure, { kind: 'edge' }>): Undo {
    const fault: EdgeFault = { leaseId, appId, dynoIds, share, effect }
    setEdge([...edgeFaults, fault])
    return async () => {
      setEdge(edgeFaults.filter((one) => one !== fault))
      return put(restored)
    }
  }

  function setEdge(faults: readonly EdgeFault[]): void {
    edgeFaults = faults
    reach.edge.setFaults(faults)
  }

  async function addToxic({ leaseId }: Actor, { proxy, toxic, restored }: Extract<Measure, { kind: 'toxic' }>): Promise<Undo> {
    const name = `lease-${leaseId}-${toxic.stream}`
    await reach.wire.addToxic(proxy, { name, ...toxic })
    return async () => {
      const found = (await reach.wire.list()).find((one) => one.name === proxy)
      if (found === undefined) return put(`The link ${proxy} is gone, and the fault with it.`)
      if (found.toxics.some((one) => one.name === name)) await reach.wire.removeToxic(proxy, name)
      return put(restored)
    }
  }

  async function hurt({ act, addOnId, serverId, restored }: Extract<Measure, { kind: 'server' }>): Promise<Undo> {
    if (act === 'kill') {
      await reach.addOns.kill(addOnId, serverId)
      return nothingToUndo
    }
    await reach.addOns.freeze(addOnId, serverId)
    return async () => {
      await reach.addOns.thaw(addOnId, serverId)
      return put(restored)
    }
  }

  async function afflictServer({ leaseId }: Actor, { trouble, addOnId, serverId, restored }: Extract<Measure, { kind: 'server-trouble' }>): Promise<Carried> {
    const said = await reach.addOns.afflict(addOnId, serverId, leaseId, trouble)
    const undo = async (): Promise<Relief> => {
      const relief = await reach.addOns.relieve(addOnId, serverId, leaseId)
      return relief.restored.length + relief.residue.length > 0 ? relief : put(restored)
    }
    return { undo, said }
  }

  async function unplug({ proxy, restored }: Extract<Measure, { kind: 'unplug' }>): Promise<Undo> {
    await reach.wire.update(proxy, { enabled: false })
    return async () => {
      if (!(await reach.wire.list()).some((one) => one.name === proxy)) return put(`The link ${proxy} is gone, and the fault with it.`)
      await reach.wire.update(proxy, { enabled: true })
      return put(restored)
    }
  }

  function layInWait(actor: Actor, measure: LaunchMeasure): Undo {
    const one: Waiting = { actor, measure, carriers: new Set() }
    waiting.add(one)
    if (measure.restartsNow) restart(Object.values(state.dynos).filter((dyno) => measure.covers(dyno)), actor)
    return async () => {
      waiting.delete(one)
      const carriers = [...one.carriers].flatMap((id) => state.dynos[id] ?? [])
      restart(carriers.filter((dyno) => measure.restartsAtEnd === 'all' || dyno.state.kind !== 'up'), actor)
      return put(measure.restored)
    }
  }

  function restart(dynos: readonly Dyno[], { seq }: Actor): void {
    const lasting = dynos.filter((dyno) => dyno.kind === 'formation' && dyno.stopping === null && dyno.state.kind !== 'idle')
    if (lasting.length > 0) reach.restartDynos(lasting, because({ seq }))
  }

  async function release({ seq, owner }: Actor, { appId, version, description }: Extract<Measure, { kind: 'release' }>): Promise<Undo> {
    const slugId = state.releases[appId]?.find((one) => one.version === state.apps[appId]?.currentVersion)?.slugId ?? null
    const outcome = reach.releases.create({ appId, slugId, description, by: owner, buildId: null, cause: because({ seq }) })
    // A release command may take an hour; that the release was made is known at once.
    if (state.apps[appId]?.lastVersion !== version) await outcome
    else void outcome.catch(() => {})
    return () => rollBack(kernel, reach.releases, { appId, version, seq, by: owner })
  }

  function troubleFor(dyno: Dyno): TroubleAtStart | null {
    const found = [...waiting].filter(({ measure }) => measure.covers(dyno))
    if (found.length === 0) return null
    for (const { actor, carriers } of found) {
      carriers.add(dyno.id)
      blame.take(dyno.id, actor.leaseId, actor.seq)
    }
    return { launch: Object.assign({}, ...found.map(({ measure }) => measure.trouble)) as LaunchTrouble, withoutEnv: found.flatMap(({ measure }) => measure.withoutEnv ?? []) }
  }

  return { carryOut, troubleFor }
}

const put = (sentence: string): Relief => ({ restored: [sentence], residue: [] })
const nothingToUndo: Undo = () => Promise.resolve({ restored: [], residue: [] })
