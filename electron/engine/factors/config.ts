// III. Config in the environment: the same slug with other config, in which every variable that the code reads has another value; what changes
// with it is seen. A canary that only config knows may show up nowhere, and values that look like secrets are searched for in the slug.

import type { Finding } from '../../../shared/factors/finding.ts'
import type { Named } from './source.ts'
import { evidence, finding, listed } from './words.ts'

export type SeenConfig = {
  readonly variables: readonly Named[]
  /** What was given other values; and whether it ran with them. */
  readonly tried: readonly string[]
  readonly isUp: boolean
  /** Variables whose new value was seen, and where. */
  readonly effects: readonly { readonly variable: string; readonly where: string }[]
  /** Where the canary was shown to everybody. */
  readonly leaks: readonly string[]
  readonly secrets: readonly (Named & { readonly inHistory: string | null })[]
}

export function judgeConfig({ variables, tried, isUp, effects, leaks, secrets }: SeenConfig): Finding {
  const found = secrets.slice(0, 3).map(({ file, line, text, inHistory }) => evidence('line of code', '3.d3', `${hidden(text)} is in the slug of every environment${inHistory === null ? '' : `, and in the history since ${inHistory}`}.`, { file, line }))
  const shown = leaks.map((where) => evidence('request', '3.d3', `${where} shows a config var that was set for this check only.`))
  const changed = effects.slice(0, 3).map(({ variable, where }) => evidence('diff', '3.d1', `${variable} was changed by config:set; ${where} shows the new value.`))
  if (shown.length > 0) return finding(3, 'fail', 'It shows its config to everybody who asks.', [...shown, ...found, ...changed])
  if (found.length > 0) return finding(3, 'fail', 'Values that look like secrets are part of the code, and so the same in every environment.', [...found, ...changed])
  const noCanary = evidence('request', '3.d3', 'A canary in the config was in no answer, no log line and no file of the slug.')
  if (changed.length > 0) return finding(3, 'pass', `Other config changes what it does, without a build: ${listed(effects.map(({ variable }) => variable))}.`, [...changed, noCanary], ['History was searched for the values found in the code only.'])
  if (variables.length === 0) return finding(3, 'unknown', 'It reads no variable of its own, so nothing that differs between deploys could be changed.', [noCanary])
  if (!isUp) return finding(3, 'unknown', `It did not start when ${listed(tried)} had other values, so what they change could not be seen.`, [noCanary])
  return finding(3, 'unknown', `It reads ${listed(variables.map(({ text }) => text))}, but nothing that could be seen changed with other values.`, [noCanary])
}

/** Enough to find it, not enough to use it. */
const hidden = (secret: string): string => `"${secret.slice(0, 4)}…" (${secret.length} characters)`
