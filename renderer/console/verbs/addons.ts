// The marketplace as Heroku's CLI has it: lists, plans with prices, and what is done with an add-on.

import { attachmentsOf, findAddOn, type AddOn } from '../../../shared/domain/add-on.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { columns, header } from '../cli-text.ts'
import { print, refuse, send, type ConsoleWorld, type Done, type Plan, type Refusal } from '../plan.ts'
import { text, type Given, type Verb } from '../verb.ts'
import { addOnDocs, addOnInfo, addOnPlans, addOnServices } from './addons-read.ts'
import { hourlyOf, monthlyOf, priceIn, stateWord } from './addons-words.ts'

const asFlag = { name: 'as', takes: 'NAME', about: 'name of the attachment, which begins its config vars' } as const
const nameFlag = { name: 'name', takes: 'NAME', about: 'name of the add-on, unique on this platform' } as const
const waitFlag = { name: 'wait', takes: null, about: 'wait until it is there' } as const
const allFlag = { name: 'all', short: 'A', takes: null, about: 'those of all apps' } as const
const confirmFlag = { name: 'confirm', short: 'c', takes: 'APP', about: 'the name of the app that pays for it' } as const
const forceFlag = { name: 'force', short: 'f', takes: null, about: 'also where other apps are attached' } as const

export const addOnVerbs: readonly Verb[] = [
  { name: 'addons', usage: '', about: 'list the add-ons of an app, with what they cost', argument: null, most: 0, flags: [allFlag], needsApp: false, plan: list },
  { name: 'addons:services', usage: '', about: 'list the services of the marketplace', argument: null, most: 0, needsApp: false, plan: addOnServices },
  { name: 'addons:plans', usage: 'SERVICE', about: 'list the plans of a service with their prices', argument: 'words', most: 1, needsApp: false, plan: addOnPlans },
  { name: 'addons:docs', usage: 'SERVICE', about: 'what a service is, and which config vars it gives', argument: 'words', most: 1, needsApp: false, plan: addOnDocs },
  { name: 'addons:create', usage: 'SERVICE[:PLAN] [--OPTION VALUE]', about: 'make an add-on for an app', argument: 'words', most: 1, flags: [asFlag, nameFlag, waitFlag], takesKnobs: true, needsApp: true, plan: create },
  { name: 'addons:info', usage: 'ADDON', about: 'one add-on: plan, price, state, who has it', argument: 'addon', most: 1, needsApp: false, plan: addOnInfo },
  { name: 'addons:wait', usage: 'ADDON', about: 'wait until an add-on is there', argument: 'addon', most: 1, needsApp: false, plan: wait },
  { name: 'addons:upgrade', aliases: ['addons:downgrade'], usage: 'ADDON PLAN', about: 'move an add-on to another plan', argument: 'addon', most: 2, needsApp: false, plan: upgrade },
  { name: 'addons:attach', usage: 'ADDON', about: 'attach an add-on to another app, or under another name', argument: 'addon', most: 1, flags: [asFlag, { name: 'credential', takes: 'NAME', about: 'which credential it gives' }], needsApp: true, plan: attach },
  { name: 'addons:detach', usage: 'ATTACHMENT', about: 'take an attachment off an app', argument: 'attachment', most: 1, needsApp: true, plan: detach },
  { name: 'addons:rename', usage: 'ADDON NEWNAME', about: 'give an add-on another name', argument: 'addon', most: 2, needsApp: false, plan: rename },
  { name: 'addons:destroy', usage: 'ADDON', about: 'destroy an add-on and all that is in it', argument: 'addon', most: 1, flags: [confirmFlag, forceFlag], needsApp: false, plan: destroy },
]

/** The one that is named: by its name, or as an attachment of the app in view. */
function addOnNamed(word: string | undefined, verb: string, { state, app }: ConsoleWorld): AddOn | Refusal {
  if (word === undefined) return refuse('Missing required arg: addon', `Try ${verb} NAME. addons --all lists them.`)
  const attached = app === null ? undefined : attachmentsOf(state, app.id).find(({ name }) => name === word.toUpperCase())
  const found = findAddOn(state, word) ?? (attached === undefined ? undefined : state.addOns[attached.addOnId])
  return found ?? refuse(`Couldn't find that add-on: ${word}.`, 'addons --all lists them.')
}

