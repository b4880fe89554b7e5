// The small vocabularies: why a dyno stops, how it crashed, what a build is of.

import type { BuildSource, BuildStage } from '../../shared/domain/build.ts'
import type { RuntimeKind } from '../../shared/domain/runtime.ts'
import type { CrashReason, StopReason } from '../../shared/domain/dyno.ts'

/** As they stand in a sentence: "runs as ...". */
export const runtimeWords: Readonly<Record<RuntimeKind, string>> = { process: 'local processes', docker: 'containers', simulated: 'a simulation' }

export const stopWords: Readonly<Record<StopReason, string>> = {
  release: 'for a new release',
  scale: 'to scale down',
  restart: 'for a restart',
  runtime: 'to move to another runtime',
  cycling: 'for its daily restart',
  idle: 'to sleep',
  destroy: 'because the app is destroyed',
  stop: 'by hand',
  'boot-timeout': 'because it did not boot in time',
  memory: 'because of its memory use',
  shutdown: 'because the engine stops',
  expired: 'because its time was over',
}

export const stageWords: Readonly<Record<BuildStage, string>> = {
  source: 'source',
  detect: 'detect',
  compile: 'compile',
  slug: 'slug',
  release: 'release',
}

type Crash = { readonly reason: CrashReason; readonly exitStatus: number | null; readonly signal: string | null }

export function crashWords(crash: Crash): string {
  switch (crash.reason) {
    case 'exit':
      if (crash.signal !== null) return `ended by ${crash.signal}`
      return crash.exitStatus === null ? 'its process ended' : `exited with status ${crash.exitStatus}`
    case 'boot-timeout':
      return 'nothing listened on its PORT in time (R10)'
    case 'memory':
      return 'it used far more memory than its size has (R15)'
    case 'launch-failed':
      return 'it could not be started'
    case 'lost':
      return 'its host was lost, or its process was gone when the engine came back'
  }
}

export function sourceWords(source: BuildSource): string {
  if (source.kind === 'git') return `${source.commit.slice(0, 7)} "${source.subject}"`
  if (source.kind === 'folder') return `folder ${lastPart(source.path)}`
  return source.name
}

/** The last part of a path of any system. */
export function lastPart(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path
}
