import type { LivelyPlatform, Params } from '../lively.fixture.ts'
import { settled } from '../lively-parts.fixture.ts'

/** Made for a stop: values of the path's `:names` in place of the usual ones, and a body in place of the stop's. */
export type Prepared = { readonly params?: Params; readonly body?: unknown }

export type Stop = {
  /** As in routes.ts. */
  readonly call: string
  readonly body?: unknown
  readonly first?: (at: LivelyPlatform) => Promise<Prepared>
  /** Always refused here, with this status, for this reason. */
  readonly refusal?: { readonly status: number; readonly why: RegExp }
}

/** Makes something and gives what the path calls it. */
export async function made(at: LivelyPlatform, path: string, body: unknown, params: (one: { readonly id: string; readonly name: string }) => Params, { method = 'POST' }: { readonly method?: 'POST' | 'PUT' } = {}): Promise<Prepared> {
  // A build that a stop before this one began would be in the way.
  await at.world.clock.advance(60_000)
  return { params: params((await settled(at, method, path, body)).json) }
}
