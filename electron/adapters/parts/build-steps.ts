// The steps of a build plan, wherever its folders are.

import type { BuildStep, StepResult, Workspace } from '../../engine/ports/build-host.ts'
import type { ProgramOptions } from './build-programs.ts'

/** Paths are relative to the build folder; none may leave it, nor through a link in the pushed code. */
export type BuildFolder = {
  write(path: string, text: string, isExecutable: boolean): Promise<void>
  remove(path: string): Promise<void>
  /** From the cache. Leaves alone what is in the build folder already. */
  restore(path: string): Promise<void>
  save(path: string): Promise<void>
  /** Null when it is not there, no file, too large, or a link out of the folder. */
  read(path: string): Promise<string | null>
  /** Of an absolute path. */
  isThere(path: string): Promise<boolean>
  /** Absolute. */
  folder(path: string): Promise<string>
}

export type StepSite = {
  readonly folder: BuildFolder
  readonly places: { readonly app: string; readonly cache: string }
  /** As it is now: with what buildpacks exported. */
  environment(): Readonly<Record<string, string>>
  /** Throws `build-cancelled`. */
  check(): void
  runProgram(options: ProgramOptions): Promise<number>
}

const done: StepResult = { exitStatus: 0 }

export function createStepRunner({ folder, places, environment, check, runProgram }: StepSite): Workspace['run'] {
  const place = (text: string): string => text.replaceAll('{BUILD_DIR}', places.app).replaceAll('{CACHE_DIR}', places.cache)
  const placeAll = (values: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, place(value)]))

  async function runStep(step: Extract<BuildStep, { kind: 'run' }>, output: (text: string) => void): Promise<StepResult> {
    const cwd = step.cwd === undefined ? places.app : await folder.folder(step.cwd)
    return { exitStatus: await runProgram({ argv: step.argv.map(place), cwd, env: { ...environment(), ...placeAll(step.env ?? {}) }, outputs: 'both', output }) }
  }

  return async (step, output) => {
    check()
    switch (step.kind) {
      case 'say':
        output(`${step.text}\n`)
        return done
      case 'run':
        return runStep(step, output)
      case 'write':
        await folder.write(step.path, step.text, step.executable === true)
        return done
      case 'remove':
      case 'restore':
      case 'save':
        await folder[step.kind](step.path)
        return done
    }
  }
}
