import { realRuntimes } from '../../../shared/domain/runtime.ts'
import { runtimeOf } from '../../../shared/domain/state.ts'
import { stackNames } from '../../../shared/domain/stacks.ts'
import { columns, header } from '../cli-text.ts'
import { print, refuse, send, type ConsoleWorld, type Plan } from '../plan.ts'
import { text, type Given, type Verb } from '../verb.ts'

const index = { name: 'index', short: 'i', takes: 'N', about: 'its place in the list, from 1' } as const
/** The engine refuses what it does not know, and says what it does. */

export const settingVerbs: readonly Verb[] = [
  { name: 'domains', usage: '', about: 'list the domains of an app', argument: null, most: 0, needsApp: true, plan: listDomains },
  { name: 'domains:add', usage: 'HOSTNAME', about: 'route another host name to an app', argument: 'words', most: 1, needsApp: true, plan: addDomain },
  { name: 'domains:remove', usage: 'HOSTNAME', about: 'stop routing a host name', argument: 'hostname', most: 1, needsApp: true, plan: removeDomain },
  { name: 'maintenance', usage: '', about: 'is maintenance mode on?', argument: null, most: 0, needsApp: true, plan: ({ app }) => print(app.maintenance ? 'on' : 'off') },
  { name: 'maintenance:on', usage: '', about: 'answer every request with the maintenance page', argument: null, most: 0, needsApp: true, plan: maintenance(true) },
  { name: 'maintenance:off', usage: '', about: 'take the app out of maintenance mode', argument: null, most: 0, needsApp: true, plan: maintenance(false) },
  { name: 'buildpacks', usage: '', about: 'list the buildpacks of an app', argument: null, most: 0, needsApp: true, plan: listBuildpacks },
  { name: 'buildpacks:set', usage: 'BUILDPACK', about: 'build with this buildpack', argument: 'buildpack', most: 1, flags: [index], needsApp: true, plan: setBuildpack },
  { name: 'buildpacks:add', usage: 'BUILDPACK', about: 'build with this one as well', argument: 'buildpack', most: 1, flags: [index], needsApp: true, plan: addBuildpack },
  { name: 'buildpacks:clear', usage: '', about: 'detect the language again', argument: null, most: 0, needsApp: true, plan: clearBuildpacks },
  { name: 'stack', usage: '', about: 'the stack of an app', argument: null, most: 0, needsApp: true, plan: ({ app }) => print(header(`${app.name} Available Stacks`), '', ...stackNames.map((stack) => `${stack === app.stack ? '*' : ' '} ${stack}`)) },
  { name: 'stack:set', aliases: ['apps:stacks:set'], usage: 'STACK', about: 'build for another stack', argument: 'stack', most: 1, needsApp: true, plan: setStack },
  { name: 'runtime', usage: '', about: 'what the dynos of an app run as', argument: null, most: 0, needsApp: true, plan: listRuntimes },
  { name: 'runtime:set', usage: 'RUNTIME', about: 'move an app to process or docker', argument: 'runtime', most: 1, needsApp: true, plan: setRuntime },
  { name: 'builds:cache:purge', aliases: ['repo:purge_cache'], usage: '', about: 'throw the build cache away', argument: null, most: 0, needsApp: true, plan: ({ app }) => send(`Clearing build cache for ${app.name}...`, 'builds:cache:purge', { app: app.name }) },
]

function listDomains({ app }: Given, { info }: ConsoleWorld): Plan {
  const own = [header(`${app.name} Heroku Domain`), '', `${app.name}.localhost${info === null ? '' : `:${info.routerPort}`}`]
  if (app.domains.length === 0) return print(...own)
  return print(...own, '', header(`${app.name} Custom Domains`), '', ...columns([['Domain Name', 'DNS Record Type'], ...app.domains.map(({ hostname }) => [hostname, hostname.startsWith('*.') ? 'wildcard' : 'CNAME'])]))
}

function addDomain({ app, words: [hostname] }: Given): Plan {
  if (hostname === undefined) return refuse('Missing the host name.', 'Try domains:add www.example.test.')
  return send(`Adding ${hostname} to ${app.name}...`, 'domains:add', { app: app.name, hostname }, () => ['', `Let ${hostname} lead to this machine, e.g. with a line in the hosts file.`])
}

