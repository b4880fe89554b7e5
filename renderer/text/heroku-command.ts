// The line a person would type in a terminal for what a button does.

import type { CallInput } from '../../shared/protocol/calls.ts'

type Told = 'ps:restart' | 'ps:stop' | 'maintenance:set' | 'releases:rollback'
type Asked = { readonly [N in Told]: { readonly name: N; readonly input: Omit<CallInput<N>, 'app'> } }[Told]

/** `heroku ps:restart -d web.1 -a tea`. */
export function herokuCommand(app: string, asked: Asked): string {
  return `heroku ${wordsOf(asked).join(' ')} -a ${app}`
}

function wordsOf(asked: Asked): string[] {
  switch (asked.name) {
    case 'ps:restart':
      return ['ps:restart', ...(asked.input.dyno === undefined ? [] : ['-d', asked.input.dyno])]
    case 'ps:stop':
      return ['ps:stop', '-d', asked.input.dyno]
    case 'maintenance:set':
      return [`maintenance:${asked.input.on ? 'on' : 'off'}`]
    case 'releases:rollback':
      return ['releases:rollback', ...(asked.input.version === undefined ? [] : [`v${asked.input.version}`])]
  }
}
