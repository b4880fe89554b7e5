// Chaos Toolkit's HTTP probes as ours: requests to the app's own address, with a tolerance for status, text or time.

import type { ExperimentInput } from './experiment-form.ts'
import { isValues, strangers, type Values } from './chaos-source.ts'
import { unsafePattern } from './safe-pattern.ts'

type ProbeInput = ExperimentInput['steadyState'][number]

/** `where`: the key below the probe. */
export type Refused = { readonly where: readonly string[]; readonly why: string }
export type ChaosProbe = { readonly probes: readonly ProbeInput[]; readonly host: string | null; readonly refused: readonly Refused[] }

export function httpProbe(name: string, provider: Values, tolerance: unknown): ChaosProbe {
  const refused: Refused[] = strangers(provider, ['type', 'url', 'method', 'timeout', 'verify_tls', 'arguments', 'headers', 'expected_status', 'secrets']).map((key) => ({ where: ['provider', key], why: `"${key}" is not known here.` }))
  const method = provider['method'] ?? 'GET'
  if (method !== 'GET') refused.push({ where: ['provider', 'method'], why: `probes send GET only, not ${String(method)}.` })
  for (const key of ['arguments', 'headers', 'secrets']) if (isValues(provider[key]) && Object.keys(provider[key]).length > 0) refused.push({ where: ['provider', key], why: `probes send no ${key} of their own.` })
  const address = addressOf(String(provider['url'] ?? ''))
  if (address === null) refused.push({ where: ['provider', 'url'], why: `${String(provider['url'])} is not the address of an app: that is http://NAME.localhost/ or a name below herokuapp.com.` })
  const path = address?.path ?? '/'
  const probes: ProbeInput[] = []
  const judged = judge(name, path, tolerance)
  if (typeof judged === 'string') refused.push({ where: ['tolerance'], why: judged })
  else probes.push(judged)
  const expected = provider['expected_status']
  if (expected !== undefined) {
    if (typeof expected === 'number') probes.push({ name: `${name}, status`, probe: 'http-status', path, is: expected })
    else refused.push({ where: ['provider', 'expected_status'], why: 'it has to be a number.' })
  }
  const timeout = provider['timeout']
  if (typeof timeout === 'number') probes.push({ name: `${name}, in time`, probe: 'http-time', path, atMost: timeout * 1000 })
  else if (timeout !== undefined) refused.push({ where: ['provider', 'timeout'], why: 'it has to be a number of seconds.' })
  return { probes, host: address?.host ?? null, refused }
}

function addressOf(url: string): { host: string; path: string } | null {
  const [, host, path = '/'] = /^https?:\/\/([a-z0-9][a-z0-9-]*(?:\.localhost|(?:\.[a-z0-9-]+)*\.herokuapp\.com))(?::\d+)?(\/[\x21-\x7e]*)?$/i.exec(url) ?? []
  return host === undefined ? null : { host: host.toLowerCase(), path: path.replace(/#.*$/, '') }
}

/** A probe, or why it can not be one. */
function judge(name: string, path: string, tolerance: unknown): ProbeInput | string {
  const status = { name, probe: 'http-status' as const, path }
  if (typeof tolerance === 'number') return { ...status, is: tolerance }
  if (Array.isArray(tolerance) && tolerance.length > 0 && tolerance.every((one) => typeof one === 'number')) return { ...status, is: tolerance as number[] }
  if (!isValues(tolerance)) return tolerance === undefined ? 'it has no tolerance, so nothing can be judged.' : `the tolerance ${JSON.stringify(tolerance)} is not known here.`
  const { type, target = 'status' } = tolerance
  const stranger = strangers(tolerance, ['type', 'target', 'pattern', 'range', 'name'])[0]
  if (stranger !== undefined) return `"${stranger}" is not known here.`
  if (type === 'regex' && tolerance['target'] === 'body' && typeof tolerance['pattern'] === 'string') {
    const why = unsafePattern(tolerance['pattern'])
    return why === null ? { name, probe: 'http-body', path, matches: tolerance['pattern'] } : `the pattern can not be used: ${why}.`
  }
  if (type === 'range' && target === 'status' && isRange(tolerance['range'])) return { ...status, within: tolerance['range'] }
  return `a tolerance of type "${String(type)}" on ${String(target)} is not known here; known are a status, a list of them, a range of status, and a regex on body.`
}

const isRange = (value: unknown): value is [number, number] => Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'number')
