// What trouble must do to a dyno, on every runtime: bodies of the DynoRuntime contract, which sets the stage for them. A runtime that
// can not do one of them on this machine refuses it in words, and nothing of it is in force.

import { expect, it } from 'vitest'
import type { DynoObservation, DynoSpec, DynoTrouble, LaunchTrouble } from './dyno-runtime.ts'
import type { Observed, ProgramBehaviour, RuntimeWorld } from './dyno-runtime.contract.ts'

export type TroubleStage = {
  world(): RuntimeWorld
  start(behaviour: ProgramBehaviour, more?: Partial<DynoSpec>): Promise<string>
  until(dynoId: string, kind: DynoObservation['kind']): Promise<void>
  find<K extends DynoObservation['kind']>(dynoId: string, kind: K): Observed<K>
  seen(dynoId: string, kind: DynoObservation['kind']): boolean
  of(dynoId: string): readonly DynoObservation[]
  lineCount(dynoId: string): number
}

const mb = 1024 * 1024
const lasting: readonly DynoTrouble[] = [
  { kind: 'freeze' }, { kind: 'memory', bytes: 80 * mb, bytesPerSecond: 0 }, { kind: 'cpu-hog', workers: 1 }, { kind: 'cpu-limit', percent: 20 }, { kind: 'disk-full' }, { kind: 'network-cut' },
]
/** A sentence for people. */
const sentence = /^[A-Z\w].{10,}\.$/s

