// Partners: third parties' add-ons by Heroku's partner API, version 3. A manifest is plugged in and the service is in the marketplace
// like any other; the platform speaks to the partner's server, and the partner, with tokens it exchanged a grant for, to the platform.
// Simplified: one client secret a partner, no log input, and drains that a partner asks for are not made.

import type { Service } from '../../../../shared/add-ons/catalogue.ts'
import { readManifest } from '../../../../shared/add-ons/manifest.ts'
import { findAddOn, type AddOn } from '../../../../shared/domain/add-on.ts'
import { maxPartners, type Partner } from '../../../../shared/domain/partner.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { CallHandlers } from '../../journal/room.ts'
import type { PartnerHttp } from '../../ports/partner-http.ts'
import type { HostDesk, MakeHost } from '../service.ts'
import { wrongIn } from './answers.ts'
import { createPartnerService, type PartnerService } from './service.ts'
import { sha1 } from './sha1.ts'
import { accessMs, createTokens } from './tokens.ts'

export type PartnerHostDeps = {
  readonly http: PartnerHttp
  /** Where partners find the platform, e.g. http://127.0.0.1:7070 */
  readonly controlUrl: string
  readonly owner: string
}

export function createPartnerHost(deps: PartnerHostDeps): MakeHost {
  return (desk) => partnerHost(desk, deps)
}

