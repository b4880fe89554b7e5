// The Heroku command that does the same as a call the window sent: clicking teaches typing. Config values are never written out.

import { addOnCommand } from '../../shared/text/addon-command.ts'
import type { CallName } from '../../shared/protocol/calls.ts'
import { alertWords, enableWords } from '../../shared/text/autoscale-command.ts'
import type { Subject } from '../../shared/factors/finding.ts'
import { faultStartWords, type FaultCommand } from '../../shared/text/fault-command.ts'
import { pipelineCommand } from '../../shared/text/pipeline-command.ts'
import { quoted } from '../../shared/text/quoted.ts'
import { routingCommands } from '../../shared/text/routing-command.ts'
import { schedulerCommand } from '../../shared/text/scheduler-command.ts'
import { subjectWords } from '../../shared/text/subject-words.ts'

type Input = Readonly<Record<string, unknown>>

/** Null for what only looks, and for what there is no command for. */
export function equalCommand(name: CallName, input: object): string | null {
  const app = appOf(input as Input)
  const named = typeof app === 'string' && name !== 'apps:destroy' ? ['-a', app] : []
  if (name === 'config:set') return configCommands(((input as Input)['vars'] ?? {}) as Input).map((words) => joined(words, named)).join(' && ')
  if (name === 'buildpacks:set') return buildpackCommands((input as Input)['buildpacks'] as readonly string[]).map((words) => joined(words, named)).join(' && ')
  if (name === 'routing:set') return routingCommands(input).map((words) => joined(words.map(quoted), named)).join(' && ')
  // What it runs comes last, or the flags would be the command's.
  if (name === 'ps:exec') return joined(['ps:exec', ...flag('--dyno', (input as Input)['dyno']), ...named], commandWord((input as Input)['command']))
  const words = wordsOf(name, input as Input)
  return words === null ? null : joined(words, named)
}

const joined = (words: readonly string[], named: readonly string[]): string => ['heroku', ...words, ...named].join(' ')

function wordsOf(name: CallName, input: Input): string[] | null {
  const one = (key: string): string[] => (typeof input[key] === 'string' && input[key] !== '' ? [quoted(input[key])] : [])
  switch (name) {
    case 'apps:create':
    case 'apps:rename':
      return [name, ...one('name'), ...(typeof input['stack'] === 'string' ? ['--stack', input['stack']] : [])]
    case 'apps:destroy':
      return [name, ...one('app'), '--confirm', ...one('confirm')]
    case 'maintenance:set':
      return [`maintenance:${input['on'] === true ? 'on' : 'off'}`]
    case 'preboot:set':
      return [`features:${input['on'] === true ? 'enable' : 'disable'}`, 'preboot']
    case 'runtime:set':
      return [name, ...one('runtime')]
    case 'stack:set':
      return [name, ...one('stack')]
    case 'domains:add':
    case 'domains:remove':
      return [name, ...one('hostname')]
    case 'drains:add':
      return [name, ...one('url')]
    case 'webhooks:add':
      return [name, ...one('url')]
    case 'webhooks:remove':
      return [name, ...one('webhook')]
    case 'drains:remove':
      return [name, ...one('drain')]
    case 'ps:scale':
      return [name, ...((input['changes'] ?? []) as Change[]).map(scaleWord)]
    case 'ps:restart':
    case 'ps:stop':
      return [name, ...whichDynos(input['dyno'])]
    case 'releases:rollback':
      return [name, ...(input['version'] === undefined ? [] : [`v${String(input['version'])}`])]
    case 'builds:cancel':
    case 'builds:cache:purge':
      return [name]
    case 'run:start':
      return [input['attach'] === true ? 'run' : 'run:detached', ...(typeof input['size'] === 'string' ? ['--size', input['size']] : []), String(input['command'] ?? '')]
    case 'ps:autoscale:enable':
      return enableWords(input as Parameters<typeof enableWords>[0]).map(quoted)
    case 'ps:autoscale:disable':
      return [name]
    case 'alerts:set':
      return alertWords(input as Parameters<typeof alertWords>[0]).map(quoted)
    case 'factors:check':
      return [name, ...subjectWords(input['subject'] as Subject)]
    case 'factors:stop':
      return [name]
    case 'faults:start':
      return faultStartWords(input as FaultCommand)
    case 'faults:stop':
      return [name, ...one('leaseId')]
    case 'faults:stop-all':
      return [name]
    case 'experiments:run':
      return [name, quoted(titleOf(String(input['text'] ?? '')))]
    case 'experiments:stop':
      return [name, ...one('runId')]
    case 'codes:cause':
    case 'codes:fix':
      return [name, ...one('code')]
    default:
      return addOnCommand(name, input) ?? schedulerCommand(name, input) ?? pipelineCommand(name, input)
  }
}

const flag = (name: string, value: unknown): string[] => (typeof value === 'string' && value !== '' ? [name, quoted(value)] : [])

/** The whole command as one word; none for the shell that is opened without. */
function commandWord(command: unknown): string[] {
  if (typeof command !== 'string' || command === '' || command === 'bash') return []
  return [...(command.startsWith('-') ? ['--'] : []), quoted(command)]
}

/** The app of a fault stands in its target. */
const appOf = (input: Input): unknown => input['app'] ?? (input['target'] as Input | undefined)?.['app']

/** An experiment is named by its title. */
const titleOf = (text: string): string => /^title:\s*["']?(.*?)["']?\s*$/m.exec(text)?.[1] ?? 'experiment'

/** The CLI takes one dyno and a whole process type by flags of their own. */
function whichDynos(dyno: unknown): string[] {
  return typeof dyno === 'string' && dyno !== '' ? [dyno.includes('.') ? '-d' : '-p', dyno] : []
}

type Change = { readonly type: string; readonly quantity?: number | string; readonly size?: string }

function scaleWord({ type, quantity, size }: Change): string {
  if (quantity === undefined) return `${type}=${size ?? ''}`
  return `${type}${/^[+-]/.test(String(quantity)) ? '' : '='}${quantity}${size === undefined ? '' : `:${size}`}`
}

function buildpackCommands(buildpacks: readonly string[]): string[][] {
  if (buildpacks.length === 0) return [['buildpacks:clear']]
  return buildpacks.map((buildpack, at) => [at === 0 ? 'buildpacks:set' : 'buildpacks:add', quoted(buildpack)])
}

function configCommands(vars: Input): string[][] {
  const set = Object.entries(vars).filter(([, value]) => value !== null).map(([key]) => `${key}=…`)
  const unset = Object.entries(vars).filter(([, value]) => value === null).map(([key]) => key)
  return [...(set.length === 0 ? [] : [['config:set', ...set]]), ...(unset.length === 0 ? [] : [['config:unset', ...unset]])]
}
