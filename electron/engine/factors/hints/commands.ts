// The commands of process types, and the files that a web process is likely to run.

import { hintsAt, type Check, type Place } from './finding.ts'
import type { Hint } from '../../../../shared/factors/hint.ts'
import { codeOf, type Look, type ProcessType, type SourceFile } from './look.ts'
import { masked } from './secrets.ts'

export const webOf = (look: Look): ProcessType | null => look.processes.find(({ type }) => type === 'web') ?? null

export const commandPlace = ({ type, command, file, line }: ProcessType): Place => ({ file, line, excerpt: masked(`${type}: ${command}`).slice(0, 160) })

/** Commands that a pattern fits: those that are meant. */
export function commandHints(look: Look, check: Check, pattern: RegExp, isMeant: (type: string) => boolean): Hint[] {
  return hintsAt(look, check, look.processes.filter(({ type, command }) => isMeant(type) && pattern.test(command)).map(commandPlace))
}

const otherWork = /(^|\/)(workers?|clock|cron|jobs?|tasks?|release|migrat\w*|seeds?|scheduler|Rakefile|Gemfile|build|setup|prepare|[\w-]+\.config)(\/|\.|$)/i

/** All code but that of other process types, by name. */
export const webFiles = (look: Look): readonly SourceFile[] => codeOf(look).filter(({ path }) => !otherWork.test(path.replace(/\.sbt$/, '.config')))

/** Those that the web command names: what runs as soon as it starts. */
export function webEntries(look: Look): readonly SourceFile[] {
  const command = webOf(look)?.command ?? ''
  return webFiles(look).filter(({ path }) => new RegExp(`(?<![\\w-])${(path.split('/').at(-1) ?? '').replace(/\.\w+$/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`).test(command))
}