function list({ flags, appNamed }: Given, world: ConsoleWorld): Plan {
  const { state } = world
  const app = appNamed === null ? world.app : (Object.values(state.apps).find(({ name, id }) => name === appNamed || id === appNamed) ?? null)
  if (appNamed !== null && app === null) return refuse(`Couldn't find that app: ${appNamed}.`, 'apps lists them.')
  const isAll = flags['all'] === true || app === null
  const own = Object.values(state.addOns).filter((addOn) => isAll || addOn.appId === app.id || attachmentsOf(state, app.id).some(({ addOnId }) => addOnId === addOn.id))
  if (own.length === 0) return print(isAll ? 'There are no add-ons.' : `No add-ons for app ${app.name}.`, 'addons:services lists what there is.')
  const rows = own.flatMap((addOn) => rowsOf(addOn, state, isAll ? null : app.id))
  const legend = isAll ? [] : ['', `The table above shows add-ons and the attachments to the current app (${app.name}) or other apps.`]
  return print(header(isAll ? 'Resources for all apps' : app.name), '', ...columns([[...(isAll ? ['Owning App'] : []), 'Add-on', 'Plan', 'Price', 'Max Price', 'State'], ...rows]), ...legend)
}

/** Its line, and one for each attachment. */
function rowsOf(addOn: AddOn, state: PlatformState, appId: string | null): string[][] {
  const price = priceIn(state, addOn)
  const lead = appId === null ? [state.apps[addOn.appId]?.name ?? ''] : []
  const isOther = appId !== null && addOn.appId !== appId
  const first = [...lead, `${addOn.service} (${addOn.name})`, addOn.plan, isOther ? `(billed to ${state.apps[addOn.appId]?.name ?? ''} app)` : hourlyOf(price), isOther ? '' : monthlyOf(price), stateWord(addOn)]
  const attachments = Object.values(state.attachments).filter(({ addOnId }) => addOnId === addOn.id)
  return [first, ...(appId === null ? [] : attachments.map((one, at) => [`  ${at === attachments.length - 1 ? '└' : '├'}─ as ${one.name}${one.appId === appId ? '' : ` on ${state.apps[one.appId]?.name ?? ''} app`}`]))]
}

function create(given: Given, { state }: ConsoleWorld): Plan {
  const { app, words: [service], flags } = given
  if (service === undefined) return refuse('Missing required arg: service', 'Try addons:create heroku-postgresql. addons:services lists what there is.')
  const { as: _as, name: _name, wait: isWaiting, app: _app, ...knobs } = flags
  const options = Object.fromEntries(Object.entries(knobs).map(([key, value]) => [key, value === true ? 'true' : value]))
  const [as, name, slug = service] = [text(given, 'as'), text(given, 'name'), service.split(':')[0]]
  return {
    kind: 'send', said: `Creating ${service} on ${app.name}...`,
    send: async (call) => {
      const made = await call('addons:create', { app: app.name, service, ...(as === null ? {} : { as }), ...(name === null ? {} : { name }), ...(Object.keys(options).length === 0 ? {} : { options }) })
      const price = priceIn(state, { service: slug, plan: made.plan })
      const first = price === 0 || price === null ? hourlyOf(price) : `${hourlyOf(price)} (max ${monthlyOf(price)})`
      if (isWaiting === true) return { lines: [first], awaited: settling(made) }
      return { lines: [first, `${made.name} is being created in the background. The app will restart when complete...`, `Use addons:info ${made.name} to check creation progress`, `Use addons:docs ${slug} to view documentation`] }
    },
  }
}

const settling = ({ id, name }: Pick<AddOn, 'id' | 'name'>): Done['awaited'] => ({ what: `Waiting for ${name}...`, isSo: (state) => state.addOns[id]?.state !== 'provisioning', lines: (state) => settledLines(name, state, id) })

function settledLines(name: string, state: PlatformState, id: string): string[] {
  const addOn = state.addOns[id]
  if (addOn === undefined) return [`${name} is gone.`]
  if (addOn.state === 'provisioning') return [`${name} is still being created.`]
  if (addOn.state === 'errored') return [`The add-on was unable to be created, with status ${stateWord(addOn)}`, addOn.message ?? '']
  const names = Object.values(state.attachments).filter(({ addOnId }) => addOnId === id).map((one) => one.name)
  return [`Created ${addOn.name}${names.length === 0 ? '' : ` as ${names.join(', ')}`}`]
}

