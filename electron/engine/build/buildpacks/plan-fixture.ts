// For the tests of buildpacks: a tree from a few files, and a plan read as people would.

import type { BuildStep, SourceTree } from '../../ports/build-host.ts'
import type { Buildpack, Plan } from './buildpack.ts'

export type PlanOptions = {
  readonly platform?: string
  readonly config?: Readonly<Record<string, string>>
  /** Version of each tool; those named here as null are missing, all others are 1.0.0. */
  readonly tools?: Readonly<Record<string, string | null>>
}

export function treeOf(files: Readonly<Record<string, string>>): SourceTree {
  return { paths: Object.keys(files).sort(), read: (path) => files[path] ?? null }
}

export function planOf(buildpack: Buildpack, files: Readonly<Record<string, string>>, options: PlanOptions = {}): Plan {
  const tree = treeOf(files)
  const versions = options.tools ?? {}
  const tools = Object.fromEntries(buildpack.tools(tree).map((name) => {
    const version = Object.hasOwn(versions, name) ? versions[name] : '1.0.0'
    return [name, version == null ? null : { path: `/usr/bin/${name}`, version }]
  }))
  return buildpack.plan(tree, tools, { platform: options.platform ?? 'linux', stack: 'heroku-24', config: options.config ?? {} })
}

/** Command lines in order. */
export const commands = (plan: Plan): string[] => runs(plan).map((step) => step.argv.join(' '))

export const runs = (plan: Plan): Extract<BuildStep, { kind: 'run' }>[] => plan.steps.filter((step) => step.kind === 'run')

export const said = (plan: Plan): string => plan.steps.map((step) => (step.kind === 'say' ? step.text : '')).join('\n')

export function written(plan: Plan, path: string): string | null {
  const step = plan.steps.find((each) => each.kind === 'write' && each.path === path)
  return step?.kind === 'write' ? step.text : null
}

/** What it refuses with. */
export function refusal(make: () => unknown): { readonly code: string; readonly message: string; readonly help: string } {
  try {
    make()
  } catch (error) {
    return error as { code: string; message: string; help: string }
  }
  throw new Error('it was not refused')
}
