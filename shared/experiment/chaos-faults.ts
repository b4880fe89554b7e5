// Chaos Toolkit's actions that we have: toxics of its Toxiproxy driver, the same through Toxiproxy's HTTP API or command line, and the
// commands of the Heroku CLI. Names and arguments are those of chaostoolkit-toxiproxy 0.3 and of Toxiproxy 2.

import type { ExperimentInput } from './experiment-form.ts'
import { isValues, type Values } from './chaos-source.ts'

export type StepInput = ExperimentInput['method'][number]
type FaultInput = Extract<StepInput, { do: 'fault' }>

/** `begins`: a fault, named so that a later action can end it. `ends`: that; null ends all. */
export type Action =
  | { readonly kind: 'step'; readonly step: StepInput }
  | { readonly kind: 'begins'; readonly name: string; readonly fault: FaultInput }
  | { readonly kind: 'ends'; readonly name: string | null }
  | { readonly kind: 'refused'; readonly why: string }

type Toxic = { readonly proxy: string; readonly name: string; readonly type: string; readonly stream: string; readonly toxicity: number; readonly attributes: Values }

/** Toxiproxy's type to our fault, and its attributes to our params. */
const toxicFaults: Readonly<Record<string, { readonly fault: string; readonly params: Readonly<Record<string, string>> }>> = {
  latency: { fault: 'latency', params: { latency: 'latencyMs', jitter: 'jitterMs' } },
  bandwidth: { fault: 'bandwidth', params: { rate: 'rateKBps' } },
  slow_close: { fault: 'slow-close', params: { delay: 'delayMs' } },
  timeout: { fault: 'timeout', params: { timeout: 'timeoutMs' } },
  reset_peer: { fault: 'reset', params: { timeout: 'afterMs' } },
  slicer: { fault: 'slicer', params: { average_size: 'averageBytes', size_variation: 'variationBytes', delay: 'delayUs' } },
  limit_data: { fault: 'limit-data', params: { bytes: 'bytes' } },
}

export function pythonAction(module: string, func: string, given: Values): Action {
  const proxy = text(given['for_proxy'] ?? given['proxy_name'])
  if (module === 'chaostoxi.toxic.actions') {
    const toxic = toxicOf(func, given)
    if (toxic !== null) return begin(toxic)
    if (func === 'delete_toxic') return { kind: 'ends', name: nameOf(proxy, text(given['toxic_name'])) }
  }
  if (module === 'chaostoxi.proxy.actions') {
    if (func === 'disable_proxy' || (func === 'modify_proxy' && given['enabled'] === false)) return unplugged(proxy)
    if (func === 'enable_proxy' || (func === 'modify_proxy' && given['enabled'] === true)) return { kind: 'ends', name: nameOf(proxy, 'down') }
    if (func === 'reset') return { kind: 'ends', name: null }
  }
  return refused(`the action ${module}.${func} is not known here`)
}

function toxicOf(func: string, given: Values): Toxic | null {
  const about = { proxy: text(given['for_proxy']), name: text(given['toxic_name']), stream: 'downstream', toxicity: 1 }
  switch (func) {
    case 'create_toxic':
      return { ...about, type: text(given['toxic_type']), stream: text(given['stream'] ?? 'downstream'), toxicity: Number(given['toxicity'] ?? 1), attributes: isValues(given['attributes']) ? given['attributes'] : {} }
    case 'create_latency_toxic':
      return { ...about, type: 'latency', attributes: { latency: given['latency'], jitter: given['jitter'] ?? 0 } }
    case 'create_bandwith_degradation_toxic':
      return { ...about, type: 'bandwidth', attributes: { rate: given['rate'] } }
    case 'create_slow_connection_close_toxic':
      return { ...about, type: 'slow_close', attributes: { delay: given['delay'] } }
    case 'create_timeout_toxic':
      return { ...about, type: 'timeout', attributes: { timeout: given['timeout'] } }
    case 'create_slicer_toxic':
      return { ...about, type: 'slicer', attributes: { average_size: given['average_size'], size_variation: given['size_variation'], delay: given['delay'] } }
    case 'create_limiter_toxic':
      return { ...about, type: 'limit_data', attributes: { bytes: given['bytes_limit'] } }
    default:
      return null
  }
}

