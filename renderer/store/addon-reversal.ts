// Ways back of add-ons. What was destroyed is gone with its data, so there is none for that.

import { attachmentsOf, defaultCredential, findAddOn, type AddOn, type Attachment } from '../../shared/domain/add-on.ts'
import type { App } from '../../shared/domain/app.ts'
import type { PlatformState } from '../../shared/domain/state.ts'
import { inApp, type AppDeed, type Command, type Deed, type Reversal } from './reversal-form.ts'

/** Where the name was another add-on's before, as when a database is promoted, that one gets it back. */
export function attachAddOn({ app, before, after, output: { name } }: AppDeed<'addons:attach'>): Reversal | null {
  const [was, is] = [attachmentIn(before, app, name), attachmentIn(after, app, name)]
  if (is === null || was?.id === is.id) return null
  const [earlier, addOn] = [was === null ? undefined : before.addOns[was.addOnId], after.addOns[is.addOnId]]
  if (addOn === undefined) return null
  return {
    done: `Attached ${addOn.name} to ${app.name} as ${name}`,
    ...(was === null || earlier === undefined
      ? { effect: `${name} is detached again, with a release`, command: { name: 'addons:detach', input: { app: app.id, attachment: name } } as const }
      : { effect: `${name} is ${earlier.name} again, with a release`, command: attaching(app, was, { confirm: app.name }) }),
    obstacle: inApp(app, (_, now) => (attachmentIn(now, app, name)?.id === is.id ? (earlier === undefined ? null : goneWords(now, earlier)) : `${name} was attached or detached again since.`)),
  }
}

export function detachAddOn({ app, before, after, input }: AppDeed<'addons:detach'>): Reversal | null {
  const was = attachmentIn(before, app, input.attachment.toUpperCase())
  const addOn = was === null ? undefined : before.addOns[was.addOnId]
  if (was === null || addOn === undefined || attachmentIn(after, app, was.name) !== null) return null
  return {
    done: `Detached ${was.name} from ${app.name}`, effect: `${was.name} is ${addOn.name} again, with a release`, command: attaching(app, was, {}),
    obstacle: inApp(app, (_, now) => (attachmentIn(now, app, was.name) === null ? goneWords(now, addOn) : `${app.name} has something as ${was.name} again.`)),
  }
}

export function renameAddOn({ before, after, input }: Deed<'addons:rename'>): Reversal | null {
  const was = findAddOn(before, input.addOn)
  const is = was === null ? undefined : after.addOns[was.id]
  if (was === null || is === undefined || was.name === is.name) return null
  return {
    done: `Renamed ${was.name} to ${is.name}`, effect: `it is called ${was.name} again`, command: { name: 'addons:rename', input: { addOn: was.id, name: was.name } },
    obstacle: (now) => {
      const name = now.addOns[was.id]?.name
      return name === is.name ? null : name === undefined ? goneWords(now, is) : `It is called ${name} by now.`
    },
  }
}

function attaching(app: App, { addOnId, name, credential }: Attachment, more: { readonly confirm?: string }): Command {
  return { name: 'addons:attach', input: { addOn: addOnId, app: app.id, as: name, ...(credential === defaultCredential ? {} : { credential }), ...more } }
}

const attachmentIn = (state: PlatformState, app: App, name: string): Attachment | null => attachmentsOf(state, app.id).find((one) => one.name === name) ?? null
const goneWords = (now: PlatformState, { id, name }: AddOn): string | null => (now.addOns[id]?.state === 'provisioned' ? null : `${name} was destroyed, and that can not be undone.`)
