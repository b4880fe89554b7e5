// One thing to look at. A check answers with what it found; it never throws for what it finds, and whatever it does throw, or a
// program that hangs, is shown as "unknown" by the one that runs it.

import type { DoctorCheck } from '../../../shared/protocol/calls.ts'
import type { DockerReport } from '../../../shared/protocol/containers.ts'

export type Check = Pick<DoctorCheck, 'id' | 'group' | 'title' | 'purpose'> & {
  look(around: Surroundings): Promise<Finding> | Finding
}

export type Finding = Pick<DoctorCheck, 'state' | 'found'> & {
  /** A sentence. Wanted for a problem; for a warning where something can be done. */
  readonly fix?: string
  readonly command?: string | null
  readonly raw?: string | null
}

export type Environment = Readonly<Record<string, string | undefined>>

/** What a machine is made from. */
export type MachineFacts = {
  readonly platform: NodeJS.Platform
  /** The environment Dynarium itself was started in. */
  readonly env: Environment
  /** What builds and dynos see of it: the tools are asked with this. */
  readonly toolEnv: Environment
  readonly dataDir: string
  readonly controlPort: number
  readonly routerPort: number
  /** The ones Dynarium takes when nobody says otherwise. */
  readonly usualPorts: readonly number[]
  /** First and last port that web dynos get. */
  readonly dynoPorts: readonly [number, number]
  findProgram(name: string): string | null
  /** The bash that runs dynos, or null. */
  findShell(): string | null
  isPortFree(port: number): Promise<boolean>
  /** What is said about the container engine; never rejects. */
  lookAtContainers(): Promise<DockerReport>
}

export type Answer = { readonly exitStatus: number; readonly text: string }

export type Surroundings = MachineFacts & {
  /** Runs a program, both outputs in one text. Ended with all it started when the check's time is over. */
  ask(argv: readonly string[]): Promise<Answer>
}

export const fine = (found: string, raw: string | null = null): Finding => ({ state: 'fine', found, raw })
