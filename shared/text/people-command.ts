// The commands of people and teams as Heroku's command line has them, without the app's flag. Tokens, passwords, codes and keys are never written out.

import { quoted } from './quoted.ts'

type Input = Readonly<Record<string, unknown>>

const shown: Readonly<Record<string, readonly string[]>> = {
  'people:add': ['email'], 'people:remove': ['email'], 'people:token': ['email'], 'people:password': ['email'], 'access:add': ['email'], 'access:update': ['email'], 'access:remove': ['email'],
  'apps:transfer': ['recipient'], 'apps:transfer:answer': ['state'], 'teams:create': ['name'], 'teams:update': ['team', 'name'], 'teams:destroy': ['team'],
  'members:set': ['email', '--role', '-t'], 'members:remove': ['email', '-t'], 'members:invite': ['email', '--role', '-t'],
}
const flags: Readonly<Record<string, string>> = { '--role': 'role', '-t': 'team' }

/** null for a call that is none of them, or shows nothing. */
export function peopleCommand(name: string, input: Input): string[] | null {
  if (name === 'features:set') return [input['on'] === true ? 'features:enable' : 'features:disable', quoted(String(input['feature']))]
  const words = shown[name]
  if (words === undefined) return null
  return [name === 'members:invite' ? 'members:add' : name, ...words.flatMap((word) => {
    const value = input[flags[word] ?? word]
    return typeof value !== 'string' ? [] : flags[word] === undefined ? [quoted(value)] : [word, quoted(value)]
  })]
}
