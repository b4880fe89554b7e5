// The CLI command that equals a call, as it stands in the chain of causes. Config values are never written out.

import type { TrafficPlan } from '../../../shared/domain/traffic.ts'
import { shownAddress } from '../../../shared/drains/drain-address.ts'
import type { Subject } from '../../../shared/factors/finding.ts'
import type { CallName } from '../../../shared/protocol/calls.ts'
import { addOnCommand } from '../../../shared/text/addon-command.ts'
import { alertWords, enableWords } from '../../../shared/text/autoscale-command.ts'
import { faultStartWords, type FaultCommand } from '../../../shared/text/fault-command.ts'
import { peopleCommand } from '../../../shared/text/people-command.ts'
import { pipelineCommand } from '../../../shared/text/pipeline-command.ts'
import { quoted } from '../../../shared/text/quoted.ts'
import { routingCommands } from '../../../shared/text/routing-command.ts'
import { schedulerCommand } from '../../../shared/text/scheduler-command.ts'
import { subjectWords } from '../../../shared/text/subject-words.ts'

type Input = Readonly<Record<string, unknown>>

/** How long a fault lasts when nothing is said. */
const usualSeconds = 60

export function commandText(name: CallName, input: unknown): string {
  const args = (typeof input === 'object' && input !== null ? input : {}) as Input
  if (name === 'routing:set') return routingCommands(args).map((command) => [...command.map(quoted), '-a', String(args['app'])].join(' ')).join(' && ')
  if (name === 'ps:autoscale:enable') return [...enableWords(args as Parameters<typeof enableWords>[0]).map(quoted), '-a', String(args['app'])].join(' ')
  if (name === 'alerts:set') return [...alertWords(args as Parameters<typeof alertWords>[0]).map(quoted), '-a', String(args['app'])].join(' ')
  if (name === 'faults:start') return faultText(args as FaultCommand)
  const words = addOnCommand(name, args) ?? schedulerCommand(name, args) ?? pipelineCommand(name, args) ?? peopleCommand(name, args) ?? [name, ...argumentsOf(name, args)]
  if (typeof args['app'] === 'string') words.push('-a', args['app'])
  return words.join(' ')
}

function argumentsOf(name: CallName, args: Input): string[] {
  switch (name) {
    case 'config:set':
      return Object.entries((args['vars'] ?? {}) as Input).map(([key, value]) => (value === null ? `${key}-` : `${key}=…`))
    case 'ps:scale':
      return ((args['changes'] ?? []) as { type: string; quantity?: unknown; size?: string }[]).map(scaleText)
    case 'maintenance:set':
    case 'preboot:set':
      return [args['on'] === true ? 'on' : 'off']
    case 'run:start':
      return ['--', String(args['command'] ?? '')]
    case 'traffic:start':
      return planWords(args['plan'] as TrafficPlan)
    case 'traffic:visit':
      return [String(args['path'] ?? '/')]
    case 'drains:add':
      return [shownAddress(String(args['url'] ?? ''))]
    case 'webhooks:add':
      return [shownAddress(String(args['url'] ?? ''))]
    case 'webhooks:update':
    case 'webhooks:remove':
      return [String(args['webhook'] ?? '')]
    case 'drains:remove':
      return [shownAddress(String(args['drain'] ?? ''))]
    case 'factors:check':
      return subjectWords(args['subject'] as Subject)
    case 'faults:stop':
      return [String(args['leaseId'] ?? '')]
    case 'releases:rollback':
      return args['version'] === undefined ? [] : [`v${String(args['version'])}`]
    default:
      return ['name', 'hostname', 'dyno', 'stack', 'era'].flatMap((key) => (typeof args[key] === 'string' ? [args[key]] : []))
  }
}

/** As it works when it is typed. What is so by itself is left out. */
function faultText(args: FaultCommand): string {
  const { target, seconds } = args
  return [...faultStartWords({ ...args, seconds: seconds === usualSeconds ? undefined : seconds }), ...('app' in target ? ['-a', quoted(target.app)] : [])].join(' ')
}

function planWords({ rate, shape, paths, seconds }: TrafficPlan): string[] {
  return [
    `--rate ${rate}`,
    ...(shape.kind === 'steady' ? [] : [`--${shape.kind} ${shape.to}/${shape.seconds}s`]),
    ...(paths.length === 1 && paths[0]?.path === '/' ? [] : paths.map(({ path, weight }) => `--path ${path}${paths.length === 1 ? '' : `=${weight}`}`)),
    ...(seconds === null ? [] : [`--for ${seconds}s`]),
  ]
}

function scaleText(change: { readonly type: string; readonly quantity?: unknown; readonly size?: string }): string {
  const quantity = change.quantity === undefined ? '' : /^[+-]/.test(String(change.quantity)) ? String(change.quantity) : `=${String(change.quantity)}`
  return `${change.type}${quantity}${change.size === undefined ? '' : `:${change.size}`}`
}
