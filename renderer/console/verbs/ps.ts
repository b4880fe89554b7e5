import type { App } from '../../../shared/domain/app.ts'
import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import { dynosOf, findRelease } from '../../../shared/domain/state.ts'
import { header, since } from '../cli-text.ts'
import { print, refuse, send, type ConsoleWorld, type Plan } from '../plan.ts'
import { many, text, type Flag, type Given, type Verb } from '../verb.ts'

const whichDynos: readonly Flag[] = [
  { name: 'dyno-name', short: 'd', takes: 'DYNO', about: 'one dyno, e.g. web.1' },
  { name: 'process-type', short: 'p', takes: 'TYPE', about: 'all dynos of a process type, e.g. web' },
]

export const psVerbs: readonly Verb[] = [
  { name: 'ps', usage: '', about: 'list the dynos of an app', argument: null, most: 0, needsApp: true, plan: ({ app }, world) => print(...listDynos(app, world)) },
  { name: 'ps:scale', aliases: ['scale', 'dyno:scale'], usage: '[TYPE=N[:SIZE]...]', about: 'how many dynos run, and of which size', argument: 'scale', most: many, needsApp: true, plan: scale },
  { name: 'ps:type', aliases: ['ps:resize', 'dyno:resize'], usage: 'TYPE=SIZE... | SIZE', about: 'change the size of dynos', argument: 'size', most: many, needsApp: true, plan: resize },
  { name: 'ps:restart', aliases: ['restart', 'dyno:restart'], usage: '[-d DYNO | -p TYPE]', about: 'restart a dyno, a process type, or all', argument: 'dyno-or-type', most: 1, flags: whichDynos, needsApp: true, plan: restart },
  { name: 'ps:stop', aliases: ['ps:kill', 'dyno:stop'], usage: '-d DYNO | -p TYPE', about: 'stop a dyno; one of the formation comes back', argument: 'dyno', most: 1, flags: whichDynos, needsApp: true, plan: stop },
]

function listDynos(app: App, { state, now }: ConsoleWorld): string[] {
  const dynos = dynosOf(state, app.id)
  if (dynos.length === 0) return [`No dynos on ${app.name}`]
  const types = [...new Set(dynos.map((dyno) => dyno.type))]
  return types.flatMap((type) => {
    const own = dynos.filter((dyno) => dyno.type === type)
    const [first] = own as [Dyno, ...Dyno[]]
    const isFormation = first.kind === 'formation'
    const title = isFormation ? `${type} (${sizeLabel(first.size)}): ${first.command} (${own.length})` : `${type}: one-off processes (${own.length})`
    return [header(title), '', ...own.map((dyno) => dynoLine(dyno, now)), '']
  }).slice(0, -1)
}

function dynoLine(dyno: Dyno, now: number): string {
  const name = dyno.kind === 'formation' ? dyno.name : `${dyno.name} (${sizeLabel(dyno.size)})`
  const doing = dyno.stopping === null ? dyno.state.kind : 'stopping'
  return `${name}: ${doing} ${since(dyno.state.since, now)}${dyno.kind === 'formation' ? '' : `: ${dyno.command}`}`
}

const sizeLabel = (size: string): string => findDynoSize(size)?.label ?? size

function scale(given: Given, world: ConsoleWorld): Plan {
  const { app, words } = given
  if (words.length === 0) return print(...currentScale(app, world))
  const changes: { type: string; quantity: number | string; size?: string }[] = []
  for (const word of words) {
    const [, type = '', sign = '', count = '', size] = /^([\w-]+)([=+-])(\d+)(?::([\w-]+))?$/.exec(word) ?? []
    if (type === '') return refuse(`${word} is not a scale.`, 'Write TYPE=N, TYPE+N or TYPE-N, with an optional :SIZE. Try ps:scale web=2 or ps:scale web=1:standard-2x.')
    changes.push({ type, quantity: sign === '=' ? Number(count) : `${sign}${count}`, ...(size === undefined ? {} : { size: size.toLowerCase() }) })
  }
  return scaled(given, changes)
}

function resize(given: Given, world: ConsoleWorld): Plan {
  const { app, words } = given
  if (words.length === 0) return print(...currentScale(app, world))
  const changes: { type: string; size: string }[] = []
  for (const word of words) {
    const [, type, size = ''] = /^(?:([\w-]+)=)?([\w-]+)$/.exec(word) ?? []
    if (size === '') return refuse(`${word} is not a size.`, 'Write TYPE=SIZE, or SIZE alone for all. Try ps:type web=standard-2x.')
    for (const one of type === undefined ? typesOf(app, world) : [type]) changes.push({ type: one, size: size.toLowerCase() })
  }
  if (changes.length === 0) return refuse(`${app.name} has no process types yet.`, 'Deploy it first: git push heroku main.')
  return scaled(given, changes)
}

function scaled({ app }: Given, changes: { type: string; quantity?: number | string; size?: string }[]): Plan {
  return {
    kind: 'send', said: 'Scaling dynos...',
    send: async (call, look) => {
      await call('ps:scale', { app: app.name, changes })
      const formation = look().apps[app.id]?.formation ?? {}
      return { lines: [`now running ${changes.map(({ type }) => `${type} at ${formation[type]?.quantity ?? 0}:${sizeLabel(formation[type]?.size ?? '')}`).join(', ')}`] }
    },
  }
}

function currentScale(app: App, world: ConsoleWorld): string[] {
  const words = typesOf(app, world).map((type) => `${type}=${app.formation[type]?.quantity ?? 0}:${sizeLabel(app.formation[type]?.size ?? '')}`)
  return [words.length === 0 ? `No process types on ${app.name}. They come with the first deploy.` : words.join(' ')]
}

function typesOf(app: App, { state }: ConsoleWorld): string[] {
  const slugId = findRelease(state, app.id, app.currentVersion)?.slugId
  const types = slugId == null ? {} : (state.slugs[slugId]?.processTypes ?? {})
  return Object.keys(types).filter((type) => Object.hasOwn(app.formation, type))
}

/** By flag, as the CLI has it, or as a bare word, as it used to. */
const dynoOf = (given: Given): string | undefined => text(given, 'dyno-name') ?? text(given, 'process-type') ?? given.words[0]

function restart(given: Given): Plan {
  const { app } = given
  const dyno = dynoOf(given)
  const what = dyno === undefined ? 'dynos' : dyno.includes('.') ? `${dyno} dyno` : `all ${dyno} dynos`
  return send(`Restarting ${what} on ${app.name}...`, 'ps:restart', { app: app.name, ...(dyno === undefined ? {} : { dyno }) })
}

function stop(given: Given): Plan {
  const { app } = given
  const dyno = dynoOf(given)
  if (dyno === undefined) return refuse('Missing the dyno to stop.', 'Try ps:stop -d web.1, or ps:stop -p web for all of a type. ps lists them.')
  return send(`Stopping ${dyno.includes('.') ? `${dyno} dyno` : `all ${dyno} dynos`} on ${app.name}...`, 'ps:stop', { app: app.name, dyno })
}