/** Toxiproxy's HTTP API, on whatever host it was: here it is this platform's own. */
export function httpAction(method: string, url: string, given: Values): Action {
  const path = /^https?:\/\/[^/]+(\/[^?#]*)/.exec(url)?.[1] ?? ''
  const [, proxy = '', , toxic] = /^\/proxies\/([^/]+)(\/toxics(?:\/([^/]+))?)?\/?$/.exec(path) ?? []
  if (method === 'POST' && /\/toxics\/?$/.test(path) && proxy !== '') {
    const type = text(given['type'])
    const stream = text(given['stream'] ?? 'downstream')
    return begin({ proxy, type, stream, name: text(given['name'] ?? `${type}_${stream}`), toxicity: Number(given['toxicity'] ?? 1), attributes: isValues(given['attributes']) ? given['attributes'] : {} })
  }
  if (method === 'DELETE' && toxic !== undefined) return { kind: 'ends', name: nameOf(proxy, toxic) }
  if (method === 'POST' && /^\/reset\/?$/.test(path)) return { kind: 'ends', name: null }
  if (method === 'POST' && proxy !== '' && typeof given['enabled'] === 'boolean') return given['enabled'] ? { kind: 'ends', name: nameOf(proxy, 'down') } : unplugged(proxy)
  return refused(`${method} ${url} is not a call of Toxiproxy's API that makes or ends a fault`)
}

/** `heroku` and `toxiproxy-cli`. */
export function processAction(program: string, words: readonly string[]): Action {
  const name = program.split('/').at(-1) ?? program
  if (name === 'heroku') return herokuAction(words)
  if (name === 'toxiproxy-cli') return toxiproxyLine(words)
  return refused(`the program ${program} is not run here; heroku and toxiproxy-cli are understood`)
}

function herokuAction(line: readonly string[]): Action {
  const words = withoutOptions(line, ['-a', '--app', '-r', '--remote'])
  const [verb = '', ...rest] = words
  const scale = /^(\w[\w-]*)=(\d+)$/.exec(rest[0] ?? '')
  if ((verb === 'ps:scale' || verb === 'scale') && scale !== null && rest.length === 1) return { kind: 'step', step: { do: 'scale', type: scale[1] ?? 'web', to: Number(scale[2]) } }
  if ((verb === 'ps:restart' || verb === 'restart') && rest.length <= 1) return { kind: 'step', step: { do: 'restart', ...(rest[0] === undefined ? {} : { dyno: rest[0] }) } }
  if (verb === 'maintenance:on' && rest.length === 0) return { kind: 'step', step: { do: 'maintenance', on: true } }
  if (verb === 'maintenance:off' && rest.length === 0) return { kind: 'step', step: { do: 'maintenance', on: false } }
  if ((verb === 'ps:stop' || verb === 'ps:kill') && rest[0] !== undefined) return { kind: 'step', step: { do: 'fault', fault: 'dyno-kill', on: rest[0].includes('.') ? { dynos: [rest[0]] } : { type: rest[0] } } }
  if ((verb === 'rollback' || verb === 'releases:rollback') && rest.length === 0) return { kind: 'step', step: { do: 'roll-back' } }
  return refused(`"heroku ${line.join(' ')}" is not a command an experiment can give`)
}

function toxiproxyLine(line: readonly string[]): Action {
  if (line[0] !== 'toxic' || !['add', 'a', 'remove', 'r', 'delete', 'd'].includes(line[1] ?? '')) return refused(`"toxiproxy-cli ${line.join(' ')}" is not a command that makes or ends a fault`)
  const options = new Map<string, string[]>()
  const names: string[] = []
  for (let index = 2; index < line.length; index++) {
    const word = line[index] ?? ''
    if (!word.startsWith('-')) names.push(word)
    else if (['-u', '--upstream', '-d', '--downstream'].includes(word)) options.set(word.replace(/^-+/, '')[0] ?? '', [''])
    else {
      index += 1
      const key = { type: 't', toxicName: 'n', toxicity: 'tox', attribute: 'a' }[word.replace(/^-+/, '')] ?? word.replace(/^-+/, '')
      options.set(key, [...(options.get(key) ?? []), line[index] ?? ''])
    }
  }
  const stranger = [...options.keys()].find((key) => !['t', 'n', 'tox', 'a', 'u', 'd'].includes(key))
  if (stranger !== undefined) return refused(`the option -${stranger} of toxiproxy-cli is not known here`)
  const proxy = names[0] ?? ''
  const type = options.get('t')?.[0] ?? ''
  const stream = options.has('u') ? 'upstream' : 'downstream'
  const name = options.get('n')?.[0] ?? `${type}_${stream}`
  if ((line[1] ?? '').startsWith('a')) return begin({ proxy, type, stream, name, toxicity: Number(options.get('tox')?.[0] ?? 1), attributes: Object.fromEntries((options.get('a') ?? []).map((pair) => pair.split('=')).map(([key = '', value]) => [key, Number(value)])) })
  return { kind: 'ends', name: nameOf(proxy, name) }
}

function begin({ proxy, name, type, stream, toxicity, attributes }: Toxic): Action {
  const known = Object.hasOwn(toxicFaults, type) ? toxicFaults[type] : undefined
  if (known === undefined) return refused(`there is no toxic "${type}" here; there are ${Object.keys(toxicFaults).join(', ')}`)
  if (proxy === '') return refused('it names no proxy')
  if (stream !== 'downstream' && stream !== 'upstream') return refused(`the stream "${stream}" is neither upstream nor downstream`)
  if (!(toxicity > 0 && toxicity <= 1)) return refused('toxicity has to be above 0, and at most 1')
  const stranger = Object.keys(attributes).find((key) => !Object.hasOwn(known.params, key))
  if (stranger !== undefined) return refused(`the toxic ${type} has no attribute "${stranger}"; it has ${Object.keys(known.params).join(', ')}`)
  const wrong = Object.entries(attributes).find(([, value]) => typeof value !== 'number' && !/^\d+(\.\d+)?$/.test(String(value)))
  if (wrong !== undefined) return refused(`the attribute "${wrong[0]}" has to be a number`)
  const params: Record<string, number | string> = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [known.params[key] ?? key, Number(value)]))
  params['way'] = stream === 'upstream' ? 'requests' : 'answers'
  if (toxicity < 1) params['percent'] = Math.round(toxicity * 1000) / 10
  return { kind: 'begins', name: nameOf(proxy, name), fault: { do: 'fault', fault: known.fault, on: { proxy }, params } }
}

const unplugged = (proxy: string): Action => ({ kind: 'begins', name: nameOf(proxy, 'down'), fault: { do: 'fault', fault: 'refuse', on: { proxy } } })
const nameOf = (proxy: string, toxic: string): string => `${proxy} ${toxic}`
const refused = (why: string): Action => ({ kind: 'refused', why })
const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')

/** The app is chosen when it is run, so its option says nothing. */
function withoutOptions(words: readonly string[], options: readonly string[]): string[] {
  return words.filter((word, index) => !options.includes(word) && !options.includes(words[index - 1] ?? '') && !options.some((option) => word.startsWith(`${option}=`)))
}
