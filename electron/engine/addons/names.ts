// Names of add-ons and attachments. Heroku's add-ons are called `service-adjective-number`; the first Postgres of an app is DATABASE and has
// a colour as well, later ones only the colour. Colours are unique in an app. The list of colours is from memory.

import type { Service } from '../../../shared/add-ons/catalogue.ts'
import { addOnNamePattern, attachmentNamePattern, attachmentsOf, findAddOn, maxAttachmentsOfApp, varOfAttachment, varPrefix } from '../../../shared/domain/add-on.ts'
import type { App } from '../../../shared/domain/app.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { adjectives } from '../platform/name-words.ts'
import type { Random } from '../ports/clock.ts'

const maxTries = 1000
const colors = [
  'AMBER', 'AQUA', 'BLACK', 'BLUE', 'BRONZE', 'BROWN', 'CHARCOAL', 'COBALT', 'COPPER', 'CRIMSON', 'CYAN', 'GOLD', 'GRAY', 'GREEN', 'IVORY', 'JADE',
  'MAROON', 'MAUVE', 'NAVY', 'OLIVE', 'ONYX', 'ORANGE', 'PINK', 'PUCE', 'PURPLE', 'RED', 'ROSE', 'SILVER', 'TEAL', 'VIOLET', 'WHITE', 'YELLOW',
] as const

export function freshAddOnName(state: PlatformState, stem: string, random: Random): string {
  for (let attempt = 0; attempt < maxTries; attempt++) {
    const name = `${stem}-${pick(adjectives, random)}-${10_000 + Math.floor(random.next() * 90_000)}`
    if (findAddOn(state, name) === null) return name
  }
  throw new Error(`no free add-on name in ${maxTries} tries`)
}

export function checkAddOnName(state: PlatformState, name: string): void {
  if (!addOnNamePattern.test(name)) throw new PlatformError('addon-name-invalid', { name })
  if (findAddOn(state, name) !== null) throw new PlatformError('addon-name-taken', { name })
}

/** Those that a new add-on of the service gets in the app, one or two. `as` is what a person asked for. */
export function firstAttachments(state: PlatformState, app: App, service: Service, as: string | undefined, random: Random): string[] {
  checkRoom(state, app)
  if (as !== undefined) return [checkAttachmentName(state, app, service, as)]
  const first = service.firstName ?? varPrefix(service.slug)
  if (!isFree(state, app, service, first)) return [colored(state, app, service, random)]
  return service.firstHasColor ? [colored(state, app, service, random), first] : [first]
}

/** The name of one more attachment. */
export function attachmentName(state: PlatformState, app: App, service: Service, as: string | undefined, random: Random): string {
  checkRoom(state, app)
  return as === undefined ? colored(state, app, service, random) : checkAttachmentName(state, app, service, as)
}

function checkAttachmentName(state: PlatformState, app: App, service: Service, wanted: string): string {
  const name = wanted.toUpperCase()
  if (!attachmentNamePattern.test(name)) throw new PlatformError('attachment-name-invalid', { name: wanted, suggestion: name.replaceAll(/[^A-Z0-9_]+/g, '_').replace(/^[^A-Z]+/, '') || varPrefix(service.slug) })
  if (hasName(state, app, name)) throw new PlatformError('attachment-name-taken', { app: app.name, name })
  const key = takenVar(app, service, name)
  if (key !== undefined) throw new PlatformError('attachment-var-taken', { app: app.name, key, name })
  return name
}

function colored(state: PlatformState, app: App, service: Service, random: Random): string {
  const prefix = varPrefix(service.slug)
  const free = colors.map((color) => `${prefix}_${color}`).filter((name) => isFree(state, app, service, name))
  if (free.length > 0) return pick(free, random)
  for (let number = 2; ; number++) if (isFree(state, app, service, `${prefix}_${number}`)) return `${prefix}_${number}`
}

function checkRoom(state: PlatformState, app: App): void {
  const count = attachmentsOf(state, app.id).length
  // A new add-on may take two.
  if (count + 2 > maxAttachmentsOfApp) throw new PlatformError('attachment-limit', { app: app.name, count })
}

const hasName = (state: PlatformState, app: App, name: string): boolean => attachmentsOf(state, app.id).some((attachment) => attachment.name === name)
const takenVar = (app: App, service: Service, name: string): string | undefined => service.vars.map((key) => varOfAttachment(service.slug, name, key)).find((key) => Object.hasOwn(app.config, key))
const isFree = (state: PlatformState, app: App, service: Service, name: string): boolean => !hasName(state, app, name) && takenVar(app, service, name) === undefined

function pick<T>(words: readonly T[], random: Random): T {
  const word = words[Math.floor(random.next() * words.length)]
  if (word === undefined) throw new Error('a random number was not below 1')
  return word
}
