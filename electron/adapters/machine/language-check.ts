// Checks of languages are alike: a few programs, each asked for its version.

import type { Answer, Check, Finding, Surroundings } from './check.ts'
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
  /** Where people get it when no package manager has it. */
  readonly site?: string
}

/** A program that takes longer is named; the others' answers still count. Shorter than the check's own limit. */
const answerMs = 2600

export function languageCheck({ id, title, apps, programs, packages, site }: Language): Check {
  return {
    id, group: 'languages', title, purpose: `Builds and runs ${apps}. Everything else works without it.`,
    look: async (around) => {
      const answers = await Promise.all(programs.map((program) => askFor(program, around)))
      const raw = answers.map((answer) => answer.raw).join('\n\n')
      const found = answers.map((answer) => answer.words).join(', ')
      const missing = answers.filter((answer) => answer.kind === 'missing' && !answer.isOptional)
      if (missing.length > 0) {
        const isAll = missing.length === programs.filter((program) => program.isOptional !== true).length
        return lack(isAll ? 'not installed' : found, { title, apps, packages, ...(site === undefined ? {} : { site }) }, around, raw)
      }
      if (answers.some((answer) => answer.kind === 'slow')) return { state: 'unknown', found, raw, fix: 'Check again when this machine is less busy. If it stays so, try the program in a terminal of its own.' }
      return { state: 'fine', found, raw }
    },
  }
}

function lack(found: string, { title, apps, packages, site }: Pick<Language, 'title' | 'apps' | 'packages' | 'site'>, around: Surroundings, raw: string): Finding {
  const command = installLine(packages, around)
  const how = command === null ? `Install ${title} from ${site ?? 'its own site'}` : 'Run this line in a terminal'
  return { state: 'warning', found, fix: `${how} if you want to deploy ${apps}, then check again.`, command, raw }
}

type ProgramAnswer = { readonly kind: 'here' | 'missing' | 'slow'; readonly words: string; readonly raw: string; readonly isOptional: boolean }

async function askFor({ names, question = ['--version'], isOptional = false }: LanguageProgram, around: Surroundings): Promise<ProgramAnswer> {
  const name = names.find((candidate) => around.findProgram(candidate) !== null)
  const program = name === undefined ? null : around.findProgram(name)
  if (name === undefined || program === null) return { kind: 'missing', words: `no ${names[0]}`, raw: `${names.join(', ')}: not on the PATH`, isOptional }
  const asked = `${program} ${question.join(' ')}`
  const answer = await inTime(around.ask([program, ...question]))
  if (answer === null) return { kind: 'slow', words: `${name} did not answer in time`, raw: `${asked}\n(no answer within ${answerMs} ms)`, isOptional }
  if (answer.exitStatus === 0) return { kind: 'here', words: `${name} ${versionIn(answer.text)}`.trim(), raw: `${asked}\n${answer.text}`, isOptional }
  // What answers with a failure is on the PATH and does not work: a shim without its tool.
  return { kind: 'missing', words: `no ${name}`, raw: `${asked}\n${answer.text}\n(ended with status ${answer.exitStatus})`, isOptional }
}

async function inTime(answer: Promise<Answer>): Promise<Answer | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), answerMs)))
  // What comes later, or fails later because the check's time is over, is nobody's any more.
  answer.catch(() => {})
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
