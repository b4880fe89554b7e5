// From a typed line to a plan: words, verb, flags, app. Whatever can not be read is refused with what to try.

import type { App } from '../../shared/domain/app.ts'
import { appMeant } from './app-meant.ts'
import { closest } from './closest.ts'
import { appFlag, helpOn, helpOverview, ownWords } from './help-text.ts'
import { lineWords } from './line-words.ts'
import { findVerb, orderedVerbs } from './ordered-verbs.ts'
import { print, refuse, type ConsoleWorld, type Plan, type Refusal } from './plan.ts'
import type { Flag, Verb } from './verb.ts'

const lineMax = 20_000

export function readCommand(line: string, world: ConsoleWorld): Plan {
  if (line.length > lineMax) return refuse('That line is too long.', `At most ${lineMax} characters are read.`)
  const read = lineWords(line)
  if (read.kind === 'open-quote') return refuse(`A ${read.quote === '"' ? 'double' : 'single'} quote is open at the end of the line.`, `Close it with ${read.quote}.`)
  const words = read.words.map((word) => word.text)
  if (words[0] === 'heroku') words.shift()
  const [name, ...rest] = words
  if (name === undefined) return { kind: 'nothing' }
  if (name === 'clear') return { kind: 'clear' }
  if (name === 'help' || name === '--help' || name === '-h') return help(rest[0])
  const verb = findVerb(name)
  if (verb === null) return unknownVerb(name)
  if (!verb.takesCommand && rest.some((word) => word === '--help' || word === '-h')) return print(...helpOn(verb))
  return planVerb(verb, name, rest, world)
}

function help(name: string | undefined): Plan {
  if (name === undefined) return print(...helpOverview())
  const verb = findVerb(name)
  return verb === null ? unknownVerb(name) : print(...helpOn(verb))
}

function unknownVerb(name: string): Refusal {
  const names = [...orderedVerbs.flatMap((verb) => [verb.name, ...(verb.aliases ?? [])]), ...ownWords]
  const meant = closest(name, names)
  if (name === 'git' || name === 'npm' || name === 'bash') return refuse(`${name} is not a heroku command.`, name === 'git' ? 'This console takes Heroku\'s commands. Use git in a terminal of your own.' : `To run it in a dyno: run ${name}.`)
  return refuse(`${name} is not a heroku command.`, meant === null ? 'Run help for a list of available commands.' : `Did you mean ${meant}?`)
}

function planVerb(verb: Verb, typed: string, rest: readonly string[], world: ConsoleWorld): Plan {
  const read = readFlags(verb, rest)
  if (read.kind === 'refuse') return read
  const { words, flags } = read
  if (words.length > verb.most) {
    const extra = words[verb.most] ?? ''
    const joined = findVerb(`${typed}:${extra}`)
    return refuse(`Unexpected argument: ${extra}`, joined === null ? `Usage: ${verb.name}${verb.usage === '' ? '' : ` ${verb.usage}`}` : `Did you mean ${joined.name}?`)
  }
  const appNamed = typeof flags['app'] === 'string' ? flags['app'] : null
  const app = verb.needsApp ? appMeant(appNamed, verb.name, world) : null
  if (app !== null && 'kind' in app) return app
  // A verb that needs no app does not look at it.
  return verb.plan({ words, flags, app: app as App, appNamed }, world)
}

type Flagged = { readonly kind: 'read'; readonly words: string[]; readonly flags: Record<string, string | true> }

function readFlags(verb: Verb, rest: readonly string[]): Flagged | Refusal {
  const known: readonly Flag[] = [...(verb.flags ?? []), appFlag]
  const words: string[] = []
  const flags: Record<string, string | true> = {}
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] as string
    if (word === '--') return { kind: 'read', words: [...words, ...rest.slice(at + 1)], flags }
    if (!/^-[a-z-]/i.test(word)) {
      if (verb.takesCommand === true && verb.flagsAfterCommand !== true) return { kind: 'read', words: [...words, ...rest.slice(at)], flags }
      words.push(word)
      continue
    }
    const [, dashes = '', name = '', joined] = /^(--?)([^=]+)(?:=(.*))?$/s.exec(word) ?? []
    const flag = known.find((entry) => (dashes === '--' ? entry.name === name : entry.short === name))
    if (verb.takesCommand === true && words.length > 0 && (flag === undefined || dashes === '-')) {
      words.push(word)
      continue
    }
    if (flag === undefined && verb.takesKnobs === true && dashes === '--') {
      const value = joined ?? (rest[at + 1] === undefined || /^--?[a-z]/i.test(rest[at + 1] ?? '') ? undefined : rest[++at])
      flags[name] = value ?? true
      continue
    }
    if (flag === undefined) {
      const meant = closest(name, known.map((entry) => entry.name))
      return refuse(`Nonexistent flag: ${word}`, meant === null ? `See help ${verb.name}.` : `Did you mean --${meant}?`)
    }
    if (flag.takes === null) flags[flag.name] = true
    else {
      const value = joined ?? rest[++at]
      if (value === undefined) return refuse(`Flag --${flag.name} expects a value`, `Write --${flag.name} ${flag.takes}.`)
      flags[flag.name] = value
    }
  }
  return { kind: 'read', words, flags }
}
