// Which add-on of a service a line means: an attachment of the app, with or without what its config var adds, or an add-on's name.

import { attachmentsOf, findAddOn, type AddOn } from '../../../shared/domain/add-on.ts'
import { refuse, type ConsoleWorld, type Refusal } from '../plan.ts'
import type { Given } from '../verb.ts'

export type Kind = { readonly service: string; readonly thing: string; /** Of the first one in an app. */ readonly first: string }

/** Without a word it is the app's first, or its only one. */
export function addOnMeant({ app }: Pick<Given, 'app'>, { state }: ConsoleWorld, word: string | undefined, { service, thing, first }: Kind): AddOn | Refusal {
  const own = attachmentsOf(state, app.id).flatMap((attachment) => {
    const addOn = state.addOns[attachment.addOnId]
    return addOn?.service === service ? [{ name: attachment.name, addOn }] : []
  })
  if (word === undefined) {
    const usual = own.find(({ name }) => name === first) ?? (new Set(own.map(({ addOn }) => addOn.id)).size === 1 ? own[0] : undefined)
    if (usual !== undefined) return usual.addOn
    return own.length === 0 ? refuse(`${app.name} has no ${thing}.`, `Make one: addons:create ${service} -a ${app.name}`) : refuse(`${app.name} has more than one ${thing}.`, `Name one: ${own.map(({ name }) => name).join(', ')}.`)
  }
  const wanted = word.toUpperCase()
  const attached = own.find(({ name }) => name === wanted || `${name}_URL` === wanted)
  const named = findAddOn(state, word)
  if (attached !== undefined) return attached.addOn
  if (named?.service === service) return named
  return refuse(`Unknown ${thing}: ${word}.`, own.length === 0 ? `${app.name} has none. addons --all lists all.` : `Known: ${own.map(({ name }) => name).join(', ')}.`)
}

export const isRefusal = (meant: AddOn | Refusal): meant is Refusal => 'kind' in meant
