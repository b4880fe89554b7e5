import { defaultRouting, routingStrategies, type App, type RoutingStrategy } from '../../../shared/domain/app.ts'
import { stickyFeature } from '../../../shared/text/routing-command.ts'
import { columns, header } from '../cli-text.ts'
import { print, refuse, send, type Plan } from '../plan.ts'
import { text, type Flag, type Given, type Verb } from '../verb.ts'

/** Switches of an app that Heroku's features commands turn, as far as Dynarium has them. */
export const knownFeatures = [stickyFeature, 'preboot'] as const

const routingFlags: readonly Flag[] = [
  { name: 'strategy', short: 's', takes: 'NAME', about: `how a dyno is picked: ${routingStrategies.join(', ')}` },
  { name: 'readiness', short: 'r', takes: 'PATH', about: 'a path that has to answer before a web dyno gets requests' },
  { name: 'no-readiness', takes: null, about: 'a bound PORT is enough, as on Heroku' },
]

export const routingVerbs: readonly Verb[] = [
  { name: 'features', usage: '', about: 'list the features of an app', argument: null, most: 0, needsApp: true, plan: listFeatures },
  { name: 'features:enable', usage: 'FEATURE', about: 'turn a feature on', argument: 'feature', most: 1, needsApp: true, plan: feature(true) },
  { name: 'features:disable', usage: 'FEATURE', about: 'turn a feature off', argument: 'feature', most: 1, needsApp: true, plan: feature(false) },
  { name: 'routing', usage: '', about: 'how the router treats an app (not on Heroku)', argument: null, most: 0, needsApp: true, plan: ({ app }) => print(...routingLines(app)) },
  { name: 'routing:set', usage: '[--strategy NAME] [--readiness PATH]', about: 'change how the router treats an app (not on Heroku)', argument: null, most: 0, flags: routingFlags, needsApp: true, plan: setRouting },
]

function listFeatures({ app }: Given): Plan {
  const isOn = { [stickyFeature]: (app.routing ?? defaultRouting).sticky, preboot: app.preboot }
  return print(header(`App Features ${app.name}`), '', ...columns(knownFeatures.map((name) => [isOn[name] ? '[+]' : '[ ]', name])))
}

function feature(on: boolean): Verb['plan'] {
  return ({ app, words: [name] }) => {
    const said = `${on ? 'Enabling' : 'Disabling'} ${name ?? ''} for ${app.name}...`
    if (name === stickyFeature) return send(said, 'routing:set', { app: app.name, sticky: on })
    if (name === 'preboot') return send(said, 'preboot:set', { app: app.name, on })
    return refuse(name === undefined ? 'Missing the feature.' : `${name} is not a feature.`, `Features: ${knownFeatures.join(', ')}.`)
  }
}

function routingLines(app: App): string[] {
  const { strategy, sticky, readinessPath } = app.routing ?? defaultRouting
  return [header(`${app.name} Routing`), '', ...columns([['Strategy:', strategy], ['Session affinity:', sticky ? 'on' : 'off'], ['Readiness path:', readinessPath ?? 'none']])]
}

function setRouting(given: Given): Plan {
  const { app, flags } = given
  const strategy = text(given, 'strategy')
  const path = text(given, 'readiness')
  const isCleared = flags['no-readiness'] === true
  if (strategy !== null && !isStrategy(strategy)) return refuse(`${strategy} is not a strategy.`, `Strategies: ${routingStrategies.join(', ')}.`)
  if (path !== null && isCleared) return refuse('--readiness and --no-readiness say the opposite.', 'Give one of them.')
  if (strategy === null && path === null && !isCleared) return refuse('Nothing to set.', 'Try routing:set --strategy round-robin, or --readiness /ready.')
  return send(`Setting routing of ${app.name}...`, 'routing:set', {
    app: app.name, ...(strategy === null ? {} : { strategy }), ...(path !== null ? { readinessPath: path } : isCleared ? { readinessPath: null } : {}),
  })
}

const isStrategy = (name: string): name is RoutingStrategy => routingStrategies.some((known) => known === name)
