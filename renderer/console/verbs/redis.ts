import type { AddOn } from '../../../shared/domain/add-on.ts'
import { evictionPolicies, isEvictionPolicy } from '../../../shared/domain/redis.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { quoted } from '../../../shared/text/quoted.ts'
import { answerLines } from '../../text/redis-words.ts'
import { header, pairs } from '../cli-text.ts'
import { refuse, send, type ConsoleWorld, type Plan } from '../plan.ts'
import { many, text, type Given, type Verb } from '../verb.ts'
import { addOnMeant, isRefusal } from './addon-meant.ts'

const kind = { service: 'heroku-redis', thing: 'Redis', first: 'REDIS' } as const
const which = { name: 'redis', takes: 'REDIS', about: 'which one, where there are several' } as const
const of = { argument: 'attachment', needsApp: true } as const

export const redisVerbs: readonly Verb[] = [
  { ...of, name: 'redis:info', aliases: ['redis'], usage: '[REDIS]', about: 'plan, memory and clients of a Redis', most: 1, plan: withRedis((addOn) => send(null, 'redis:info', { addOn: addOn.name }, (facts) => infoLines(addOn.name, facts))) },
  { name: 'redis:cli', usage: 'COMMAND', about: 'one command, as redis-cli takes it', argument: 'words', most: many, flags: [which], needsApp: true, plan: cli },
  { ...of, name: 'redis:maxmemory', usage: '[REDIS] --policy POLICY', about: 'which keys go when its memory is full', most: 1, flags: [{ name: 'policy', short: 'p', takes: 'POLICY', about: evictionPolicies.join(', ') }], plan: withRedis(maxMemory) },
  { ...of, name: 'redis:timeout', usage: '[REDIS] --seconds N', about: 'when idle clients are let go; 0: never', most: 1, flags: [{ name: 'seconds', short: 's', takes: 'N', about: 'how long' }], plan: withRedis(timeout) },
  { ...of, name: 'redis:credentials', usage: '[REDIS] [--reset]', about: 'its URL; with --reset another password', most: 1, flags: [{ name: 'reset', takes: null, about: 'let the old password be refused' }], plan: withRedis(credentials) },
  { ...of, name: 'redis:promote', usage: '[REDIS]', about: 'make its standby the primary', most: 1, plan: withRedis((addOn) => send(`Promoting the standby of ${addOn.name}...`, 'redis:promote', { addOn: addOn.name }, ({ tookMs }) => [`It took ${tookMs} ms.`])) },
]

function withRedis(plan: (addOn: AddOn, given: Given) => Plan): Verb['plan'] {
  return (given, world) => {
    const addOn = addOnMeant(given, world, given.words[0], kind)
    return isRefusal(addOn) ? addOn : plan(addOn, given)
  }
}

function infoLines(name: string, { version, lacks, plan, info }: CallOutput<'redis:info'>): string[] {
  const find = (key: string): string => Object.values(info).map((section) => section[key]).find((value) => value !== undefined) ?? 'not known'
  return [header(name), '', ...pairs([
    ['Version', version], ['Memory', `${byteSize(Number(find('used_memory')) || 0)}/${byteSize(plan.memoryBytes)}`], ['Connections', `${find('connected_clients')}/${plan.connections}`],
    ['Maxmemory', find('maxmemory_policy')], ['Persistence', plan.persists ? 'AOF' : 'None'], ['HA Status', plan.hasStandby ? 'Available' : 'Unavailable'],
    ...(lacks.length === 0 ? [] : [['Lacks', lacks.join(', ')] as const]),
  ])]
}

function cli(given: Given, world: ConsoleWorld): Plan {
  if (given.words.length === 0) return refuse('Missing the command.', 'Try redis:cli GET greeting.')
  const addOn = addOnMeant(given, world, text(given, 'redis') ?? undefined, kind)
  if (isRefusal(addOn)) return addOn
  return send(null, 'redis:cli', { addOn: addOn.name, line: given.words.length === 1 ? (given.words[0] ?? '') : given.words.map(quoted).join(' ') }, ({ answer }) => answerLines(answer))
}

function credentials(addOn: AddOn, given: Given): Plan {
  if (given.flags['reset'] === true) return send(`Resetting credentials for ${addOn.name}...`, 'redis:credentials:reset', { addOn: addOn.name }, () => ['Its apps have the new URL with a release.'])
  return send(null, 'addons:config', { addOn: addOn.name }, (config) => Object.values(config['default'] ?? {}))
}

function maxMemory(addOn: AddOn, given: Given): Plan {
  const policy = text(given, 'policy')
  if (policy === null || !isEvictionPolicy(policy)) return refuse(policy === null ? 'Missing required flag: policy' : `${policy} is no eviction policy.`, `Policies: ${evictionPolicies.join(', ')}.`)
  return send(`Maxmemory policy of ${addOn.name} becomes ${policy}...`, 'redis:maxmemory', { addOn: addOn.name, eviction: policy })
}

function timeout(addOn: AddOn, given: Given): Plan {
  const seconds = text(given, 'seconds')
  if (seconds === null || !/^\d{1,5}$/.test(seconds)) return refuse('Missing the seconds.', 'Try redis:timeout --seconds 300; 0 lets idle clients stay.')
  return send(`Timeout of ${addOn.name} becomes ${seconds} seconds...`, 'redis:timeout', { addOn: addOn.name, seconds: Number(seconds) })
}
