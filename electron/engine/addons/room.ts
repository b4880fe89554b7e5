// The marketplace room: add-ons and their attachments, for every service in the same way. Services make and unmake; here are names,
// config vars, releases, states and confirmation. The model is Heroku's: an add-on belongs to the app that pays for it, attachments link
// it to apps, and each change of an app's config is a release.

import { plansOf, type Catalogue, type Service } from '../../../shared/add-ons/catalogue.ts'
import { addOnStateWords, attachmentsOf, attachmentsTo, defaultCredential, findAddOn, maxAddOns, type AddOn, type AddOnConfig, type Attachment } from '../../../shared/domain/add-on.ts'
import type { App } from '../../../shared/domain/app.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallInput, CallOutput } from '../../../shared/protocol/calls.ts'
import type { Cause, EventDraft } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { CallContext, CallHandlers, Room, StreamHandlers } from '../journal/room.ts'
import type { AddOnServers } from '../platform/addon-servers.ts'
import { checkPendingReleases } from '../platform/release-drafts.ts'
import type { Releases } from '../platform/releases.ts'
import { requireApp } from '../platform/require-app.ts'
import { createApplyConfig } from './attached-config.ts'
import { chosen, otherPlan, planNamed, planOf, pricesOf, requireService } from './market.ts'
import { attachmentName, checkAddOnName, firstAttachments, freshAddOnName } from './names.ts'
import type { AddOnDesk, AddOnService, MakeHost, MakeService } from './service.ts'

export type AddOnsDeps = {
  readonly owner: string
  readonly catalogue: Catalogue
  readonly services: readonly MakeService[]
  /** They offer services while the engine runs. */
  readonly hosts?: readonly MakeHost[]
  readonly releases: Pick<Releases, 'open'>
  readonly onTrouble: (error: unknown) => void
}

export type AddOnsRoom = Room & {
  /** `service:plan` of what somebody means, the usual plan if none is named; null: there is no such service. */
  planNamed(named: string): string | null
  readonly servers: AddOnServers
}

