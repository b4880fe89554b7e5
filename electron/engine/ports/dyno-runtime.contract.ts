// What every DynoRuntime must do, whatever it runs on: the same bodies run against processes, containers and the simulation.
// A world brings the runtime, programs that behave as asked, and time.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DynoObservation, DynoOutput, DynoRuntime, DynoSpec } from './dyno-runtime.ts'
import { dynoExecContract } from './dyno-exec.contract.ts'
import { dynoTroubleContract } from './dyno-trouble.contract.ts'

/** What a program of the suite does. What is left out: it prints nothing, listens at once and lives until it is told to stop. */
export type ProgramBehaviour = {
  /** From launch until it listens, in milliseconds. */
  readonly bootMs?: number
  /** False: it never opens its port. Asked for only of dynos that want one. */
  readonly listens?: boolean
  /** Ends by itself, counted from launch. */
  readonly exitAfterMs?: number
  readonly exitStatus?: number
  readonly ignoresTerm?: boolean
  readonly prints?: readonly string[]
  /** Prints so many more a second. */
  readonly linesPerSecond?: number
  /** Sends back what is written to it. */
  readonly echoes?: boolean
}

export type Program = Pick<DynoSpec, 'slugId' | 'command'>

export type RuntimeWorld = {
  readonly runtime: DynoRuntime
  program(behaviour: ProgramBehaviour): Program | Promise<Program>
  /** A program whose slug is not there. */
  lostProgram(): Program | Promise<Program>
  /** Lets time pass, virtual or real, until the condition holds; rejects when it does not within a minute of it. */
  until(what: string, condition: () => boolean): Promise<void>
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

export type Observed<K extends DynoObservation['kind']> = Extract<DynoObservation, { kind: K }>

export function dynoRuntimeContract(name: string, make: () => RuntimeWorld | Promise<RuntimeWorld>): void {
  describe(`DynoRuntime contract: ${name}`, () => {
    let world: RuntimeWorld
    let observations: DynoObservation[]
    let outputs: DynoOutput[]
    let started: number

    beforeEach(async () => {
      world = await make()
      observations = []
      outputs = []
      started = 0
      world.runtime.connect({ observed: (observation) => observations.push(observation), output: (output) => outputs.push(output) })
      await world.runtime.recover()
    })
    afterEach(() => world.close())

    const of = (dynoId: string): DynoObservation[] => observations.filter((observation) => observation.dynoId === dynoId)
    const seen = (dynoId: string, kind: DynoObservation['kind']): boolean => of(dynoId).some((observation) => observation.kind === kind)
    const kinds = (dynoId: string): string[] => of(dynoId).map((observation) => observation.kind).filter((kind) => kind !== 'sample')
    const lines = (dynoId: string, kind: DynoOutput['kind']): string[] => outputs.filter((output) => output.dynoId === dynoId && output.kind === kind).flatMap((output) => output.lines)
    const until = (dynoId: string, kind: DynoObservation['kind']): Promise<void> => world.until(`${dynoId} ${kind}`, () => seen(dynoId, kind))

    function find<K extends DynoObservation['kind']>(dynoId: string, kind: K): Observed<K> {
      const found = of(dynoId).find((observation): observation is Observed<K> => observation.kind === kind)
      if (found === undefined) throw new Error(`${dynoId} was not observed ${kind}`)
      return found
    }

    function spec(program: Program, more: Partial<DynoSpec> = {}): DynoSpec {
      started++
      return {
        id: `dyno-${started}`, appId: 'app-1', appName: 'quiet-otter-1', name: `web.${started}`, type: 'web', kind: 'formation',
        env: { DYNO: `web.${started}` }, stack: 'heroku-24', runtime: world.runtime.kind, wantsPort: true, terminal: null, attached: false, memoryBytes: 512 * 1024 * 1024, maxProcesses: 256,
        ...program, ...more,
      }
    }

    async function start(behaviour: ProgramBehaviour, more: Partial<DynoSpec> = {}): Promise<string> {
      const given = spec(await world.program(behaviour), more)
      world.runtime.start(given)
      return given.id
    }

    it('observes nothing of a start before start returns', async () => {
      const program = await world.program({})
      world.runtime.start(spec(program))
      expect(observations).toEqual([])
    })

    it('launches a web dyno with its address, then reports once that it listens', async () => {
      const id = await start({ bootMs: 100 })
      await until(id, 'listening')
      await world.pass(300)
      expect(kinds(id)).toEqual(['launched', 'listening'])
      const { address, pid } = find(id, 'launched')
      expect(address?.port).toBeGreaterThan(0)
      expect(pid === null || pid > 0).toBe(true)
    })

    it('gives two dynos two addresses', async () => {
      const [one, two] = [await start({}), await start({})]
      await until(one, 'listening')
      await until(two, 'listening')
      expect(find(one, 'launched').address).not.toEqual(find(two, 'launched').address)
    })

    it('gives a worker no address and does not wait for a port', async () => {
      const id = await start({ listens: false }, { type: 'worker', name: 'worker.1', wantsPort: false })
      await until(id, 'launched')
      await world.pass(200)
      expect(kinds(id)).toEqual(['launched'])
      expect(find(id, 'launched').address).toBeNull()
    })

    it('says nothing of listening while a web dyno has not opened its port', async () => {
      const id = await start({ listens: false })
      await until(id, 'launched')
      await world.pass(500)
      expect(kinds(id)).toEqual(['launched'])
    })

    it('passes on lines in order and all of them before the exit', async () => {
      const prints = Array.from({ length: 50 }, (_, index) => `line ${index}`)
      let printedAtExit = -1
      const id = await start({ listens: false, prints, exitAfterMs: 150 })
      await world.until('exit', () => {
        if (seen(id, 'exited') && printedAtExit < 0) printedAtExit = lines(id, 'lines').length
        return printedAtExit >= 0
      })
      expect(lines(id, 'lines')).toEqual(prints)
      expect(printedAtExit).toBe(50)
    })

    it('reports the exit status once, and nothing after it', async () => {
      const id = await start({ listens: false, exitAfterMs: 100, exitStatus: 3 })
      await until(id, 'exited')
      await world.pass(300)
      expect(kinds(id)).toEqual(['launched', 'exited'])
      expect(find(id, 'exited')).toMatchObject({ exitStatus: 3, signal: null, failure: null })
      expect(of(id).at(-1)?.kind).toBe('exited')
    })

    it('ends a dyno with SIGTERM: 143', async () => {
      const id = await start({})
      await until(id, 'listening')
      world.runtime.signal(id, 'SIGTERM')
      await until(id, 'exited')
      expect(find(id, 'exited')).toMatchObject({ exitStatus: 143, signal: 'SIGTERM' })
    })

    it('leaves one that ignores SIGTERM alive until SIGKILL: 137', async () => {
      const id = await start({ ignoresTerm: true })
      await until(id, 'listening')
      world.runtime.signal(id, 'SIGTERM')
      await world.pass(300)
      expect(seen(id, 'exited')).toBe(false)
      world.runtime.signal(id, 'SIGKILL')
      await until(id, 'exited')
      expect(find(id, 'exited')).toMatchObject({ exitStatus: 137, signal: 'SIGKILL' })
    })

    it('exits once when it is killed before it was launched', async () => {
      const id = await start({})
      world.runtime.signal(id, 'SIGKILL')
      await until(id, 'exited')
      await world.pass(300)
      expect(of(id).filter((observation) => observation.kind === 'exited')).toHaveLength(1)
      expect(seen(id, 'listening')).toBe(false)
    })

    it('reports a launch that fails as an exit with the failure', async () => {
      const given = spec(await world.lostProgram())
      world.runtime.start(given)
      await until(given.id, 'exited')
      expect(kinds(given.id)).toEqual(['exited'])
      expect(find(given.id, 'exited').exitStatus).toBeNull()
      expect(find(given.id, 'exited').failure).not.toBe('')
      expect(find(given.id, 'exited').failure).not.toBeNull()
    })

    it('ignores dynos it does not know, and those that ended', async () => {
      const id = await start({ listens: false, exitAfterMs: 50 })
      await until(id, 'exited')
      const before = observations.length
      for (const dynoId of [id, 'nobody']) {
        world.runtime.signal(dynoId, 'SIGKILL')
        world.runtime.write(dynoId, 'x')
        world.runtime.resize(dynoId, 80, 24)
      }
      await world.pass(100)
      expect(observations).toHaveLength(before)
    })

    it('gives an attached reader raw text and takes what is written', async () => {
      const id = await start({ listens: false, echoes: true }, { kind: 'run', name: 'run.1234', type: 'run', wantsPort: false, attached: true })
      await until(id, 'launched')
      world.runtime.write(id, 'hello\n')
      await world.until('echo', () => lines(id, 'raw').join('').includes('hello'))
      expect(lines(id, 'lines')).toEqual([])
    })

    it('gives an attached reader a terminal that can be resized', async () => {
      const id = await start({ listens: false, echoes: true }, { kind: 'run', name: 'run.1234', type: 'run', wantsPort: false, attached: true, terminal: { columns: 80, rows: 24 } })
      await until(id, 'launched')
      world.runtime.resize(id, 100, 30)
      world.runtime.write(id, 'hello\r')
      await world.until('echo', () => lines(id, 'raw').join('').includes('hello'))
      world.runtime.signal(id, 'SIGKILL')
      await until(id, 'exited')
      expect(lines(id, 'lines')).toEqual([])
    })

    it('samples what runs', async () => {
      const id = await start({})
      // One that is taken before its program has begun counts little.
      await world.until('a sample of its program', () => of(id).some((one) => one.kind === 'sample' && one.memoryBytes > 1024 * 1024))
      const sample = find(id, 'sample')
      expect(sample.processes).toBeGreaterThanOrEqual(1)
      expect(sample.cpuPercent).toBeGreaterThanOrEqual(0)
    })

    it('stops all of them, each with one exit', async () => {
      const ids = [await start({}), await start({ ignoresTerm: true }), await start({ listens: false }, { type: 'worker', wantsPort: false })]
      for (const id of ids) await until(id, 'launched')
      await world.runtime.stop()
      for (const id of ids) expect(kinds(id).filter((kind) => kind === 'exited'), id).toHaveLength(1)
    })

    const stage = { world: () => world, start, until, find, seen, of, lines, lineCount: (dynoId: string) => lines(dynoId, 'lines').length }
    dynoTroubleContract(stage)
    dynoExecContract(stage)
  })
}
