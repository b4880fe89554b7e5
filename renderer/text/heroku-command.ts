// The line a person would type in a terminal for what a button does.

import type { CallInput } from '../../shared/protocol/calls.ts'

type Told = 'ps:scale' | 'ps:restart' | 'ps:stop' | 'maintenance:set' | 'releases:rollback'
type Asked = { readonly [N in Told]: { readonly name: N; readonly input: Omit<CallInput<N>, 'app'> } }[Told]

/** `heroku ps:scale web=3 -a tea`. */
export function herokuCommand(app: string, asked: Asked): string {
  return `heroku ${wordsOf(asked).join(' ')} -a ${app}`
}

function wordsOf(asked: Asked): string[] {
  switch (asked.name) {
    case 'ps:scale':
      return ['ps:scale', ...asked.input.changes.map(({ type, quantity, size }) => `${type}${quantity === undefined ? '' : `=${quantity}`}${size === undefined ? '' : `:${size}`}`)]
    case 'ps:restart':
      return ['ps:restart', ...(asked.input.dyno === undefined ? [] : [asked.input.dyno])]
    case 'ps:stop':
      return ['ps:stop', asked.input.dyno]
    case 'maintenance:set':
      return [`maintenance:${asked.input.on ? 'on' : 'off'}`]
    case 'releases:rollback':
      return ['rollback', ...(asked.input.version === undefined ? [] : [`v${asked.input.version}`])]
  }
}
