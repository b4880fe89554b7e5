// Toxiproxy's endpoints over the Wire port: its paths, shapes, defaults and statuses (its README and server, version 2.12).

import { addressText, loopbackAddress } from '../../../shared/wire/address.ts'
import { attributesOf } from '../../../shared/wire/attributes.ts'
import type { Toxic } from '../../../shared/wire/toxic.ts'
import { WireRefusal } from '../../../shared/wire/wire-refusal.ts'
import type { Wire, WireProxy } from '../../engine/ports/wire.ts'
import { ApiError, proxyNotFound, toxicNotFound } from './api-error.ts'
import { changedToxic, newProxies, newProxy, newToxic, proxyChange, type NewProxy } from './bodies.ts'
import { metricsText } from './metrics.ts'

/** `json` undefined: no body. */
export type ApiAnswer = { readonly status: number; readonly json?: unknown; readonly text?: string }

/** Whose API this is, as clients ask for it. */
const version = '2.12.0'

export type Endpoints = (method: string, path: readonly string[], body: unknown) => Promise<ApiAnswer>

export function createEndpoints(wire: Omit<Wire, 'connect'>): Endpoints {
  const answer: Endpoints = async (method, path, body) => {
    const [first, proxy, second, toxic] = path
    const route = `${method} /${[first, proxy === undefined ? null : ':proxy', second, toxic === undefined ? null : ':toxic'].filter((part) => part != null).join('/')}`
    switch (path.length <= 4 ? route : '') {
      case 'GET /version':
        return { status: 200, json: { version, server: 'Dynarium' } }
      case 'GET /metrics':
        return { status: 200, text: metricsText(await wire.list()) }
      case 'POST /reset':
        await wire.reset()
        return { status: 204 }
      case 'POST /populate':
        return populate(newProxies(body))
      case 'GET /proxies':
        return { status: 200, json: Object.fromEntries((await wire.list()).map((one) => [one.name, shown(one)])) }
      case 'POST /proxies':
        return { status: 201, json: shown(await create(newProxy(body))) }
      case 'GET /proxies/:proxy':
        return { status: 200, json: shown(await find(proxy)) }
      case 'POST /proxies/:proxy':
      case 'PATCH /proxies/:proxy':
        return { status: 200, json: shown(await wire.update((await find(proxy)).name, proxyChange(body))) }
      case 'DELETE /proxies/:proxy':
        await wire.remove((await find(proxy)).name)
        return { status: 204 }
      case 'GET /proxies/:proxy/toxics':
        return { status: 200, json: (await find(proxy)).toxics.map(shownToxic) }
      case 'POST /proxies/:proxy/toxics':
        return { status: 200, json: await addToxic(await find(proxy), newToxic(body)) }
      case 'GET /proxies/:proxy/toxics/:toxic':
        return { status: 200, json: shownToxic(findToxic(await find(proxy), toxic)) }
      case 'POST /proxies/:proxy/toxics/:toxic':
      case 'PATCH /proxies/:proxy/toxics/:toxic':
        return { status: 200, json: await changeToxic(await find(proxy), toxic, body) }
      case 'DELETE /proxies/:proxy/toxics/:toxic':
        await removeToxic(await find(proxy), toxic)
        return { status: 204 }
      default:
        throw new ApiError(404, `there is no ${method} /${path.join('/')} in this API`)
    }
  }

  async function find(name: string | undefined): Promise<WireProxy> {
    const found = (await wire.list()).find((proxy) => proxy.name === name)
    if (found === undefined) throw proxyNotFound()
    return found
  }

  async function create(proxy: NewProxy): Promise<WireProxy> {
    if ((await wire.list()).some(({ name }) => name === proxy.name)) throw new ApiError(409, 'proxy already exists')
    return wire.create(proxy)
  }

  /** A proxy with the same addresses is left as it is, toxics and all; another is replaced. Stops at the first that can not be made. */
  async function populate(wanted: readonly NewProxy[]): Promise<ApiAnswer> {
    const proxies: unknown[] = []
    try {
      for (const proxy of wanted) proxies.push(shown(await createOrKeep(proxy)))
      return { status: 201, json: { proxies } }
    } catch (error) {
      const { status, message } = asApiError(error)
      return { status, json: { error: message, status, proxies } }
    }
  }

  async function createOrKeep(proxy: NewProxy): Promise<WireProxy> {
    const listen = addressText(loopbackAddress(proxy.listen, 'listen'))
    const old = (await wire.list()).find(({ name }) => name === proxy.name)
    if (old?.listen === listen && old.upstream === proxy.upstream) return old
    if (old !== undefined) await wire.remove(old.name)
    return wire.create(proxy)
  }

  async function addToxic(proxy: WireProxy, toxic: Toxic): Promise<unknown> {
    if (proxy.toxics.some(({ name }) => name === toxic.name)) throw new ApiError(409, 'toxic already exists')
    await wire.addToxic(proxy.name, toxic)
    return shownToxic(toxic)
  }

  async function changeToxic(proxy: WireProxy, name: string | undefined, body: unknown): Promise<unknown> {
    const toxic = changedToxic(findToxic(proxy, name), body)
    await wire.addToxic(proxy.name, toxic)
    return shownToxic(toxic)
  }

  async function removeToxic(proxy: WireProxy, name: string | undefined): Promise<void> {
    await wire.removeToxic(proxy.name, findToxic(proxy, name).name)
  }

  return answer
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (!(error instanceof WireRefusal)) return new ApiError(500, error instanceof Error ? error.message : String(error))
  // A taken port is 500 in Toxiproxy too.
  return new ApiError({ unknown: 404, exists: 409, address: 400, taken: 500, full: 503, gone: 503 }[error.trouble], error.message)
}

function findToxic(proxy: WireProxy, name: string | undefined): Toxic {
  const toxic = proxy.toxics.find((one) => one.name === name)
  if (toxic === undefined) throw toxicNotFound()
  return toxic
}

function shown({ name, listen, upstream, enabled, toxics }: WireProxy): unknown {
  return { name, listen, upstream, enabled, toxics: toxics.map(shownToxic) }
}

function shownToxic({ name, stream, toxicity, settings }: Toxic): unknown {
  return { attributes: attributesOf(settings), name, type: settings.type, stream, toxicity }
}