function partnerHost(desk: HostDesk, { http, controlUrl, owner }: PartnerHostDeps): ReturnType<MakeHost> {
  const { kernel } = desk
  const { state, clock } = kernel
  const tokens = createTokens(kernel)
  const services = new Map<string, PartnerService>()

  for (const partner of Object.values(state.partners)) {
    try {
      offer(partner)
    } catch (error) {
      // A later Dynarium may have a service of that name itself.
      desk.onTrouble(error)
    }
  }

  function offer(partner: Partner): void {
    const service = services.get(partner.slug) ?? createPartnerService(desk, partner.slug, { http, controlUrl, tokens })
    desk.offer(entryOf(partner), { name: partner.slug, words: `The manifest of ${partner.title}` }, service)
    services.set(partner.slug, service)
  }

  function requirePartner(slug: string): Partner {
    const partner = state.partners[slug]
    if (partner === undefined) throw new PlatformError('partner-not-found', { partner: slug, known: Object.keys(state.partners).join(', ') || 'none' })
    return partner
  }

  const addOnsOf = (slug: string): AddOn[] => Object.values(state.addOns).filter(({ service }) => service === slug)

  /** Of the partner whose token it is, and of no other. */
  function held({ token, addOn: named }: { readonly token: string; readonly addOn: string }): AddOn {
    const holder = tokens.holder(token)
    const addOn = findAddOn(state, named)
    if (holder === null || addOn === null || addOn.id !== holder) throw new PlatformError('unauthorized')
    return addOn
  }

  function serviceOf(addOn: AddOn): PartnerService {
    const service = services.get(addOn.service)
    if (service === undefined) throw new PlatformError('unauthorized')
    return service
  }

  const calls: CallHandlers = {
    'addons:partner:add': (args, context) => {
      const environment = args.environment ?? 'test'
      const { value, problems: [problem] } = readManifest(args.manifest, environment)
      if (value === null) throw new PlatformError('partner-manifest-invalid', { line: problem?.line ?? 1, column: problem?.column ?? 1, why: problem?.message ?? '' })
      const known = state.partners[value.slug]
      if (known === undefined && Object.keys(state.partners).length >= maxPartners) throw new PlatformError('partner-limit', { count: maxPartners })
      const { notes, ...said } = value
      const plans = args.plans?.map((name) => ({ name, title: name })) ?? said.plans
      const lost = addOnsOf(value.slug).find(({ plan }) => !plans.some(({ name }) => name === plan))
      if (lost !== undefined) throw new PlatformError('partner-in-use', { partner: value.slug, addOns: `${lost.name} on plan ${lost.plan}` })
      const partner = { ...said, plans: [...plans], vars: [...said.vars], clientSecret: known?.clientSecret ?? tokens.fresh(), environment, by: context.by === '' ? owner : context.by }
      offer({ ...partner, addedAt: clock.now() })
      kernel.commit(context.cause, [{ type: 'partner.added', app: null, data: partner }])
      return { seq: state.seq, service: partner.slug, title: partner.title, plans: plans.map(({ name }) => name), clientSecret: partner.clientSecret, notes: args.plans === undefined ? [...notes] : notes.filter((note) => !note.includes('names no plans')) }
    },
    'addons:partner:remove': ({ partner: slug }, { cause }) => {
      const { title } = requirePartner(slug)
      const left = addOnsOf(slug)
      if (left.length > 0) throw new PlatformError('partner-in-use', { partner: slug, addOns: left.map(({ name }) => name).join(', ') })
      desk.withdraw(slug)
      services.delete(slug)
      kernel.commit(cause, [{ type: 'partner.removed', app: null, data: { slug, title } }])
      return { seq: state.seq }
    },
    'addons:partner:list': () => ({
      partners: Object.values(state.partners).map(({ slug, title, environment, baseUrl, plans }) => ({ service: slug, title, environment, url: baseUrl, plans: plans.map(({ name }) => name), addOns: addOnsOf(slug).length })),
    }),
    'addons:partner:sso': ({ addOn: named }, { by }) => {
      const addOn = findAddOn(state, named)
      const partner = addOn === null ? undefined : state.partners[addOn.service]
      if (addOn === null || partner === undefined || partner.ssoUrl === null) throw new PlatformError('partner-no-sso', { addOn: named })
      const timestamp = String(Math.floor(clock.now() / 1000))
      const id = state.partnerResources[addOn.id]?.providerId ?? addOn.id
      const token = sha1(`${id}:${partner.ssoSalt}:${timestamp}`)
      const app = state.apps[addOn.appId]?.name ?? ''
      return { url: partner.ssoUrl, fields: { id, token, resource_id: addOn.id, resource_token: sha1(`${addOn.id}:${partner.ssoSalt}:${timestamp}`), timestamp, 'nav-data': '', email: by === '' ? owner : by, app } }
    },

    'partners:token': ({ grant, secret, clientSecret }, { cause }) => {
      const addOnId = tokens.redeem(grant, secret)
      const addOn = addOnId === null ? undefined : state.addOns[addOnId]
      const partner = addOn === undefined ? undefined : state.partners[addOn.service]
      if (addOn === undefined || partner?.clientSecret !== clientSecret) throw new PlatformError('unauthorized')
      const before = state.partnerResources[addOn.id]?.refreshToken ?? null
      const refreshToken = grant === 'refresh_token' && before !== null ? before : tokens.fresh()
      if (refreshToken !== before) kernel.commit(cause, [{ type: 'partner.granted', app: addOn.appId, data: { addOnId: addOn.id, slug: partner.slug, refreshToken } }])
      return { accessToken: tokens.access(addOn.id), refreshToken, expiresInSeconds: accessMs / 1000, addOnId: addOn.id }
    },
    'partners:look': (args) => ({ addOnId: held(args).id }),
    'partners:config': (args, { cause }) => {
      const addOn = held(args)
      const service = serviceOf(addOn)
      if (args.vars !== undefined) {
        const vars = Object.fromEntries(args.vars.map(({ name, value }) => [name, value]))
        const config = { ...service.prepared(addOn.id) ?? addOn.config['default'], ...vars }
        const wrong = wrongIn(requirePartner(addOn.service), config)
        if (wrong !== null) throw new PlatformError('input-invalid', { call: 'PATCH /addons/:id/config', why: wrong })
        if (!service.prepare(addOn.id, vars) && addOn.state === 'provisioned') desk.configure(addOn.id, { ...addOn.config, default: config }, { why: `${addOn.service} changed them`, cause })
      }
      const config = service.prepared(addOn.id) ?? state.addOns[addOn.id]?.config['default'] ?? {}
      return { config: Object.entries(config).map(([name, value]) => ({ name, value })) }
    },
    'partners:settle': (args) => {
      const addOn = held(args)
      if (!serviceOf(addOn).settle(addOn.id, args.as) && addOn.state === 'provisioning') throw new PlatformError('addon-busy', { addOn: addOn.name })
      return { addOnId: addOn.id }
    },
  }

  return {
    calls,
    stop: () => {
      for (const service of services.values()) service.stop()
      http.stop()
    },
  }
}

function entryOf(partner: Partner): Service {
  const [usual] = partner.plans
  const plan = usual?.name ?? ''
  return {
    slug: partner.slug, title: partner.title, about: `A third party's, plugged in from its manifest. It is made by ${partner.baseUrl}.`, group: 'other', nameStem: partner.slug, firstHasColor: false,
    vars: [...partner.vars], sharing: partner.sharing, multiple: partner.multiple, usualPlan: { classic: plan, current: plan },
    plans: partner.plans.map(({ name, title }) => ({ name, title, eras: ['classic', 'current'], limits: {}, features: [], asOf: 'now', source: partner.slug })),
  }
}
