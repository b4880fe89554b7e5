import { columns } from './cli-text.ts'
import { orderedVerbs } from './ordered-verbs.ts'
import type { Verb } from './verb.ts'

/** Words the console has beside Heroku's. */
export const ownWords = ['help', 'clear'] as const

export function helpOverview(): string[] {
  const rows = orderedVerbs.map((verb) => [`  ${verb.name}`, verb.usage, verb.about])
  return [
    'Commands of Heroku for the app in view, and Dynarium\'s own. "heroku" in front and --app NAME are allowed.', '',
    ...columns([...rows, ['  clear', '', 'empty this console'], ['  help', '[COMMAND]', 'this list, or one command']]), '',
    'Tab completes, the arrow keys bring earlier lines back, Ctrl+C stops what runs.',
  ]
}

export function helpOn(verb: Verb): string[] {
  const flags = [...(verb.flags ?? []), ...(verb.needsApp ? [appFlag] : [])]
  return [
    verb.about, '', `USAGE  heroku ${verb.name}${verb.usage === '' ? '' : ` ${verb.usage}`}`,
    ...(verb.aliases === undefined ? [] : [`ALSO   ${verb.aliases.join(', ')}`]),
    ...(flags.length === 0 ? [] : ['', ...columns(flags.map(({ short, name, takes, about }) => [`  ${short === undefined ? '    ' : `-${short}, `}--${name}${takes === null ? '' : ` ${takes}`}`, about]))]),
  ]
}

export const appFlag = { name: 'app', short: 'a', takes: 'APP', about: 'the app, if it is not the one in view' } as const
