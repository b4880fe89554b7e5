// Runs dynos: local processes, containers, or a simulation. It starts, signals, watches and reports; it decides nothing.
// Time-outs, back-off, grace and restarts are the engine's.

import type { DynoId, DynoKind } from '../../../shared/domain/dyno.ts'
import type { RuntimeKind } from '../../../shared/domain/runtime.ts'

export type DynoSpec = {
  readonly id: DynoId
  readonly appId: string
  readonly appName: string
  readonly name: string
  readonly type: string
  readonly kind: DynoKind
  /** Run through `bash -c` after .profile.d, so that $PORT expands. */
  readonly command: string
  /** Config vars and the platform's own (DYNO, HEROKU_*). PORT and HOME are the runtime's to add. */
  readonly env: Readonly<Record<string, string>>
  /** Names in `env` that add-ons gave: `localhost` in their values is this machine, wherever the dyno runs. */
  readonly servicesIn?: readonly string[]
  readonly slugId: string
  /** What its slug was built on, e.g. `heroku-24`: containers are made of its image. */
  readonly stack: string
  /** Where it runs; a runtime of one kind needs not look. */
  readonly runtime: RuntimeKind
  /** Give it a PORT and report when that answers. */
  readonly wantsPort: boolean
  /** A pseudo-terminal of that size; its output is not logged but goes to the attached reader. */
  readonly terminal: { readonly columns: number; readonly rows: number } | null
  /** Attached without a terminal: piped, output goes to the reader. */
  readonly attached: boolean
  /** Its raw output, and what is written to it, are bytes: one character each, U+0000 to U+00FF. Else UTF-8. */
  readonly isBytes?: boolean
  readonly memoryBytes: number
  readonly maxProcesses: number
  /** Trouble from its first moment on. */
  readonly launch?: LaunchTrouble
}

/** Faults that act as a dyno starts, and hold for its whole life. */
export type LaunchTrouble = {
  /** Its command begins so much later. */
  readonly delayMs?: number
  /** It is given another PORT than the one that is watched. */
  readonly isDeaf?: boolean
  /** SIGTERM does not reach it. */
  readonly ignoresTerm?: boolean
  /** It ends with status 1 so long after it began to listen (a web dyno) or was launched. */
  readonly crashAfterMs?: number
  /** It ends with this status at once; its command does not run. */
  readonly exitsWith?: number
}

/** Trouble for a dyno that runs; undone by `relieve`. */
export type DynoTrouble =
  /** Done in a moment; nothing to undo. */
  | { readonly kind: 'signal'; readonly signal: DynoSignal | 'SIGQUIT' | 'SIGUSR1' | 'SIGUSR2' | 'SIGABRT' | 'SIGSEGV' }
  /** None of its processes gets a turn. */
  | { readonly kind: 'freeze' }
  /** A process inside it takes so many bytes, growing by `bytesPerSecond`. */
  | { readonly kind: 'memory'; readonly bytes: number; readonly bytesPerSecond: number }
  /** Processes inside it that compute without end. */
  | { readonly kind: 'cpu-hog'; readonly workers: number }
  /** All of it together gets at most so much of one core. */
  | { readonly kind: 'cpu-limit'; readonly percent: number }
  /** Its own disk has no room left. */
  | { readonly kind: 'disk-full' }
  /** It reaches nobody and nobody reaches it; on relief it has the address it had. */
  | { readonly kind: 'network-cut' }

export type Relief = {
  /** Sentences. */
  readonly restored: readonly string[]
  readonly residue: readonly string[]
}

export type DynoSignal = 'SIGTERM' | 'SIGKILL' | 'SIGHUP' | 'SIGINT'

/** Another program in a dyno that runs, as `heroku ps:exec` starts one. */
export type ExecSpec = {
  /** Its output is `raw` under this id, its end `exited`; `signal`, `write` and `resize` take it as they take a dyno's. */
  readonly execId: string
  readonly dynoId: DynoId
  /** Run as a dyno's own command is. */
  readonly command: string
  readonly terminal: { readonly columns: number; readonly rows: number } | null
  /** As a dyno's. */
  readonly isBytes?: boolean
  /** Over the dyno's own. */
  readonly env: Readonly<Record<string, string>>
}

/** What a runtime observes. Each dyno gives at most one `launched` and exactly one `exited`, the last of its events. */
export type DynoObservation =
  | { readonly kind: 'launched'; readonly dynoId: DynoId; readonly pid: number | null; readonly address: { readonly host: string; readonly port: number } | null }
  | { readonly kind: 'listening'; readonly dynoId: DynoId }
  | { readonly kind: 'sample'; readonly dynoId: DynoId; readonly memoryBytes: number; readonly cpuPercent: number; readonly processes: number }
  | { readonly kind: 'exited'; readonly dynoId: DynoId; readonly exitStatus: number | null; readonly signal: string | null; readonly failure: string | null
      /** The kernel ended it, as it had all the memory it can have: this much. */
      readonly outOfMemoryBytes?: number }

export type DynoOutput = {
  readonly dynoId: DynoId
  /** Whole lines without their line ends for logged output; raw text for an attached reader. */
  readonly kind: 'lines' | 'raw'
  readonly lines: readonly string[]
  /** Lines lost because they came faster than they could be taken. */
  readonly dropped: number
}

export type DynoSink = {
  observed(observation: DynoObservation): void
  output(output: DynoOutput): void
}

export type DynoRuntime = {
  /** Of what dynos it starts when nothing else is asked for. */
  readonly kind: RuntimeKind
  /** Resolves when dynos can be started there now. Throws PlatformError `runtime-unknown` for a kind it does not have, or one that says why not. */
  ready(kind: RuntimeKind): Promise<void>
  /** Called once, before anything else. */
  connect(sink: DynoSink): void
  /**
   * What an earlier engine left running under our label is ended (never adopted half-known) with all its children.
   * Returns how many processes were found.
   */
  recover(): Promise<number>
  /** Returns at once; what comes of it is observed. A launch that fails is `exited` with `failure`. */
  start(spec: DynoSpec): void
  /**
   * Resolves when it was started; rejects with an Error in words for people when that dyno does not run. It ends with its dyno, and counts
   * as a part of it in samples and troubles.
   */
  exec(spec: ExecSpec): Promise<void>
  /** To every process of the dyno. Unknown ids are ignored: it may just have ended. */
  signal(dynoId: DynoId, signal: DynoSignal): void
  /**
   * Puts trouble on a running dyno, and resolves with what was changed, in sentences, once it is in force. `leaseId` names it for `relieve`.
   * Rejects with an Error in words for people when this runtime can not do it, or the dyno just ended.
   */
  afflict(dynoId: DynoId, leaseId: string, trouble: DynoTrouble): Promise<readonly string[]>
  /** Takes back all that this lease put on the dyno. A dyno that ended meanwhile needs nothing taken back. */
  relieve(dynoId: DynoId, leaseId: string): Promise<Relief>
  /** Keys for an attached dyno. A promise, where there is one, resolves when its program has taken them. */
  write(dynoId: DynoId, text: string): Promise<void> | void
  /** While held, raw output is read no further, and its program waits once its pipe is full. What is left at its end comes all the same. */
  hold(dynoId: DynoId, isHeld: boolean): void
  resize(dynoId: DynoId, columns: number, rows: number): void
  /** Ends everything it started; resolves when nothing is left. */
  stop(): Promise<void>
}