export function createAddOnsRoom(kernel: Kernel, deps: AddOnsDeps): AddOnsRoom {
  const { state, ids, random } = kernel
  const apply = createApplyConfig(kernel, deps.releases, deps.onTrouble)
  /** What is being made, changed or destroyed now. */
  const busy = new Map<string, Promise<void>>()
  let isStopping = false
  const desk: AddOnDesk = { kernel, find, planOf: (addOn) => planOf(catalogue, addOn), configure, onTrouble: deps.onTrouble }
  const services = new Map(deps.services.map((make) => make(desk)).map((service) => [service.slug, service]))
  /** Those that somebody made; what hosts offer comes and goes. */
  let catalogue: Catalogue = { ...deps.catalogue, services: deps.catalogue.services.filter(({ slug }) => services.has(slug)) }
  const offered = new Set<string>()
  const hosts = (deps.hosts ?? []).map((make) => make({ ...desk, offer, withdraw }))
  const personIn = (context: CallContext): string => (context.by === '' ? deps.owner : context.by)

  const own = (): Room[] => [...services.values()].flatMap(({ room }) => (room === undefined ? [] : [room]))

  function offer(entry: Service, source: { readonly name: string; readonly words: string }, service: AddOnService): void {
    if (services.has(entry.slug) && !offered.has(entry.slug)) throw new PlatformError('addon-service-taken', { service: entry.slug })
    offered.add(entry.slug)
    services.set(entry.slug, service)
    catalogue = { ...catalogue, sources: { ...catalogue.sources, [source.name]: source.words }, services: [...catalogue.services.filter(({ slug }) => slug !== entry.slug), entry] }
  }

  function withdraw(slug: string): void {
    if (!offered.delete(slug)) return
    services.delete(slug)
    catalogue = { ...catalogue, services: catalogue.services.filter((one) => one.slug !== slug) }
  }

  function requireAddOn(nameOrId: string): AddOn {
    const addOn = findAddOn(state, nameOrId)
    if (addOn !== null) return addOn
    const known = Object.values(state.addOns).map(({ name }) => name)
    throw new PlatformError('addon-not-found', { addOn: nameOrId, suggestion: known.length === 0 ? 'There is none yet: create one with addons:create.' : `There are: ${known.slice(0, 10).join(', ')}.` })
  }

  function find(nameOrId: string, slug: string): AddOn {
    const addOn = requireAddOn(nameOrId)
    if (addOn.service === slug) return addOn
    throw new PlatformError('addon-not-found', { addOn: nameOrId, suggestion: `${addOn.name} is one of ${addOn.service}, not of ${slug}.` })
  }

  function serviceOf(addOn: AddOn): AddOnService {
    const service = services.get(addOn.service)
    if (service === undefined) throw new PlatformError('addon-service-unknown', { service: addOn.service, suggestion: 'It is not offered any more.' })
    return service
  }

  function checkIsReady(addOn: AddOn): void {
    if (busy.has(addOn.id) && addOn.state === 'provisioned') throw new PlatformError('addon-busy', { addOn: addOn.name })
    if (addOn.state === 'provisioned') return
    throw new PlatformError('addon-not-ready', { addOn: addOn.name, state: addOnStateWords[addOn.state], fix: addOn.state === 'provisioning' ? 'Wait until it is created.' : addOn.state === 'errored' ? 'Destroy it, and create another.' : 'It is on its way out.' })
  }

  const refOf = ({ name }: AddOn): string => `@ref:${name}`

  /** One thing at a time for each add-on; what happens outlives the call that began it. */
  function occupied<T>(addOnId: string, work: () => Promise<T>): Promise<T> {
    const result = work().finally(() => busy.delete(addOnId))
    busy.set(addOnId, result.then(() => undefined, () => undefined))
    return result
  }

  async function provision(addOn: AddOn, cause: Cause): Promise<void> {
    try {
      const { config, message } = await serviceOf(addOn).provision({ addOn, plan: planOf(catalogue, addOn), cause })
      if (isStopping || state.addOns[addOn.id]?.state !== 'provisioning') return
      settle(addOn, { config, message }, cause)
    } catch (error) {
      if (isStopping || state.addOns[addOn.id]?.state !== 'provisioning') return
      if (!(error instanceof PlatformError)) deps.onTrouble(error)
      const message = error instanceof PlatformError ? `${error.message} ${error.help}`.trim() : `It could not be made: ${error instanceof Error ? error.message : String(error)}`
      const drafts: EventDraft[] = [{ type: 'addon.errored', app: addOn.appId, data: { addOnId: addOn.id, message } }, ...detachDrafts(addOn)]
      kernel.commit(cause, drafts)
    }
  }

  function settle(addOn: AddOn, { config, message }: { readonly config: AddOnConfig; readonly message: string | null }, cause: Cause): void {
    apply({
      addOnId: addOn.id, cause, by: addOn.service, describe: (names) => `Attach ${names} (${refOf(addOn)})`, releasesAlways: true,
      drafts: [{ type: 'addon.provisioned', app: addOn.appId, data: { addOnId: addOn.id, config: copied(config), message } }],
    })
  }

  function configure(addOnId: string, config: AddOnConfig, { why, cause }: Parameters<AddOnDesk['configure']>[2]): void {
    const addOn = state.addOns[addOnId]
    if (addOn === undefined || isSameConfig(addOn.config, config)) return
    apply({
      addOnId, cause, by: addOn.service, describe: (names) => `Update ${names} by ${addOn.service}`, skipsPhase: true,
      drafts: [{ type: 'addon.configured', app: addOn.appId, data: { addOnId, config: copied(config), why } }],
    })
  }

  const detachDrafts = (addOn: AddOn): EventDraft[] =>
    attachmentsTo(state, addOn.id).map(({ id, appId, name }): EventDraft => ({ type: 'attachment.removed', app: appId, data: { attachmentId: id, addOnId: addOn.id, name } }))

  /** A release of its own, also where another takes its name at once: `pg:promote` waits for both by name. */
  function detach({ id, appId, addOnId, name }: Attachment, context: CallContext): Readonly<Record<string, number>> {
    return apply({
      addOnId, appId, cause: context.cause, by: personIn(context), describe: (names) => `Detach ${names} (${refOf(requireAddOn(addOnId))})`, releasesAlways: true,
      drafts: [{ type: 'attachment.removed', app: appId, data: { attachmentId: id, addOnId, name } }],
    })
  }

  /** It is gone for its apps at once; the service clears up after that. */
  function beginDestroy(addOn: AddOn, cause: Cause, by: string): void {
    apply({
      addOnId: addOn.id, cause, by, describe: (names) => `Detach ${names} (${refOf(addOn)})`,
      drafts: [{ type: 'addon.deprovisioning', app: addOn.appId, data: { addOnId: addOn.id } }, ...detachDrafts(addOn)],
    })
    services.get(addOn.service)?.abandon?.(addOn)
    void finishDestroy(addOn, cause)
  }

  function finishDestroy(addOn: AddOn, cause: Cause): Promise<void> {
    const before = busy.get(addOn.id)
    return occupied(addOn.id, async () => {
      await before
      let message: string | null = null
      try {
        await services.get(addOn.service)?.deprovision(addOn)
      } catch (error) {
        if (!(error instanceof PlatformError)) deps.onTrouble(error)
        message = error instanceof Error ? error.message : String(error)
      }
      if (!isStopping) kernel.commit(cause, [{ type: 'addon.destroyed', app: addOn.appId, data: { addOnId: addOn.id, name: addOn.name, message } }])
    })
  }

  /** Of the same service, and not the only one of an add-on that the app pays for. */
  function checkIsReplaceable(app: App, { name, addOnId }: Attachment, by: AddOn): void {
    const before = requireAddOn(addOnId)
    if (before.service !== by.service) throw new PlatformError('attachment-name-taken', { app: app.name, name })
    if (before.id !== by.id && before.appId === app.id) checkIsNotLast(app, name, before)
  }

  function checkIsNotLast(app: App, name: string, addOn: AddOn): void {
    const own = attachmentsOf(state, app.id).filter(({ addOnId }) => addOnId === addOn.id)
    if (addOn.appId === app.id && own.length === 1) throw new PlatformError('attachment-last', { name, addOn: addOn.name, app: app.name })
  }

  /** Checked as far as the service checks. */
  function createNow(args: CallInput<'addons:create'>, context: CallContext): CallOutput<'addons:create'> {
    const app = requireApp(state, args.app)
    const { service, plan } = chosen(catalogue, state.era, args.service)
    const count = Object.keys(state.addOns).length
    if (count >= maxAddOns) throw new PlatformError('addon-limit', { count })
    const there = Object.values(state.addOns).find((addOn) => addOn.service === service.slug && addOn.appId === app.id && addOn.state !== 'errored')
    if (!service.multiple && there !== undefined) throw new PlatformError('addon-installed-already', { app: app.name, service: service.slug, addOn: there.name })
    if (args.name !== undefined) checkAddOnName(state, args.name)
    const name = args.name ?? freshAddOnName(state, service.nameStem, random)
    const attachments = firstAttachments(state, app, service, args.as, random)
    const options = args.options ?? {}
    const id = ids.next()
    const [created] = kernel.commit(context.cause, [
      { type: 'addon.created', app: app.id, data: { addOnId: id, name, service: service.slug, plan: plan.name, options, by: personIn(context) } },
      ...attachments.map((one): EventDraft => ({ type: 'attachment.added', app: app.id, data: { attachmentId: ids.next(), addOnId: id, name: one, credential: defaultCredential } })),
    ])
    const addOn = state.addOns[id]
    if (created === undefined || addOn === undefined) throw new Error('an add-on was not committed')
    void occupied(id, () => provision(addOn, because(created)))
    return { seq: state.seq, id, name, plan: plan.name, attachments }
  }

  const calls: CallHandlers = {
    'addons:services': () => ({ services: catalogue.services.map((one): Service => ({ ...one, plans: [...plansOf(one, state.era)] })), sources: catalogue.sources, prices: pricesOf(catalogue, state.prices?.book ?? null, state.era), currency: state.prices?.book.currency ?? null }),
    'addons:create': (args, context) => {
      const app = requireApp(state, args.app)
      const { service, plan } = chosen(catalogue, state.era, args.service)
      const checked = services.get(service.slug)?.check?.({ appId: app.id, plan, options: args.options ?? {} })
      return checked instanceof Promise ? checked.then(() => createNow(args, context)) : createNow(args, context)
    },
    'addons:upgrade': async (args, { cause }) => {
      const addOn = requireAddOn(args.addOn)
      checkIsReady(addOn)
      const from = planOf(catalogue, addOn)
      const plan = otherPlan(catalogue, state.era, addOn, args.plan)
      const name = args.name ?? addOn.name
      if (name !== addOn.name) checkAddOnName(state, name)
      const { config, message } = await occupied(addOn.id, () => serviceOf(addOn).changePlan({ addOn, plan, from, cause }))
      const [changed] = kernel.commit(cause, [{ type: 'addon.planChanged', app: addOn.appId, data: { addOnId: addOn.id, from: from.name, to: plan.name, message } }])
      if (config !== undefined && changed !== undefined) configure(addOn.id, config, { why: 'another plan', cause: because(changed) })
      if (name !== addOn.name) kernel.commit(cause, [{ type: 'addon.renamed', app: addOn.appId, data: { addOnId: addOn.id, from: addOn.name, to: name } }])
      return { seq: state.seq, message }
    },
    'addons:rename': (args, { cause }) => {
      const addOn = requireAddOn(args.addOn)
      if (args.name === addOn.name) return { seq: state.seq }
      checkAddOnName(state, args.name)
      kernel.commit(cause, [{ type: 'addon.renamed', app: addOn.appId, data: { addOnId: addOn.id, from: addOn.name, to: args.name } }])
      return { seq: state.seq }
    },
    'addons:attach': (args, context) => {
      const addOn = requireAddOn(args.addOn)
      const app = requireApp(state, args.app)
      const service = requireService(catalogue, addOn.service)
      checkIsReady(addOn)
      if (!service.sharing && app.id !== addOn.appId) throw new PlatformError('addon-not-shared', { service: service.slug, app: app.name })
      const credential = args.credential ?? defaultCredential
      if (!Object.hasOwn(addOn.config, credential)) throw new PlatformError('addon-option-invalid', { service: service.slug, option: `credential ${credential}`, why: `${addOn.name} has no such credential`, fix: `It has: ${Object.keys(addOn.config).join(', ')}.` })
      const replaced = args.confirm === app.name ? attachmentsOf(state, app.id).find(({ name }) => name === args.as?.toUpperCase()) : undefined
      if (replaced !== undefined) checkIsReplaceable(app, replaced, addOn)
      const name = replaced?.name ?? attachmentName(state, app, service, args.as, random)
      if (replaced !== undefined) {
        checkPendingReleases(state, app, 2)
        detach(replaced, context)
      }
      const versions = apply({
        addOnId: addOn.id, appId: app.id, cause: context.cause, by: personIn(context), describe: (names) => `Attach ${names} (${refOf(addOn)})`, releasesAlways: true,
        drafts: [{ type: 'attachment.added', app: app.id, data: { attachmentId: ids.next(), addOnId: addOn.id, name, credential } }],
      })
      return { seq: state.seq, name, version: versions[app.id] ?? null }
    },
    'addons:detach': (args, context) => {
      const app = requireApp(state, args.app)
      const wanted = args.attachment.toUpperCase()
      const own = attachmentsOf(state, app.id)
      const attachment = own.find(({ name }) => name === wanted)
      if (attachment === undefined) throw new PlatformError('attachment-not-found', { app: app.name, name: args.attachment, known: own.map(({ name }) => name).join(', ') || 'none' })
      const addOn = requireAddOn(attachment.addOnId)
      if (addOn.state === 'provisioning') checkIsReady(addOn)
      checkIsNotLast(app, attachment.name, addOn)
      const versions = detach(attachment, context)
      return { seq: state.seq, version: versions[app.id] ?? null }
    },
    'addons:destroy': (args, context) => {
      const addOn = requireAddOn(args.addOn)
      if (addOn.state === 'deprovisioning') checkIsReady(addOn)
      if (busy.has(addOn.id) && !(addOn.state === 'provisioning' && services.get(addOn.service)?.abandon !== undefined)) throw new PlatformError('addon-busy', { addOn: addOn.name })
      const app = requireApp(state, addOn.appId)
      const others = [...new Set(attachmentsTo(state, addOn.id).filter(({ appId }) => appId !== app.id).map(({ appId }) => requireApp(state, appId).name))]
      if (others.length > 0 && args.force !== true) throw new PlatformError('addon-attached-elsewhere', { addOn: addOn.name, apps: others.join(', ') })
      if (args.confirm !== app.name) throw new PlatformError('confirmation-required', { app: app.name })
      beginDestroy(addOn, context.cause, personIn(context))
      return { seq: state.seq }
    },
    'addons:config': (args) => copied(requireAddOn(args.addOn).config),
  }

  kernel.on('app.destroyed', (event) => {
    for (const addOn of Object.values(state.addOns)) if (addOn.appId === event.app && addOn.state !== 'deprovisioning') beginDestroy(addOn, because(event), deps.owner)
  })

  /** What an engine that was killed left half done is done now; what is there comes up. */
  function start(): void {
    const cause: Cause = { kind: 'platform', text: 'the engine starts' }
    for (const room of [...hosts, ...own()]) room.start?.()
    for (const addOn of Object.values(state.addOns)) {
      const service = services.get(addOn.service)
      if (addOn.state === 'provisioning') void occupied(addOn.id, () => provision(addOn, cause))
      else if (addOn.state === 'deprovisioning') void finishDestroy(addOn, cause)
      else if (addOn.state === 'provisioned' && service?.resume !== undefined) void occupied(addOn.id, async () => service.resume?.(addOn, planOf(catalogue, addOn))).catch(deps.onTrouble)
    }
  }

  async function stop(): Promise<void> {
    isStopping = true
    for (const room of [...hosts, ...own()]) await room.stop?.()
    await Promise.all(busy.values())
  }

  const serversOf = (addOnId: string): AddOnServers | undefined => services.get(state.addOns[addOnId]?.service ?? '')?.servers
  const rooms = [...hosts, ...own()]
  return {
    calls: Object.assign({}, calls, ...rooms.map((room) => room.calls ?? {})) as CallHandlers,
    streams: Object.assign({}, ...rooms.map((room) => room.streams ?? {})) as StreamHandlers,
    start, stop, planNamed: (named) => planNamed(catalogue, state.era, named),
    servers: {
      of: (addOnId) => serversOf(addOnId)?.of(addOnId) ?? [],
      kill: async (addOnId, serverId) => serversOf(addOnId)?.kill(addOnId, serverId),
      freeze: async (addOnId, serverId) => serversOf(addOnId)?.freeze(addOnId, serverId),
      thaw: async (addOnId, serverId) => serversOf(addOnId)?.thaw(addOnId, serverId),
      afflict: async (addOnId, ...rest) => serversOf(addOnId)?.afflict(addOnId, ...rest) ?? [],
      relieve: async (addOnId, ...rest) => serversOf(addOnId)?.relieve(addOnId, ...rest) ?? { restored: [], residue: [] },
    },
  }
}

const copied = (config: AddOnConfig): Record<string, Record<string, string>> => Object.fromEntries(Object.entries(config).map(([credential, vars]) => [credential, { ...vars }]))

function isSameConfig(a: AddOnConfig, b: AddOnConfig): boolean {
  const flat = (config: AddOnConfig): string => JSON.stringify(Object.entries(config).map(([credential, vars]) => [credential, Object.entries(vars).sort()]).sort())
  return flat(a) === flat(b)
}
