// Carries a plan out, step by step, and stops at the first that fails. People see each command before its output.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { BuildStep, Workspace } from '../ports/build-host.ts'
import { createIndenter, detail, warning } from './build-output.ts'
import type { Plan, Tools } from './buildpacks/buildpack.ts'

export type PlanSite = {
  readonly language: string
  readonly config: Readonly<Record<string, string>>
  print(text: string): void
}

/** Config vars that would break the build's own tools are kept from it (devcenter buildpack-api, the usual export_env_dir). */
const notExported = new Set(['PATH', 'GIT_DIR', 'CPATH', 'CPPATH', 'LD_PRELOAD', 'LIBRARY_PATH'])

export async function probeTools(workspace: Workspace, names: readonly string[]): Promise<Tools> {
  const found = await Promise.all(names.map(async (name) => [name, await workspace.probe(name)] as const))
  return Object.fromEntries(found)
}

/** Throws `compile-failed`, `build-cancelled`, `disk-full`. */
export async function runPlan(workspace: Workspace, plan: Plan, site: PlanSite): Promise<void> {
  const exported = exportable(site.config)
  for (const step of plan.steps) {
    if (step.kind === 'say') site.print(`${step.text}\n`)
    else if (step.kind === 'run') await runProgram(workspace, { ...step, env: { ...exported, ...step.env } }, site)
    else await workspace.run(step, site.print)
  }
}

function exportable(config: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !notExported.has(key)))
}

async function runProgram(workspace: Workspace, step: Extract<BuildStep, { kind: 'run' }>, site: PlanSite): Promise<void> {
  site.print(`${detail(`$ ${step.label}`)}\n`)
  const indenter = createIndenter(site.print)
  const { exitStatus } = await workspace.run(step, indenter.write)
  indenter.flush()
  if (exitStatus === 0) return
  if (step.optional !== true) throw new PlatformError('compile-failed', { language: site.language, step: step.label, status: exitStatus })
  site.print(`${warning(`${step.label} ended with status ${exitStatus}; the build goes on without it.`)}\n`)
}