function removeDomain({ app, words: [hostname] }: Given): Plan {
  if (hostname === undefined) return refuse('Missing the host name.', 'domains lists them.')
  return send(`Removing ${hostname} from ${app.name}...`, 'domains:remove', { app: app.name, hostname })
}

function maintenance(on: boolean): Verb['plan'] {
  return ({ app }) => send(`${on ? 'Enabling' : 'Disabling'} maintenance mode for ${app.name}...`, 'maintenance:set', { app: app.name, on })
}

function listBuildpacks({ app }: Given): Plan {
  const { buildpacks, detectedBuildpack } = app
  if (buildpacks.length === 0) return print(`${app.name} has no Buildpack URL set.${detectedBuildpack === null ? '' : ` Detected: ${detectedBuildpack}.`}`)
  if (buildpacks.length === 1) return print(header(`${app.name} Buildpack URL`), '', buildpacks[0] ?? '')
  return print(header(`${app.name} Buildpack URLs`), '', ...buildpacks.map((buildpack, at) => `${at + 1}. ${buildpack}`))
}

function setBuildpack(given: Given): Plan {
  const { app, words: [buildpack] } = given
  if (buildpack === undefined) return refuse('Missing the buildpack.', 'Try buildpacks:set heroku/nodejs, a git URL, or a folder.')
  const at = indexOf(given, Math.max(1, app.buildpacks.length))
  if (at === null) return refuse(`${text(given, 'index')} is not a place in the list.`, 'Places count from 1. buildpacks lists them.')
  const list = app.buildpacks.length === 0 ? [buildpack] : app.buildpacks.map((entry, place) => (place === (at ?? 1) - 1 ? buildpack : entry))
  return put(given, text(given, 'index') === null ? [buildpack] : list, 'Buildpack set.')
}

function addBuildpack(given: Given): Plan {
  const { app, words: [buildpack] } = given
  if (buildpack === undefined) return refuse('Missing the buildpack.', 'Try buildpacks:add --index 1 heroku/nodejs.')
  const at = indexOf(given, app.buildpacks.length + 1)
  if (at === null) return refuse(`${text(given, 'index')} is not a place in the list.`, 'Places count from 1. buildpacks lists them.')
  const place = (at ?? app.buildpacks.length + 1) - 1
  return put(given, [...app.buildpacks.slice(0, place), buildpack, ...app.buildpacks.slice(place)], 'Buildpack added.')
}

/** Undefined when none was given, null when it is none. */
function indexOf(given: Given, last: number): number | null | undefined {
  const typed = text(given, 'index')
  if (typed === null) return undefined
  const at = Number(typed)
  return Number.isInteger(at) && at >= 1 && at <= last ? at : null
}

function put({ app }: Given, buildpacks: readonly string[], said: string): Plan {
  return send(null, 'buildpacks:set', { app: app.name, buildpacks: [...buildpacks] }, () => [
    `${said} Next release on ${app.name} will use ${buildpacks.length === 1 ? buildpacks[0] : `these, in this order: ${buildpacks.join(', ')}`}.`,
    'Run git push heroku main to create a new release using it.',
  ])
}

function clearBuildpacks({ app }: Given): Plan {
  return send(null, 'buildpacks:set', { app: app.name, buildpacks: [] }, () => [`Buildpacks cleared. Next release on ${app.name} will detect buildpacks normally.`])
}

function listRuntimes({ app }: Given, { state }: ConsoleWorld): Plan {
  const own = runtimeOf(state, app)
  return print(header(`${app.name} Runtimes`), '', ...(own === 'simulated' ? ['* simulated'] : realRuntimes.map((runtime) => `${runtime === own ? '*' : ' '} ${runtime}`)))
}

function setRuntime({ app, words: [runtime] }: Given): Plan {
  const chosen = realRuntimes.find((one) => one === runtime)
  if (chosen === undefined) return refuse(runtime === undefined ? 'Missing the runtime.' : `There is no runtime ${runtime}.`, `Runtimes: ${realRuntimes.join(', ')}.`)
  return send(`Moving ${app.name} to ${chosen}...`, 'runtime:set', { app: app.name, runtime: chosen })
}

function setStack({ app, words: [stack] }: Given): Plan {
  if (stack === undefined) return refuse('Missing the stack.', `Stacks: ${stackNames.join(', ')}.`)
  return send(`Setting stack to ${stack}...`, 'stack:set', { app: app.name, stack }, () => ['', `You will need to redeploy ${app.name} for the change to take effect: git push heroku main.`])
}
