// From source to slug, in Heroku's order: export the source, choose buildpacks, compile, find the process types, compress. What it
// prints has the form of `git push heroku main`. Creating the release is the next step and not done here.

import type { App } from '../../../shared/domain/app.ts'
import type { BuildStage, Detection } from '../../../shared/domain/build.ts'
import { slugSize } from '../../../shared/text/amounts.ts'
import type { Workspace } from '../ports/build-host.ts'
import { detail, heading, warning } from './build-output.ts'
import type { KeptText } from '../platform/kept-texts.ts'
import { runBuildpacks, type BuildpackOutcome } from './buildpack-run.ts'
import { mergeProcessTypes, parseProcfile, type ProcessTypes } from './procfile.ts'

export type SlugSite = {
  readonly app: App
  readonly workspace: Workspace
  /** As a plan is told it. */
  readonly platform: string
  readonly text: KeptText
  reached(stage: BuildStage): void
  detected(detection: Detection): void
}

export type BuiltSlug = BuildpackOutcome & {
  readonly slugId: string
  readonly bytes: number
  readonly files: number
  readonly processTypes: ProcessTypes
}

/** Warned about above this; refused by the host above 500 MB (devcenter slug-compiler). */
const slugWarnBytes = 300 * 1024 * 1024

export async function pushToSlug(site: SlugSite): Promise<BuiltSlug> {
  const { app, workspace, text } = site
  for (const line of ['Compressing source files... done.', 'Building source:', '', heading(`Building on the ${stackTitle(app.stack)} stack`)]) text.line(line)
  site.reached('detect')
  let isCompiling = false
  const compiling = (): void => {
    if (!isCompiling) site.reached('compile')
    isCompiling = true
  }
  const context = { platform: site.platform, stack: app.stack, config: app.config }
  const outcome = await runBuildpacks({ app, workspace, context, text, detected: site.detected, compiling })
  const processTypes = await discoverTypes(site, outcome.defaultTypes)
  site.reached('slug')
  text.line(heading('Compressing...'))
  const packed = await workspace.pack()
  text.line(detail(`Done: ${slugSize(packed.bytes)}`))
  if (packed.bytes > slugWarnBytes) text.line(warning(`Warning: Your slug size (${megabytes(packed.bytes)} MB) exceeds our soft limit (${megabytes(slugWarnBytes)} MB) which may affect boot time.`))
  return { ...outcome, ...packed, processTypes }
}

/** The Procfile is read after compile: a buildpack may write one. */
async function discoverTypes(site: SlugSite, defaults: ProcessTypes): Promise<ProcessTypes> {
  const { workspace, text } = site
  text.line(heading('Discovering process types'))
  const declared = parseProcfile((await workspace.readFile('Procfile')) ?? '')
  const added = Object.keys(defaults).filter((type) => !Object.hasOwn(declared, type))
  text.line(detail(`Procfile declares types     -> ${list(Object.keys(declared))}`))
  if (added.length > 0) text.line(detail(`Default types for buildpack -> ${list(added)}`))
  text.line('')
  return mergeProcessTypes(declared, defaults)
}

const list = (types: readonly string[]): string => (types.length === 0 ? '(none)' : [...types].sort().join(', '))

const megabytes = (bytes: number): number => Math.round(bytes / (1024 * 1024))

/** heroku-24 is Heroku-24 to people. */
const stackTitle = (stack: string): string => stack.charAt(0).toUpperCase() + stack.slice(1)
