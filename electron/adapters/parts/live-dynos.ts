// Dynos that run, and programs beside them, by their ids.

import type { DynoRuntime, DynoSignal, DynoSpec, DynoTrouble, ExecSpec, Relief } from '../../engine/ports/dyno-runtime.ts'
import { notThere } from './not-running.ts'

type ProgramControls = {
  signal(signal: DynoSignal): void
  write(text: string): Promise<void> | void
  hold(isHeld: boolean): void
  resize(columns: number, rows: number): void
}

export type DynoControls = ProgramControls & {
  exec(spec: ExecSpec): Promise<LiveExec>
  afflict(leaseId: string, trouble: DynoTrouble): Promise<readonly string[]>
  relieve(leaseId: string): Promise<Relief>
}

export type Ending = {
  /** After its exit was observed. */
  readonly ended: Promise<void>
}

/** A program beside a dyno's own. */
export type LiveExec = ProgramControls & Ending

export type LiveDynos<Dyno> = {
  /** A runtime's answers, each from the dyno or program it names. */
  readonly answers: Pick<DynoRuntime, 'start' | 'exec' | 'signal' | 'afflict' | 'relieve' | 'write' | 'hold' | 'resize'>
  get(dynoId: string): Dyno | undefined
  /** What `look` finds, by dyno, without those in which it finds nothing. */
  each<T>(look: (dyno: Dyno) => T | null): readonly (readonly [string, T])[]
  /** Kills all of them. Resolves when all have ended. */
  end(): Promise<void>
}

export function createLiveDynos<Dyno extends DynoControls & Ending>(run: (spec: DynoSpec) => Dyno): LiveDynos<Dyno> {
  const dynos = new Map<string, Dyno>()
  const execs = new Map<string, LiveExec>()

  return {
    answers: {
      start: (spec) => {
        if (dynos.has(spec.id)) throw new Error(`dyno ${spec.id} was started already`)
        const dyno = run(spec)
        dynos.set(spec.id, dyno)
        void dyno.ended.then(() => dynos.delete(spec.id))
      },
      exec: async (spec) => {
        const exec = await (dynos.get(spec.dynoId)?.exec(spec) ?? Promise.reject(notThere()))
        execs.set(spec.execId, exec)
        void exec.ended.then(() => execs.delete(spec.execId))
      },
      signal: (id, signal) => (execs.get(id) ?? dynos.get(id))?.signal(signal),
      afflict: (dynoId, leaseId, trouble) => dynos.get(dynoId)?.afflict(leaseId, trouble) ?? Promise.reject(notThere()),
      relieve: (dynoId, leaseId) => dynos.get(dynoId)?.relieve(leaseId) ?? Promise.resolve({ restored: [], residue: [] }),
      write: (id, text) => (execs.get(id) ?? dynos.get(id))?.write(text),
      hold: (id, isHeld) => (execs.get(id) ?? dynos.get(id))?.hold(isHeld),
      resize: (id, columns, rows) => (execs.get(id) ?? dynos.get(id))?.resize(columns, rows),
    },
    get: (dynoId) => dynos.get(dynoId),
    each: (look) => [...dynos].flatMap(([dynoId, dyno]) => {
      const found = look(dyno)
      return found === null ? [] : [[dynoId, found] as const]
    }),
    end: async () => {
      for (const dyno of dynos.values()) dyno.signal('SIGKILL')
      await Promise.all([...dynos.values(), ...execs.values()].map(({ ended }) => ended))
    },
  }
}
