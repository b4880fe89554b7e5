// What only looks at the marketplace.

import type { Service } from '../../../shared/add-ons/catalogue.ts'
import { findAddOn } from '../../../shared/domain/add-on.ts'
import { limitWords } from '../../text/addon-words.ts'
import { closest } from '../closest.ts'
import { columns, header, pairs, since } from '../cli-text.ts'
import { print, refuse, send, type ConsoleWorld, type Plan } from '../plan.ts'
import type { Given } from '../verb.ts'
import { hourlyOf, monthlyOf, priceIn, stateWord } from './addons-words.ts'

export function addOnServices(): Plan {
  return send(null, 'addons:services', {}, ({ services }) => [
    ...columns([['Slug', 'Name', 'Group'], ...services.map(({ slug, title, group }) => [slug, title, group])]), '', 'See plans with addons:plans SERVICE',
  ])
}

export function addOnPlans({ words: [word] }: Given, { state }: ConsoleWorld): Plan {
  if (word === undefined) return refuse('Missing required arg: service', 'Try addons:plans heroku-postgresql. addons:services lists them.')
  return send(null, 'addons:services', {}, ({ services, prices }) => {
    const service = services.find(({ slug }) => slug === word)
    if (service === undefined) return unknown(word, services)
    const price = (plan: string): number | null => prices.find((one) => one.plan === `${service.slug}:${plan}`)?.monthMicros ?? null
    return columns([['default', 'slug', 'name', 'price', 'max price'], ...service.plans.map(({ name, title }) => [service.usualPlan[state.era] === name ? '*' : '', `${service.slug}:${name}`, title, hourlyOf(price(name)), monthlyOf(price(name))])])
  })
}

export function addOnDocs({ words: [word] }: Given, { state }: ConsoleWorld): Plan {
  if (word === undefined) return refuse('Missing required arg: service', 'Try addons:docs heroku-postgresql. addons:services lists them.')
  const slug = findAddOn(state, word)?.service ?? word
  return send(null, 'addons:services', {}, ({ services }) => {
    const service = services.find((one) => one.slug === slug)
    if (service === undefined) return unknown(word, services)
    return [header(service.title), '', service.about, '', `Config vars: ${service.vars.join(', ') || 'none'}`, '', ...service.plans.map(({ name, limits }) => `${name}: ${limitWords(limits).join(', ') || 'no limits told'}`)]
  })
}

function unknown(word: string, services: readonly Service[]): string[] {
  const meant = closest(word, services.map(({ slug }) => slug))
  return [`Couldn't find either the add-on service or the add-on plan of "${word}".`, meant === null ? 'addons:services lists them.' : `Did you mean ${meant}?`]
}

export function addOnInfo({ words: [word] }: Given, { state, now }: ConsoleWorld): Plan {
  if (word === undefined) return refuse('Missing required arg: addon', 'Try addons:info NAME. addons --all lists them.')
  const addOn = findAddOn(state, word)
  if (addOn === null) return refuse(`Couldn't find that add-on: ${word}.`, 'addons --all lists them.')
  const price = priceIn(state, addOn)
  const attachments = Object.values(state.attachments).filter(({ addOnId }) => addOnId === addOn.id)
  return print(header(addOn.name), '', ...pairs([
    ['Attachments', attachments.map(({ appId, name }) => `${state.apps[appId]?.name ?? ''}::${name}`).join(', ') || 'none'],
    ['Installed at', since(addOn.createdAt, now)], ['Max Price', monthlyOf(price)], ['Owning app', state.apps[addOn.appId]?.name ?? ''], ['Plan', `${addOn.service}:${addOn.plan}`], ['Price', hourlyOf(price)], ['State', stateWord(addOn)],
    ...(addOn.message === null ? [] : [['Message', addOn.message] as const]),
  ]))
}
