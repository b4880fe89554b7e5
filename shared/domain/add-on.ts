// Add-ons: a resource of a service, on a plan, that an app pays for; and attachments, which link it to apps under a name that prefixes
// their config vars. The model and the rule of names are Heroku's (Platform API schema, add-on manifest).

import type { AppId } from './app.ts'
import type { PlatformState } from './state.ts'

export type AddOnId = string

/** `errored`: it could not be made; it is there to be read and destroyed, and costs nothing. */
export const addOnStates = ['provisioning', 'provisioned', 'errored', 'deprovisioning'] as const
export type AddOnState = (typeof addOnStates)[number]

/** What Heroku's CLI calls the states. */
export const addOnStateWords: Readonly<Record<AddOnState, string>> = { provisioning: 'creating', provisioned: 'created', errored: 'errored', deprovisioning: 'destroying' }

/** Config vars as the service names them, e.g. `HEROKU_POSTGRESQL_URL`: by credential, `default` first. */
export type AddOnConfig = Readonly<Record<string, Readonly<Record<string, string>>>>

export type AddOn = {
  readonly id: AddOnId
  /** Unique on the platform, e.g. `postgresql-quiet-48213`. */
  readonly name: string
  /** e.g. `heroku-postgresql` */
  readonly service: string
  /** Without the service, e.g. `essential-0`. */
  readonly plan: string
  /** The app it was created on, which pays for it. Destroying that app destroys it. */
  readonly appId: AppId
  readonly state: AddOnState
  /** Why it errored, or what the service says of it. */
  readonly message: string | null
  readonly config: AddOnConfig
  /** What was said when it was made, e.g. `fork`, `follow`. */
  readonly options: Readonly<Record<string, string>>
  readonly by: string
  readonly createdAt: number
  /** null until it was first provisioned. */
  readonly provisionedAt: number | null
}

export type Attachment = {
  readonly id: string
  readonly addOnId: AddOnId
  readonly appId: AppId
  /** Unique in the app, e.g. `DATABASE`. */
  readonly name: string
  /** Which credential's config vars it gives. */
  readonly credential: string
  readonly createdAt: number
}

export const defaultCredential = 'default'
export const maxAddOns = 100
export const maxAttachmentsOfApp = 50

/** Attachment names begin config vars. */
export const attachmentNamePattern = /^[A-Z][A-Z0-9_]{0,62}$/
export const addOnNamePattern = /^[a-z][a-z0-9-]{1,62}[a-z0-9]$/

/** `heroku-postgresql` begins its vars with HEROKU_POSTGRESQL. */
export const varPrefix = (service: string): string => service.toUpperCase().replaceAll('-', '_')

/** Heroku's rule for services that an app may have more than once: the service's own prefix goes, the attachment's name comes in front. */
export function varOfAttachment(service: string, attachmentName: string, serviceVar: string): string {
  const prefix = varPrefix(service)
  return `${attachmentName}${serviceVar.startsWith(prefix) ? serviceVar.slice(prefix.length) : `_${serviceVar}`}`
}

/** The config vars that an app has of its attachments, with their values. Before an add-on is provisioned it has none. */
export function attachedConfig(state: Pick<PlatformState, 'addOns' | 'attachments'>, appId: AppId): Record<string, string> {
  const config: Record<string, string> = {}
  for (const attachment of attachmentsOf(state, appId)) {
    const addOn = state.addOns[attachment.addOnId]
    for (const [key, value] of Object.entries(addOn?.config[attachment.credential] ?? {})) config[varOfAttachment(addOn?.service ?? '', attachment.name, key)] = value
  }
  return config
}

/** Of one app, oldest first. */
export const attachmentsOf = (state: Pick<PlatformState, 'attachments'>, appId: AppId): Attachment[] => Object.values(state.attachments).filter((attachment) => attachment.appId === appId)

/** Of one add-on, oldest first. */
export const attachmentsTo = (state: Pick<PlatformState, 'attachments'>, addOnId: AddOnId): Attachment[] => Object.values(state.attachments).filter((attachment) => attachment.addOnId === addOnId)

export function findAddOn(state: Pick<PlatformState, 'addOns'>, nameOrId: string): AddOn | null {
  if (Object.hasOwn(state.addOns, nameOrId)) return state.addOns[nameOrId] ?? null
  return Object.values(state.addOns).find(({ name }) => name === nameOrId) ?? null
}