function wait({ words: [word] }: Given, world: ConsoleWorld): Plan {
  const addOn = addOnNamed(word, 'addons:wait', world)
  if ('kind' in addOn) return addOn
  if (addOn.state !== 'provisioning') return print(...settledLines(addOn.name, world.state, addOn.id))
  return { kind: 'send', said: null, send: () => Promise.resolve({ lines: [`Waiting for ${addOn.name}...`], awaited: settling(addOn) }) }
}

function upgrade({ words: [word, plan] }: Given, world: ConsoleWorld): Plan {
  const addOn = addOnNamed(word, 'addons:upgrade', world)
  if ('kind' in addOn) return addOn
  if (plan === undefined) return refuse('Missing the plan.', `Try addons:upgrade ${addOn.name} PLAN. addons:plans ${addOn.service} lists them.`)
  const price = priceIn(world.state, { service: addOn.service, plan: plan.split(':').at(-1) ?? plan })
  const app = world.state.apps[addOn.appId]?.name ?? ''
  return send(`Changing ${addOn.name} on ${app} from ${addOn.service}:${addOn.plan} to ${plan.includes(':') ? plan : `${addOn.service}:${plan}`}...`, 'addons:upgrade', { addOn: addOn.name, plan }, ({ message }) => [
    price === null || price === 0 ? hourlyOf(price) : `${hourlyOf(price)} (max ${monthlyOf(price)})`, ...(message === null ? [] : [message]),
  ])
}

function attach(given: Given, world: ConsoleWorld): Plan {
  const addOn = addOnNamed(given.words[0], 'addons:attach', world)
  if ('kind' in addOn) return addOn
  const { app } = given
  const [as, credential] = [text(given, 'as'), text(given, 'credential')]
  return send(`Attaching ${addOn.name}${as === null ? '' : ` as ${as}`} to ${app.name}...`, 'addons:attach', { addOn: addOn.name, app: app.name, ...(as === null ? {} : { as }), ...(credential === null ? {} : { credential }) }, ({ name, version }) => [
    '', `Setting ${name} config vars and restarting ${app.name}... done${version === null ? '' : `, v${version}`}`,
  ])
}

function detach({ app, words: [name] }: Given, { state }: ConsoleWorld): Plan {
  if (name === undefined) return refuse('Missing required arg: attachment', `Try addons:detach NAME. It has: ${attachmentsOf(state, app.id).map((one) => one.name).join(', ') || 'none'}.`)
  const attachment = attachmentsOf(state, app.id).find((one) => one.name === name.toUpperCase())
  const to = attachment === undefined ? '' : ` to ${state.addOns[attachment.addOnId]?.name ?? ''}`
  return send(`Detaching ${name}${to} from ${app.name}...`, 'addons:detach', { app: app.name, attachment: name }, ({ version }) => ['', `Unsetting ${name} config vars and restarting ${app.name}... done${version === null ? '' : `, v${version}`}`])
}

function rename({ words: [word, name] }: Given, world: ConsoleWorld): Plan {
  const addOn = addOnNamed(word, 'addons:rename', world)
  if ('kind' in addOn) return addOn
  if (name === undefined) return refuse('Missing the new name.', `Try addons:rename ${addOn.name} ${addOn.name}-2.`)
  return send(`Renaming ${addOn.name} to ${name}...`, 'addons:rename', { addOn: addOn.name, name })
}

function destroy(given: Given, world: ConsoleWorld): Plan {
  const addOn = addOnNamed(given.words[0], 'addons:destroy', world)
  if ('kind' in addOn) return addOn
  const app = world.state.apps[addOn.appId]?.name ?? ''
  const confirm = text(given, 'confirm')
  if (confirm === null) return refuse(`This destroys ${addOn.name} of ${app} and all that is in it, for good.`, `To proceed: addons:destroy ${addOn.name} --confirm ${app}`)
  return send(`Destroying ${addOn.name} on ${app}...`, 'addons:destroy', { addOn: addOn.name, confirm, ...(given.flags['force'] === true ? { force: true } : {}) })
}
