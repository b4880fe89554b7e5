// The Procfile: one `type: command` a line, in the root. Heroku's slug compiler skips lines it can not read; we refuse them and
// name the line, because a typing mistake that quietly loses a process type teaches nothing. Blank lines and # lines are skipped.

import { processTypePattern } from '../../../shared/domain/app.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'

export type ProcessTypes = Readonly<Record<string, string>>

const linePattern = /^([A-Za-z0-9_-]+)\s*:\s*(\S.*)$/
const maxTypes = 100
const shownChars = 80

/** Types in the order of the file. Throws `procfile-invalid` with the number of the first line that is wrong. */
export function parseProcfile(text: string): ProcessTypes {
  const types = new Map<string, string>()
  withoutMark(text).split(/\r\n|\n|\r/).forEach((raw, index) => {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) return
    const [, type, command] = linePattern.exec(line) ?? []
    if (type === undefined || command === undefined) throw invalid(index, line)
    if (!processTypePattern.test(type)) throw invalid(index, `${type} can not be the name of a process type.`)
    if (types.has(type)) throw invalid(index, `${type} stands on an earlier line already.`)
    if (types.size === maxTypes) throw invalid(index, `over ${maxTypes} process types.`)
    types.set(type, command)
  })
  return Object.fromEntries(types)
}

/** Procfile wins over a buildpack's defaults, name by name. */
export function mergeProcessTypes(declared: ProcessTypes, defaults: ProcessTypes): ProcessTypes {
  return { ...defaults, ...declared }
}

function invalid(index: number, text: string): PlatformError {
  return new PlatformError('procfile-invalid', { line: index + 1, text: text.length > shownChars ? `${text.slice(0, shownChars)}...` : text })
}

/** Editors on Windows may put a byte order mark first. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}