export function dynoTroubleContract(stage: TroubleStage): void {
  const { start, until, find, seen, of, lineCount } = stage

  async function startServing(behaviour: ProgramBehaviour = {}, launch?: LaunchTrouble): Promise<string> {
    const id = await start(behaviour, launch === undefined ? {} : { launch })
    await until(id, 'listening')
    return id
  }

  /** Null when this runtime can not do it here, which it must say in words. */
  async function afflict(id: string, trouble: DynoTrouble, lease = 'lease-1'): Promise<readonly string[] | null> {
    try {
      const changed = await stage.world().runtime.afflict(id, lease, trouble)
      expect(changed.length).toBeGreaterThan(0)
      for (const one of changed) expect(one).toMatch(sentence)
      return changed
    } catch (error) {
      if (!(error instanceof Error) || !sentence.test(error.message)) throw error
      return null
    }
  }

  async function relieve(id: string, lease = 'lease-1'): Promise<void> {
    const { restored, residue } = await stage.world().runtime.relieve(id, lease)
    expect(residue).toEqual([])
    expect(restored.length).toBeGreaterThan(0)
    for (const one of restored) expect(one).toMatch(sentence)
  }

  /** A sample taken from now on that is as wished. */
  function sampled(id: string, what: string, wish: (sample: Observed<'sample'>) => boolean): Promise<void> {
    const from = of(id).length
    return stage.world().until(`a sample of ${what}`, () => of(id).slice(from).some((one) => one.kind === 'sample' && wish(one)))
  }

  /** What it said before is under way to us for a while. */
  async function untilSilent(id: string): Promise<void> {
    for (let before = -1; before !== lineCount(id);) {
      before = lineCount(id)
      await stage.world().pass(600)
    }
  }

  it('sends any signal to a dyno, and tells the exit it leads to (DY20)', async () => {
    const ends = [['SIGABRT', 134], ['SIGUSR2', 140], ['SIGKILL', 137], ['SIGTERM', 143]] as const
    const ids: string[] = []
    while (ids.length < ends.length) ids.push(await start({}))
    for (const [index, [signal, status]] of ends.entries()) {
      const id = ids[index] ?? ''
      await until(id, 'listening')
      if ((await afflict(id, { kind: 'signal', signal })) === null) continue
      await until(id, 'exited')
      expect(find(id, 'exited')).toMatchObject({ exitStatus: status, signal })
    }
  })

  it('tells what each trouble changed and what was put back, and leaves the dyno as it was (DY21)', async () => {
    const id = await startServing({ linesPerSecond: 10 })
    for (const trouble of lasting) {
      const changed = await afflict(id, trouble, trouble.kind)
      if (changed !== null) await relieve(id, trouble.kind)
    }
    const before = lineCount(id)
    await stage.world().until('it goes on', () => lineCount(id) > before + 3)
    await sampled(id, 'one process', ({ processes }) => processes === 1)
    expect(seen(id, 'exited')).toBe(false)
  })

  it('a frozen dyno does nothing until it is relieved (DY22)', async () => {
    const id = await startServing({ linesPerSecond: 20 })
    await stage.world().until('it speaks', () => lineCount(id) > 0)
    if ((await afflict(id, { kind: 'freeze' })) === null) return
    await untilSilent(id)
    const before = lineCount(id)
    await stage.world().pass(1500)
    expect(lineCount(id)).toBe(before)
    await relieve(id)
    await stage.world().until('it speaks again', () => lineCount(id) > before + 5)
  })

  it('a dyno frozen twice goes on with the end of the second (DY22)', async () => {
    const id = await startServing({ linesPerSecond: 20 })
    if ((await afflict(id, { kind: 'freeze' }, 'one')) === null) return
    await afflict(id, { kind: 'freeze' }, 'two')
    await relieve(id, 'one')
    await untilSilent(id)
    await relieve(id, 'two')
    const before = lineCount(id)
    await stage.world().until('it speaks again', () => lineCount(id) > before)
  })

  it('a frozen dyno heeds SIGTERM only when it goes on, and SIGKILL at once (DY22)', async () => {
    const [one, two] = [await startServing(), await startServing()]
    if ((await afflict(one, { kind: 'freeze' })) === null) return
    await afflict(two, { kind: 'freeze' })
    const { runtime } = stage.world()
    runtime.signal(one, 'SIGTERM')
    await stage.world().pass(500)
    expect(seen(one, 'exited')).toBe(false)
    runtime.signal(two, 'SIGKILL')
    await until(two, 'exited')
    expect(find(two, 'exited')).toMatchObject({ exitStatus: 137, signal: 'SIGKILL' })
    await relieve(one)
    await until(one, 'exited')
    expect(find(one, 'exited')).toMatchObject({ exitStatus: 143, signal: 'SIGTERM' })
  })

  it('memory is taken inside the dyno, seen in its samples and given back (DY23)', async () => {
    const id = await startServing()
    await until(id, 'sample')
    const before = find(id, 'sample').memoryBytes
    if ((await afflict(id, { kind: 'memory', bytes: 200 * mb, bytesPerSecond: 400 * mb })) === null) return
    await sampled(id, 'memory taken', ({ memoryBytes, processes }) => memoryBytes > before + 150 * mb && processes === 2)
    await relieve(id)
    await sampled(id, 'memory given back', ({ memoryBytes, processes }) => memoryBytes < before + 100 * mb && processes === 1)
  })

  it('busy processes are seen in its samples, and a limit holds them all together (DY24, DY25)', async () => {
    const id = await startServing()
    if ((await afflict(id, { kind: 'cpu-hog', workers: 8 }, 'hog')) === null) return
    // Eight of them, as other work on this machine may leave each only a part of a core.
    await sampled(id, 'much computing', ({ cpuPercent, processes }) => cpuPercent > 25 && processes === 9)
    if ((await afflict(id, { kind: 'cpu-limit', percent: 5 }, 'limit')) !== null) {
      await sampled(id, 'little computing', ({ cpuPercent }) => cpuPercent < 15)
      await relieve(id, 'limit')
      await sampled(id, 'much computing again', ({ cpuPercent }) => cpuPercent > 25)
    }
    await relieve(id, 'hog')
    await sampled(id, 'its own process', ({ processes }) => processes === 1)
  })

  it('refuses in words for a dyno that is not there, and has nothing to put back (DY21)', async () => {
    const id = await startServing()
    await afflict(id, { kind: 'cpu-hog', workers: 1 })
    const { runtime } = stage.world()
    runtime.signal(id, 'SIGKILL')
    await until(id, 'exited')
    for (const dynoId of [id, 'nobody']) {
      await expect(runtime.afflict(dynoId, 'lease-2', { kind: 'freeze' })).rejects.toThrow(sentence)
      expect(await runtime.relieve(dynoId, 'lease-1')).toEqual({ restored: [], residue: [] })
    }
  })

  it('a slow boot: launched at once, its command begins later (DY27)', async () => {
    const id = await start({ prints: ['hello'] }, { launch: { delayMs: 4000 } })
    await until(id, 'launched')
    await stage.world().pass(500)
    expect([lineCount(id), seen(id, 'listening')]).toEqual([0, false])
    await until(id, 'listening')
    expect(lineCount(id)).toBe(1)
  })

  it('one that binds another port than the one given is never seen to listen (DY27)', async () => {
    const id = await start({ prints: ['hello'] }, { launch: { isDeaf: true } })
    await stage.world().until('it runs', () => lineCount(id) === 1)
    await stage.world().pass(1000)
    expect(seen(id, 'listening')).toBe(false)
    expect(seen(id, 'exited')).toBe(false)
  })

  it('one that ignores SIGTERM is ended by SIGKILL alone (DY27)', async () => {
    const id = await startServing({}, { ignoresTerm: true })
    stage.world().runtime.signal(id, 'SIGTERM')
    await afflict(id, { kind: 'signal', signal: 'SIGTERM' })
    await stage.world().pass(500)
    expect(seen(id, 'exited')).toBe(false)
    stage.world().runtime.signal(id, 'SIGKILL')
    await until(id, 'exited')
    expect(find(id, 'exited')).toMatchObject({ exitStatus: 137, signal: 'SIGKILL' })
  })

  it('one that crashes so long after it listened, or a worker after its launch, ends with status 1 (DY27)', async () => {
    const web = await startServing({}, { crashAfterMs: 300 })
    const worker = await start({ listens: false }, { type: 'worker', wantsPort: false, launch: { crashAfterMs: 300 } })
    for (const id of [web, worker]) {
      await until(id, 'exited')
      expect(find(id, 'exited')).toMatchObject({ exitStatus: 1, signal: null, failure: null })
    }
  })

  it('one that can not start ends at once with its status, and its command does not run (DY27)', async () => {
    const id = await start({ prints: ['hello'] }, { launch: { exitsWith: 7 } })
    await until(id, 'exited')
    expect(find(id, 'exited')).toMatchObject({ exitStatus: 7, signal: null, failure: null })
    expect(lineCount(id)).toBe(0)
    expect(seen(id, 'launched')).toBe(true)
  })
}
