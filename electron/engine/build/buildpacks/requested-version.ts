// The version of a language that an app asks for, against the one of this machine.

import type { BuildStep, Tool } from '../../ports/build-host.ts'
import { note, warn } from './plan-steps.ts'
import { fitsRange } from './version-range.ts'

export type Requested = {
  readonly range: string
  readonly file: string
  /** As people wrote it, where that is not the range. */
  readonly shown?: string
}

/** Says which version is used, and warns when the app asks for another. */
export function sayVersion(language: string, tool: Tool, requested: Requested | null): BuildStep[] {
  const used = note(`Using ${language} ${tool.version} (${tool.path})`)
  if (requested === null) return [used]
  const fits = fitsRange(tool.version, requested.range)
  if (fits === true) return [used]
  const asks = `${requested.file} asks for ${language} ${requested.shown ?? requested.range}`
  if (fits === null) return [used, warn(`${asks}, which is no version range that can be read.`)]
  return [used, warn(`${asks}; this machine has ${tool.version}, and that is what the app gets here. Heroku would fetch the one it asks for.`)]
}
