// The service of one partner: what the marketplace asks is asked of the partner by HTTP, at least once and always with the same uuid,
// so that a partner tells a repetition from another order. Nothing of the platform waits longer for a partner than the limits say.

import type { AddOn } from '../../../../shared/domain/add-on.ts'
import type { Partner } from '../../../../shared/domain/partner.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { isoTime } from '../../../../shared/text/time.ts'
import type { Cancel } from '../../ports/clock.ts'
import type { PartnerAnswer, PartnerHttp, PartnerRequest } from '../../ports/partner-http.ts'
import type { AddOnDesk, AddOnService, Order, Provisioned } from '../service.ts'
import { limitMs, madeBy, mayPass, notRemoved } from './answers.ts'
import type { Tokens } from './tokens.ts'

export type PartnerDeps = {
  readonly http: PartnerHttp
  readonly controlUrl: string
  readonly tokens: Tokens
}

export type PartnerService = AddOnService & {
  /** Config vars of an add-on that is still being made. False when it is not. */
  prepare(addOnId: string, vars: Readonly<Record<string, string>>): boolean
  /** What is prepared so far. */
  prepared(addOnId: string): Readonly<Record<string, string>> | null
  /** The partner says that it is made, or will not be. False when nobody waits for it. */
  settle(addOnId: string, as: 'provision' | 'deprovision'): boolean
  stop(): void
}

type Waiting = { config: Readonly<Record<string, string>>; readonly done: (as: 'provision' | Error) => void }

const tries = 3
const pauseMs = 1000
/** After that what was promised for later is given up, as on Heroku (from memory). */
const laterMs = 12 * 3_600_000

/** `partner` is read anew each time: a manifest may be given again. */
export function createPartnerService(desk: AddOnDesk, slug: string, deps: PartnerDeps): PartnerService {
  const { kernel } = desk
  const { state, clock } = kernel
  const waiting = new Map<string, Waiting>()
  /** What the partner set before its answer to the provision request came. */
  const early = new Map<string, Readonly<Record<string, string>>>()
  const pauses = new Map<Cancel, () => void>()
  let isOver = false

  function partner(): Partner {
    const found = state.partners[slug]
    if (found === undefined) throw failed(slug, 'its manifest is gone', 'Plug it in again.')
    return found
  }

  async function ask(method: PartnerRequest['method'], path: string, body: unknown): Promise<PartnerAnswer> {
    const { slug: user, password, baseUrl } = partner()
    for (let attempt = 1; ; attempt++) {
      const answer = await deps.http.send({ method, url: `${baseUrl}${path}`, user, password, body, limitMs })
      if (isOver || attempt === tries || !mayPass(answer)) return answer
      await pause(attempt * pauseMs)
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        pauses.delete(cancel)
        resolve()
      }
      const cancel = clock.after(ms, go)
      pauses.set(cancel, go)
    })
  }

  async function provision({ addOn, plan, cause }: Order): Promise<Provisioned> {
    const { title, region } = partner()
    const { code, until } = deps.tokens.code(addOn.id)
    early.set(addOn.id, {})
    try {
      const answer = await ask('POST', '', {
        uuid: addOn.id, name: addOn.name, plan: plan.name, region, options: addOn.options, callback_url: `${deps.controlUrl}/addons/${addOn.id}`,
        oauth_grant: { type: 'authorization_code', code, expires_at: isoTime(until) }, log_input_url: null, log_drain_token: `d.${addOn.id}`,
      })
      const made = madeBy(partner(), answer)
      if (made.kind === 'failed') {
        if (made.isUnsure && !isOver) await deps.http.send({ method: 'DELETE', url: `${partner().baseUrl}/${addOn.id}`, user: slug, password: partner().password, body: null, limitMs })
        throw failed(title, made.why, 'Nothing is charged. Destroy it, and create another when the partner is well.')
      }
      checkIsWanted(addOn)
      kernel.commit(cause, [{ type: 'partner.answered', app: addOn.appId, data: { addOnId: addOn.id, slug, providerId: made.providerId ?? addOn.id, isLater: made.kind === 'later', tookMs: answer.tookMs } }])
      const config = { ...made.config, ...early.get(addOn.id) }
      if (made.kind === 'made') return { config: { default: config }, message: made.message }
      return { config: { default: await later(addOn, title, config) }, message: made.message }
    } finally {
      early.delete(addOn.id)
    }
  }

  function later(addOn: AddOn, title: string, config: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(laterMs, () => one.done(failed(title, `it did not finish within ${laterMs / 3_600_000} hours`, 'Destroy it, and create another.')))
      const one: Waiting = {
        config,
        done: (as) => {
          cancel()
          waiting.delete(addOn.id)
          if (as === 'provision') resolve(one.config)
          else reject(as)
        },
      }
      waiting.set(addOn.id, one)
    })
  }

  /** It may have been destroyed while the partner thought. */
  function checkIsWanted(addOn: AddOn): void {
    if (isOver || state.addOns[addOn.id]?.state !== 'provisioning') throw failed(slug, 'it is not wanted any more', '')
  }

  async function changePlan({ addOn, plan }: Order): Promise<{ readonly config?: AddOn['config']; readonly message: string | null }> {
    const made = madeBy(partner(), await ask('PUT', `/${addOn.id}`, { plan: plan.name }))
    if (made.kind === 'failed') throw failed(partner().title, made.why, 'It stays on its plan.')
    return { message: made.message, ...(Object.keys(made.config).length === 0 ? {} : { config: { ...addOn.config, default: { ...(state.addOns[addOn.id] ?? addOn).config['default'], ...made.config } } }) }
  }

  async function deprovision(addOn: AddOn): Promise<void> {
    const why = notRemoved(await ask('DELETE', `/${addOn.id}`, null))
    if (why !== null) throw failed(partner().title, why, 'What the partner keeps of it only the partner can remove.')
  }

  return {
    slug, provision, changePlan, deprovision,
    abandon: ({ id }) => waiting.get(id)?.done(failed(slug, 'it is not wanted any more', '')),
    prepared: (addOnId) => waiting.get(addOnId)?.config ?? early.get(addOnId) ?? null,
    prepare: (addOnId, vars) => {
      const one = waiting.get(addOnId)
      if (one !== undefined) one.config = { ...one.config, ...vars }
      else if (early.has(addOnId)) early.set(addOnId, { ...early.get(addOnId), ...vars })
      else return false
      return true
    },
    settle: (addOnId, as) => {
      const one = waiting.get(addOnId)
      one?.done(as === 'provision' ? as : failed(partner().title, 'it could not make it', 'Destroy it, and create another.'))
      return one !== undefined
    },
    stop: () => {
      isOver = true
      for (const one of waiting.values()) one.done(failed(slug, 'Dynarium stops', ''))
      for (const [cancel, go] of pauses) {
        cancel()
        go()
      }
    },
  }
}

const failed = (service: string, why: string, fix: string): PlatformError => new PlatformError('addon-failed', { service, why, fix })
