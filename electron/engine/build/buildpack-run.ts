// The buildpacks of one build, in order, as one kind of thing: ours, planned here and carried out by the host, and third-party ones,
// which are programs. As on Heroku each is detected and compiled before the next is asked; the last is the app's language.
// Simplified: our own buildpacks see the source as it was pushed, not what a third-party one before them made of it.

import type { App } from '../../../shared/domain/app.ts'
import type { Detection } from '../../../shared/domain/build.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { FetchedBuildpack, Workspace } from '../ports/build-host.ts'
import { detail, heading, warning } from './build-output.ts'
import type { KeptText } from '../platform/kept-texts.ts'
import { detectBuiltIn, detectFetched, searchBuildpack } from './detection.ts'
import { findBuildpack } from './buildpacks/ordered.ts'
import type { Buildpack, PlanContext } from './buildpacks/buildpack.ts'
import { probeTools, runPlan } from './plan-run.ts'
import type { ProcessTypes } from './procfile.ts'
import { parseRelease, type BuildpackRelease } from './release-yaml.ts'

export type BuildpackSite = {
  readonly app: App
  readonly workspace: Workspace
  readonly context: PlanContext
  readonly text: KeptText
  detected(detection: Detection): void
  /** Called before the first compile. */
  compiling(): void
}

export type BuildpackOutcome = {
  readonly buildpacks: readonly string[]
  readonly language: string
  /** Of the last buildpack. */
  readonly defaultTypes: ProcessTypes
  /** What detection chose, to be kept with the app; null when the buildpacks were given. */
  readonly sticky: string | null
}

type Named = { readonly address: string; readonly found: { readonly kind: 'built-in'; readonly buildpack: Buildpack } | { readonly kind: 'fetched'; readonly fetched: FetchedBuildpack } }
type Compiled = { readonly language: string; readonly defaultTypes: ProcessTypes }

export async function runBuildpacks(site: BuildpackSite): Promise<BuildpackOutcome> {
  const { app, workspace, text } = site
  const given = app.buildpacks.length > 0 ? app.buildpacks : app.detectedBuildpack === null ? [] : [app.detectedBuildpack]
  if (given.length === 0) {
    text.line(heading('Determining which buildpack to use for this app'))
    const buildpack = searchBuildpack(workspace.tree, site.detected)
    const compiled = await compileBuiltIn(site, buildpack)
    return { ...compiled, buildpacks: [buildpack.id], sticky: buildpack.id }
  }
  sayGiven(text, given)
  const named = await Promise.all(given.map((address) => findOrFetch(workspace, address)))
  let last: Compiled | null = null
  for (const { address, found } of named) {
    const detection = found.kind === 'built-in' ? detectBuiltIn(found.buildpack, workspace.tree) : await detectFetched(address, found.fetched)
    site.detected(detection)
    if (!detection.matched) throw new PlatformError('buildpack-not-compatible', { buildpack: address })
    last = found.kind === 'built-in' ? await compileBuiltIn(site, found.buildpack) : await compileFetched(site, found.fetched, detection.label ?? found.fetched.name)
  }
  if (last === null) throw new Error('a build ran no buildpack')
  return { ...last, buildpacks: given, sticky: null }
}

function sayGiven(text: KeptText, given: readonly string[]): void {
  if (given.length === 1) return text.line(heading(`Using buildpack: ${given[0]}`))
  text.line(heading('Using buildpacks:'))
  given.forEach((address, index) => text.line(detail(`${index + 1}. ${address}`)))
}

async function findOrFetch(workspace: Workspace, address: string): Promise<Named> {
  const buildpack = findBuildpack(address)
  if (buildpack !== null) return { address, found: { kind: 'built-in', buildpack } }
  if (address.startsWith('heroku/')) throw new PlatformError('buildpack-invalid', { buildpack: address, why: 'there is no built-in buildpack of that name' })
  return { address, found: { kind: 'fetched', fetched: await workspace.fetchBuildpack(address) } }
}

async function compileBuiltIn(site: BuildpackSite, buildpack: Buildpack): Promise<Compiled> {
  const { workspace, context, text } = site
  text.line(heading(`${buildpack.label} app detected`))
  const tools = await probeTools(workspace, buildpack.tools(workspace.tree))
  const plan = buildpack.plan(workspace.tree, tools, context)
  site.compiling()
  await runPlan(workspace, plan, { language: buildpack.label, config: context.config, print: text.print })
  return { language: buildpack.label, defaultTypes: plan.defaultTypes }
}

/** Its output is not indented: third-party buildpacks print in the usual form by themselves. */
async function compileFetched(site: BuildpackSite, fetched: FetchedBuildpack, language: string): Promise<Compiled> {
  const { text } = site
  text.line(heading(`${language} app detected`))
  site.compiling()
  const { exitStatus } = await fetched.compile(text.print)
  if (exitStatus !== 0) throw new PlatformError('compile-failed', { language, step: `bin/compile of ${fetched.name}`, status: exitStatus })
  const release = readRelease(await fetched.release(), fetched.name, language)
  for (const addon of release.addons) text.line(warning(`${fetched.name} asks for the add-on ${addon}: add it yourself if the app needs it.`))
  return { language, defaultTypes: release.defaultTypes }
}

function readRelease(yaml: string, name: string, language: string): BuildpackRelease {
  try {
    return parseRelease(yaml)
  } catch {
    throw new PlatformError('compile-failed', { language, step: `bin/release of ${name}, whose output is no YAML,`, status: 0 })
  }
}

