// Checks of languages are alike: a few programs, each asked for its version.

import type { Check, Finding, Surroundings } from './check.ts'
import { installLine, type Packages } from './install-line.ts'
import { versionIn } from './version-in.ts'

export type LanguageProgram = {
  /** Names it goes by, best first. */
  readonly names: readonly string[]
  /** How it is asked, if not with --version. */
  readonly question?: readonly string[]
  /** Apps may bring their own, e.g. a Maven wrapper: its lack is said, and is no warning. */
  readonly isOptional?: boolean
}

export type Language = Pick<Check, 'id' | 'title'> & {
  /** What can not be deployed without it: "Node.js apps". */
  readonly apps: string
  readonly programs: readonly LanguageProgram[]
  readonly packages: Packages
}

export function languageCheck({ id, title, apps, programs, packages }: Language): Check {
  return {
    id, group: 'languages', title, purpose: `Builds and runs ${apps}. Everything else works without it.`,
    look: async (around) => {
      const answers = await Promise.all(programs.map((program) => askFor(program, around)))
      const raw = answers.map((answer) => answer.raw).join('\n\n')
      const missing = answers.filter((answer) => answer.version === null && !answer.isOptional)
      const found = answers.map((answer) => (answer.version === null ? `no ${answer.name}` : `${answer.name} ${answer.version}`.trim())).join(', ')
      if (missing.length === 0) return { state: 'fine', found, raw }
      return lack(missing.length === programs.filter((program) => program.isOptional !== true).length ? 'not installed' : found, { title, apps, packages }, around, raw)
    },
  }
}

function lack(found: string, { title, apps, packages }: Pick<Language, 'title' | 'apps' | 'packages'>, around: Surroundings, raw: string): Finding {
  const command = installLine(packages, around)
  const how = command === null ? `Install ${title} from its own site` : 'Run this line in a terminal'
  return { state: 'warning', found, fix: `${how} if you want to deploy ${apps}, then check again.`, command, raw }
}

type ProgramAnswer = { readonly name: string; readonly version: string | null; readonly raw: string; readonly isOptional: boolean }

async function askFor({ names, question = ['--version'], isOptional = false }: LanguageProgram, around: Surroundings): Promise<ProgramAnswer> {
  const name = names[0] as string
  for (const candidate of names) {
    const program = around.findProgram(candidate)
    if (program === null) continue
    const { exitStatus, text } = await around.ask([program, ...question])
    const raw = `${program} ${question.join(' ')}\n${text}`
    // What answers with a failure is on the PATH and does not work: a shim without its tool.
    return { name: candidate, version: exitStatus === 0 ? versionIn(text) : null, raw: exitStatus === 0 ? raw : `${raw}\n(ended with status ${exitStatus})`, isOptional }
  }
  return { name, version: null, raw: `${names.join(', ')}: not on the PATH`, isOptional }
}
