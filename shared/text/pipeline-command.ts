// The commands of pipelines and review apps as the Heroku CLI has them, without the app's flag. Values of config vars are never written out.

import { quoted } from './quoted.ts'

type Input = Readonly<Record<string, unknown>>

/** null for a call that is none of them, or only looks. */
export function pipelineCommand(name: string, input: Input): string[] | null {
  const one = (key: string): string[] => (typeof input[key] === 'string' ? [quoted(input[key])] : [])
  const flag = (word: string, key: string): string[] => (typeof input[key] === 'string' ? [word, quoted(input[key])] : [])
  switch (name) {
    case 'pipelines:create':
      return [name, ...one('name'), ...flag('-s', 'stage')]
    case 'pipelines:add':
      return [name, ...one('pipeline'), ...flag('-s', 'stage')]
    case 'pipelines:update':
      return [name, ...flag('-s', 'stage')]
    case 'pipelines:remove':
    case 'reviewapps:destroy':
      return [name]
    case 'pipelines:rename':
      return [name, ...one('pipeline'), ...one('name')]
    case 'pipelines:destroy':
      return [name, ...one('pipeline')]
    case 'pipelines:promote':
      return [name, ...(Array.isArray(input['to']) ? ['--to', quoted(input['to'].join(','))] : [])]
    case 'reviewapps:enable':
      return [name, ...flag('-p', 'pipeline'), ...(input['automatic'] === undefined ? [] : [input['automatic'] === true ? '--autodeploy' : '--no-autodeploy'])]
    case 'reviewapps:disable':
      return [name, ...flag('-p', 'pipeline')]
    case 'reviewapps:create':
      return [name, ...flag('-b', 'branch'), ...flag('-p', 'pipeline')]
    case 'reviewapps:config:set':
      return [name, ...Object.entries((input['vars'] ?? {}) as Input).map(([key, value]) => (value === null ? `${key}-` : `${key}=…`)), ...flag('-p', 'pipeline')]
    default:
      return null
  }
}
