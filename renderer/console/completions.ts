// What Tab offers where the cursor stands: verbs, flags, and the names that the verb's argument may have.

import { attachmentsOf } from '../../shared/domain/add-on.ts'
import { shownAddress } from '../../shared/drains/drain-address.ts'
import { routingStrategies } from '../../shared/domain/app.ts'
import { dynoSizes } from '../../shared/domain/dyno-sizes.ts'
import { hosts, zones } from '../../shared/domain/host.ts'
import { pipelineStages } from '../../shared/domain/pipeline.ts'
import { realRuntimes } from '../../shared/domain/runtime.ts'
import { dynosOf, findApp, findRelease } from '../../shared/domain/state.ts'
import { stackNames } from '../../shared/domain/stacks.ts'
import { whyNotInside } from '../text/why-not-inside.ts'
import { appFlag, ownWords } from './help-text.ts'
import { lineWords } from './line-words.ts'
import { findVerb, orderedVerbs } from './ordered-verbs.ts'
import type { ConsoleWorld } from './plan.ts'
import type { Argument, Verb } from './verb.ts'
import { knownFeatures } from './verbs/routing.ts'

export type Completions = {
  /** Where the word begins that is being completed. */
  readonly from: number
  readonly options: readonly string[]
  /** What all of them begin with. */
  readonly shared: string
}

const optionsMax = 60
const builtIn = ['heroku/ruby', 'heroku/nodejs', 'heroku/python', 'heroku/java', 'heroku/gradle', 'heroku/scala', 'heroku/php', 'heroku/go']

/** Of the text before the cursor. */
export function completions(before: string, world: ConsoleWorld): Completions {
  const { words } = lineWords(before)
  const isNew = before === '' || /\s$/.test(before)
  const typed = isNew ? '' : (words.at(-1)?.text ?? '')
  const from = isNew ? before.length : (words.at(-1)?.from ?? 0)
  const done = words.slice(0, isNew ? words.length : -1).map((word) => word.text)
  if (done[0] === 'heroku') done.shift()
  const options = [...new Set(candidates(done, typed, world))].filter((option) => option.startsWith(typed) && option !== typed).sort().slice(0, optionsMax)
  return { from, options, shared: sharedStart(options) }
}

function candidates(done: readonly string[], typed: string, world: ConsoleWorld): readonly string[] {
  const [name, ...rest] = done
  // Short aliases are understood, and not offered: one name for each thing.
  const names = [...orderedVerbs.map((verb) => verb.name), 'run', ...ownWords]
  if (name === undefined) return names
  if (name === 'help') return names
  const verb = findVerb(name)
  if (verb === null) return []
  const last = rest.at(-1)
  if (last === '-a' || last === '--app') return appNames(world)
  const flag = verb.flags?.find((entry) => last === `--${entry.name}` || (entry.short !== undefined && last === `-${entry.short}`))
  if (flag !== undefined && flag.takes !== null) return flagValues(flag.name, verb, world, rest)
  if (typed.startsWith('-')) return [...(verb.flags ?? []), ...(verb.needsApp ? [appFlag] : [])].map((entry) => `--${entry.name}`)
  return verb.argument === null ? [] : argumentValues(verb.argument, typed, worldFor(rest, world))
}

function flagValues(name: string, verb: Verb, world: ConsoleWorld, rest: readonly string[]): readonly string[] {
  if (name === 'confirm') return appNames(world)
  if (name === 'size') return argumentValues('size', '=', world).map((option) => option.slice(1))
  if (verb.name === 'ps:exec') return upDynos(worldFor(rest, world))
  if (name === 'ps' || name === 'dyno') return argumentValues('dyno-or-type', '', worldFor(rest, world))
  if (name === 'stack') return stackNames
  if (name === 'stage') return pipelineStages
  if (name === 'pipeline') return argumentValues('pipeline', '', world)
  if (name === 'strategy') return routingStrategies
  if (name === 'host') return hosts.map((host) => host.id)
  if (name === 'zone') return zones
  if (name === 'type') return types(worldFor(rest, world))
  return verb.name === 'logs' && name === 'source' ? ['app', 'heroku'] : []
}

/** The same world with the app that --app named. */
function worldFor(rest: readonly string[], world: ConsoleWorld): ConsoleWorld {
  const at = rest.findIndex((word) => word === '-a' || word === '--app')
  const app = at === -1 ? null : findApp(world.state, rest[at + 1] ?? '')
  return app === null ? world : { ...world, app }
}

function argumentValues(argument: Argument, typed: string, world: ConsoleWorld): readonly string[] {
  const { app, state } = world
  switch (argument) {
    case 'scale':
      return typed.includes(':') ? sizes(world).map((size) => `${typed.slice(0, typed.indexOf(':') + 1)}${size}`) : types(world).map((type) => `${type}=`)
    case 'size':
      return typed.includes('=') ? sizes(world).map((size) => `${typed.slice(0, typed.indexOf('=') + 1)}${size}`) : types(world).map((type) => `${type}=`)
    case 'dyno':
    case 'dyno-or-type':
      return app === null ? [] : [...types(world), ...dynosOf(state, app.id).filter((dyno) => argument === 'dyno' || dyno.kind === 'formation').map((dyno) => dyno.name)]
    case 'config-key':
      return Object.keys(app?.config ?? {})
    case 'config-pair':
      return typed.includes('=') ? [] : Object.keys(app?.config ?? {}).map((key) => `${key}=`)
    case 'version':
      return app === null ? [] : (state.releases[app.id] ?? []).map((release) => `v${release.version}`)
    case 'app':
      return appNames(world)
    case 'drain':
      return (app?.drains ?? []).flatMap(({ url, token }) => [shownAddress(url), token])
    case 'hostname':
      return (app?.domains ?? []).map((domain) => domain.hostname)
    case 'buildpack':
      return builtIn
    case 'runtime':
      return realRuntimes
    case 'stack':
      return stackNames
    case 'feature':
      return knownFeatures
    case 'lease':
      return Object.keys(state.leases)
    case 'run':
      return Object.values(state.experiments).filter((run) => run.endedAt === null).map((run) => run.id)
    case 'pipeline':
      return Object.values(state.pipelines).map(({ name }) => name)
    case 'addon':
      return Object.values(state.addOns).map(({ name }) => name)
    case 'attachment':
      return app === null ? [] : attachmentsOf(state, app.id).map(({ name }) => name)
    case 'words':
      return []
  }
}

function upDynos({ app, state }: ConsoleWorld): readonly string[] {
  return app === null ? [] : dynosOf(state, app.id).filter((dyno) => whyNotInside(dyno) === null).map((dyno) => dyno.name)
}

const appNames = ({ state }: ConsoleWorld): readonly string[] => Object.values(state.apps).map((app) => app.name)

const sizes = ({ state }: ConsoleWorld): readonly string[] => dynoSizes.filter((size) => size.eras.includes(state.era)).map((size) => size.name)

function types({ app, state }: ConsoleWorld): readonly string[] {
  const slugId = app === null ? null : findRelease(state, app.id, app.currentVersion)?.slugId
  return slugId == null ? Object.keys(app?.formation ?? {}) : Object.keys(state.slugs[slugId]?.processTypes ?? {})
}

function sharedStart(options: readonly string[]): string {
  const [first = '', ...others] = options
  let length = first.length
  for (const option of others) while (!option.startsWith(first.slice(0, length))) length -= 1
  return first.slice(0, length)
}
