// A world with a simulated partner, for tests: `replies` are what it answers, in turn; the last one goes on.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { CallInput, CallName, CallOutput } from '../../../../shared/protocol/calls.ts'
import type { EventOf, EventType } from '../../../../shared/protocol/events.ts'
import type { PartnerRequest } from '../../ports/partner-http.ts'
import { createMemoryJournal, type MemoryJournal } from '../../sim/memory-journal.ts'
import { createSimulatedPartners, type SimulatedReply } from '../../sim/simulated-partners.ts'
import { createWorld, type World } from '../../sim/world.ts'

export const manifest = {
  id: 'cellar', name: 'The Cellar', plans: ['basic', 'gold'], api: {
    config_vars: ['CELLAR_URL', 'CELLAR_KEY'], password: 'geheim', sso_salt: 'salt', regions: ['us'], requires: ['many_per_app', 'attachable'],
    test: { base_url: 'http://localhost:4567/heroku/resources', sso_url: 'http://localhost:4567/sso/login' },
  },
}
export const ready: SimulatedReply = { status: 200, text: JSON.stringify({ id: 'bottle-7', message: 'Cheers.', config: { CELLAR_URL: 'cellar://7' }, more: true }) }
export const later: SimulatedReply = { status: 202, text: JSON.stringify({ id: 'bottle-8', message: 'Soon.' }) }

type Asked = { readonly method: string; readonly path: string; readonly body: Record<string, unknown> & { readonly oauth_grant?: { readonly code: string } } }

export type Cellar = World & {
  readonly asked: Asked[]
  replies: SimulatedReply[]
  readonly clientSecret: string
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  refusal(work: Promise<unknown>): Promise<string>
  create(): Promise<string>
  /** An access token for the newest add-on. */
  token(): Promise<string>
  events<T extends EventType>(type: T): EventOf<T>[]
  killed(): Promise<Cellar>
}

export async function openCellar(replies: SimulatedReply[] = [ready], journal: MemoryJournal = createMemoryJournal(), seed = 5): Promise<Cellar> {
  const asked: Asked[] = []
  const partner = (request: PartnerRequest & { readonly path: string }): SimulatedReply => {
    asked.push({ method: request.method, path: request.path, body: (request.body ?? {}) as Asked['body'] })
    if (request.user !== 'cellar' || request.password !== 'geheim') return { status: 401 }
    return (cellar.replies.length > 1 ? cellar.replies.shift() : cellar.replies[0]) ?? { status: 404 }
  }
  const world = await createWorld({ seed, journal, partners: (clock) => createSimulatedPartners(clock, partner) })
  const call = <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => world.engine.call(name, input, 'ada@localhost') as Promise<CallOutput<N>>
  const isNew = world.engine.kernel.state.partners['cellar'] === undefined
  const { clientSecret } = isNew ? await call('addons:partner:add', { manifest: JSON.stringify(manifest) }) : { clientSecret: world.engine.kernel.state.partners['cellar']?.clientSecret ?? '' }
  if (isNew) await call('apps:create', { name: 'tea' })

  const cellar: Cellar = {
    ...world, asked, replies, clientSecret, call,
    refusal: (work) => work.then(() => 'accepted', (error: unknown) => (error instanceof PlatformError ? error.code : String(error))),
    create: async () => {
      const { id } = await call('addons:create', { app: 'tea', service: 'cellar:basic' })
      await world.clock.settle()
      return id
    },
    token: async () => {
      const code = asked.filter(({ method }) => method === 'POST').at(-1)?.body.oauth_grant?.code ?? ''
      return (await call('partners:token', { grant: 'authorization_code', secret: code, clientSecret })).accessToken
    },
    events: <T extends EventType>(type: T) => journal.read(0, 100_000).filter((event): event is EventOf<T> => event.type === type),
    killed: async () => {
      const kept = createMemoryJournal()
      kept.append(journal.read(0, 100_000))
      return openCellar(cellar.replies, kept, seed + 1)
    },
  }
  return cellar
}
