import { findRelease } from '../../../shared/domain/state.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { header, pairs } from '../cli-text.ts'
import { gitAddress, print, refuse, send, webAddress, type ConsoleWorld, type Plan } from '../plan.ts'
import { text, type Given, type Verb } from '../verb.ts'

const confirmFlag = { name: 'confirm', short: 'c', takes: 'APP', about: 'its name, so that it is meant' } as const

export const appVerbs: readonly Verb[] = [
  { name: 'apps', aliases: ['list', 'apps:list'], usage: '', about: 'list the apps', argument: null, most: 0, needsApp: false, plan: list },
  { name: 'apps:create', aliases: ['create'], usage: '[NAME]', about: 'make an app', argument: 'words', most: 1, flags: [{ name: 'stack', short: 's', takes: 'STACK', about: 'the stack to build for' }], needsApp: false, plan: create },
  { name: 'apps:info', aliases: ['info'], usage: '', about: 'what there is to know about an app', argument: null, most: 0, needsApp: true, plan: info },
  { name: 'apps:rename', aliases: ['rename'], usage: 'NEWNAME', about: 'give an app another name', argument: 'words', most: 1, needsApp: true, plan: rename },
  { name: 'apps:destroy', aliases: ['destroy', 'apps:delete'], usage: '[APP] --confirm APP', about: 'destroy an app for good', argument: 'app', most: 1, flags: [confirmFlag], needsApp: false, plan: destroy },
  { name: 'apps:open', aliases: ['open'], usage: '[PATH]', about: 'open an app in the browser', argument: 'words', most: 1, needsApp: true, plan: open },
]

function list(_given: Given, { state, info }: ConsoleWorld): Plan {
  const names = Object.values(state.apps).map((app) => app.name).sort()
  if (names.length === 0) return print('You have no apps.', 'Make one with apps:create.')
  return print(header(`${info?.owner ?? 'Your'} Apps`), '', ...names)
}

function create(given: Given, world: ConsoleWorld): Plan {
  const [name] = given.words
  const stack = text(given, 'stack')
  const input = { ...(name === undefined ? {} : { name }), ...(stack === null ? {} : { stack }) }
  return send(`Creating ${name ?? 'app'}...`, 'apps:create', input, (made) => ({
    lines: ['', `${made.name} is here:`, `${webAddress(made.name, world.info)} | ${gitAddress(made.name, world.info)}`], showApp: made.id,
  }))
}

function info({ app }: Given, { state, info: platform }: ConsoleWorld): Plan {
  const slugId = findRelease(state, app.id, app.currentVersion)?.slugId
  const slug = slugId == null ? undefined : state.slugs[slugId]
  const dynos = Object.entries(app.formation).filter(([, { quantity }]) => quantity > 0).map(([type, { quantity }]) => `${type}: ${quantity}`).join(', ')
  return print(header(app.name), '', ...pairs([
    ['Dynos', dynos === '' ? 'none' : dynos],
    ['Git URL', gitAddress(app.name, platform)],
    ['Owner', app.owner],
    ['Release', app.currentVersion === 0 ? 'none' : `v${app.currentVersion}`],
    ['Slug Size', slug === undefined ? 'none yet' : byteSize(slug.bytes)],
    ['Stack', app.stack],
    ['Maintenance', app.maintenance ? 'on' : 'off'],
    ['Web URL', webAddress(app.name, platform)],
  ]))
}

function rename({ app, words: [name] }: Given, world: ConsoleWorld): Plan {
  if (name === undefined) return refuse('Missing the new name.', `Try apps:rename ${app.name}-2.`)
  return send(`Renaming ${app.name} to ${name}...`, 'apps:rename', { app: app.name, name }, () => [
    '', `${webAddress(name, world.info)} | ${gitAddress(name, world.info)}`, `Git remotes still have the old address. In the folder of the app: git remote set-url heroku ${gitAddress(name, world.info)}`,
  ])
}

/** The name is asked for always: the app in view is never enough to lose one. */
function destroy(given: Given, world: ConsoleWorld): Plan {
  const named = given.words[0] ?? given.appNamed ?? text(given, 'confirm') ?? world.app?.name ?? null
  const confirm = text(given, 'confirm')
  if (named === null) return refuse('Missing the app to destroy.', 'Try apps:destroy NAME --confirm NAME.')
  if (confirm === null) return refuse(`WARNING: This will destroy ${named} with its dynos, releases, config vars and logs.`, `To proceed, run: apps:destroy ${named} --confirm ${named}`)
  if (confirm !== named) return refuse(`Confirmation ${confirm} did not match ${named}. Aborted.`, `To proceed, run: apps:destroy ${named} --confirm ${named}`)
  return send(`Destroying ${named}...`, 'apps:destroy', { app: named, confirm })
}

function open({ app, words: [path = ''] }: Given, { info: platform }: ConsoleWorld): Plan {
  if (platform === null) return refuse('The address of the router is not known yet.', 'Wait until the engine answers.')
  const base = webAddress(app.name, platform)
  return { kind: 'open', address: `${base}${path.replace(/^\/+/, '')}` }
}
