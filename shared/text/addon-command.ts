// The commands of add-ons as the Heroku CLI has them, without the app's flag. Values of config vars are never written out.

import { quoted } from './quoted.ts'

type Input = Readonly<Record<string, unknown>>

/** null for a call that is none of them, or only looks. */
export function addOnCommand(name: string, input: Input): string[] | null {
  const one = (key: string): string[] => (typeof input[key] === 'string' ? [quoted(input[key])] : [])
  const flag = (word: string, key: string): string[] => (typeof input[key] === 'string' ? [word, quoted(input[key])] : [])
  switch (name) {
    case 'addons:create':
      return [name, ...one('service'), ...flag('--as', 'as'), ...flag('--name', 'name'), ...Object.entries((input['options'] ?? {}) as Input).flatMap(([key, value]) => [`--${key}`, quoted(String(value))])]
    case 'addons:upgrade':
      return [name, ...one('addOn'), ...one('plan')]
    case 'addons:rename':
      return [name, ...one('addOn'), ...one('name')]
    case 'addons:attach':
      return [name, ...one('addOn'), ...flag('--as', 'as'), ...flag('--credential', 'credential'), ...flag('--confirm', 'confirm')]
    case 'addons:detach':
      return [name, ...one('attachment')]
    case 'addons:destroy':
      return [name, ...one('addOn'), ...flag('--confirm', 'confirm'), ...(input['force'] === true ? ['--force'] : [])]
    default:
      return null
  }
}
