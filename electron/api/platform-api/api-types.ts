// What a handler of the Platform API gets and gives. Handlers read the state and make calls; HTTP is dispatch.ts's business.

import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Engine } from '../../engine/engine.ts'
import type { SignedLinks } from '../signed-links.ts'
import type { Uploads } from '../uploads.ts'

export type ApiWorld = {
  readonly engine: Pick<Engine, 'kernel' | 'call' | 'open'>
  /** Who the platform belongs to, as it stands in releases and logs. */
  readonly owner: string
  /** e.g. http://127.0.0.1:7070 */
  readonly controlUrl: string
  readonly routerPort: number
  readonly uploads: Uploads
  readonly links: SignedLinks
  /** Reads a source_blob of a loopback or file address. */
  readonly fetchSource: (url: URL) => Promise<Readable>
  /** Is there an `ssh` that the CLI can start? */
  readonly hasSsh: boolean
  readonly now: () => number
}

export type ApiRequest = {
  readonly world: ApiWorld
  /** Who asks, as it stands in releases and logs. */
  readonly by: string
  readonly headers: IncomingHttpHeaders
  readonly query: URLSearchParams
  /** Values of the path's `:names`, decoded. */
  param(name: string): string
  readonly body: unknown
  /** Of the allowance of calls, after this one. */
  readonly callsLeft: number
}

export type ApiAnswer =
  | { readonly kind: 'one'; readonly status: 200 | 201 | 202; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'list'; readonly items: readonly Record<string, unknown>[]; readonly keys: readonly string[] }

export type ApiHandler = (request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>

export type ApiRoute = { readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'; readonly path: string; readonly handle: ApiHandler }

export const ok = (body: unknown): ApiAnswer => ({ kind: 'one', status: 200, body })
export const created = (body: unknown): ApiAnswer => ({ kind: 'one', status: 201, body })
export const accepted = (body: unknown): ApiAnswer => ({ kind: 'one', status: 202, body })
/** `keys`: properties that the list may be sorted and paged by; the first is the default. */
export const list = (items: readonly Record<string, unknown>[], keys: readonly string[]): ApiAnswer => ({ kind: 'list', items, keys })
