// Log drains: every line of an app goes to every drain of it, as on Heroku. What a drain could not take is told as Heroku does, L10 to the
// drain and in the app's log, and L14 when a certificate is not trusted; how it fares is counted. Simplified: a drain is the app's own
// or an add-on's on Heroku; here all are the app's.

import { drainsPerApp, type Drain, type DrainReading } from '../../../shared/domain/drain.ts'
import type { LogDraft } from '../../../shared/domain/log.ts'
import { readDrainAddress, shownAddress } from '../../../shared/drains/drain-address.ts'
import { overflowText } from '../../../shared/drains/syslog-line.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Room } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import type { DrainHost } from '../ports/drain-host.ts'

export type DrainsRoom = Room & {
  /** Call it for every line that is written. */
  lines(drafts: readonly LogDraft[]): void
}

/** What goes on being dropped is told in the app's log once in so long. */
const tellAgainMs = 60_000

type Watched = { readonly appId: string; readonly drain: Drain; reading: DrainReading | null; told: number; toldAt: number; since: number; errorTold: number }

export function createDrainsRoom(kernel: Kernel, host: DrainHost, write: (drafts: readonly LogDraft[]) => void): DrainsRoom {
  const { state, ids } = kernel
  const watched = new Map<string, Watched>()
  /** Ids by app, so that a line of an app without drains costs nothing. */
  const byApp = new Map<string, readonly string[]>()

  function watch(appId: string): void {
    const drains = state.apps[appId]?.drains ?? []
    for (const one of watched.values()) if (one.appId === appId && !drains.some(({ id }) => id === one.drain.id)) forget(one)
    for (const drain of drains) {
      if (watched.has(drain.id)) continue
      watched.set(drain.id, { appId, drain, reading: null, told: 0, toldAt: 0, since: 0, errorTold: 0 })
      host.open(drain)
    }
    if (drains.length === 0) byApp.delete(appId)
    else byApp.set(appId, drains.map(({ id }) => id))
  }

  function forget({ drain }: Watched): void {
    watched.delete(drain.id)
    host.close(drain.id)
  }

  function lines(drafts: readonly LogDraft[]): void {
    if (byApp.size === 0) return
    for (const [appId, own] of byApp) {
      const mine = drafts.filter((draft) => draft.appId === appId)
      if (mine.length === 0) continue
      const plain = mine.filter((draft) => !isAboutDrains(draft))
      host.send(own, plain)
      // A drain is not told through itself what it could not take: it gets a line of its own for that.
      for (const about of mine) if (isAboutDrains(about)) host.send(own.filter((id) => !about.text.includes(watched.get(id)?.drain.token ?? '')), [about])
    }
  }

  function fared(readings: readonly DrainReading[]): void {
    for (const reading of readings) {
      const one = watched.get(reading.id)
      if (one === undefined) continue
      one.reading = reading
      tellOverflow(one, reading)
      tellCertificate(one, reading)
    }
  }

  function tellOverflow(one: Watched, { dropped, state: now }: DrainReading): void {
    const untold = dropped - one.told
    if (untold <= 0) return
    const at = kernel.clock.now()
    if (one.since === 0) one.since = at
    const isLate = at - one.toldAt >= tellAgainMs
    if (!isLate && now !== 'flowing') return
    write([{ appId: one.appId, at, source: 'heroku', ps: 'logplex', text: `${overflowText(untold, one.since)} (drain ${one.drain.token})` }])
    one.told = dropped
    one.toldAt = at
    one.since = 0
  }

  function tellCertificate(one: Watched, { lastError }: DrainReading): void {
    if (lastError?.isCertificate !== true || lastError.at - one.errorTold < tellAgainMs) return
    one.errorTold = lastError.at
    const text = `Error L14 (certificate validation): error="${lastError.text.replaceAll('"', "'")}" uri="${shownAddress(one.drain.url)}" (drain ${one.drain.token})`
    write([{ appId: one.appId, at: kernel.clock.now(), source: 'heroku', ps: 'logplex', text }])
  }

  function add(nameOrId: string, wanted: string): { readonly appId: string; readonly data: { id: string; token: string; url: string }; readonly leavesMachine: boolean } {
    const app = requireApp(state, nameOrId)
    const url = wanted.trim()
    const read = readDrainAddress(url)
    if (!('address' in read)) throw new PlatformError('drain-url-invalid', { url: shownAddress(url), why: read.why })
    const drains = app.drains ?? []
    if (drains.some((drain) => drain.url === url)) throw new PlatformError('drain-taken', { url: shownAddress(url), app: app.name })
    if (drains.length >= drainsPerApp) throw new PlatformError('drain-limit', { app: app.name, max: drainsPerApp })
    return { appId: app.id, data: { id: ids.next(), token: `d.${ids.next()}`, url }, leavesMachine: !read.address.isLoopback }
  }

  function find(nameOrId: string, wanted: string): { readonly appId: string; readonly drain: Drain } {
    const app = requireApp(state, nameOrId)
    const drain = app.drains?.find(({ id, token, url }) => wanted === id || wanted === token || wanted === url || wanted === shownAddress(url))
    if (drain === undefined) throw new PlatformError('drain-not-found', { drain: shownAddress(wanted) })
    return { appId: app.id, drain }
  }

  kernel.on('drain.added', (event) => watch(event.app ?? ''))
  kernel.on('drain.removed', (event) => watch(event.app ?? ''))
  kernel.on('app.destroyed', (event) => watch(event.app ?? ''))
  host.connect({ fared })

  return {
    lines,
    calls: {
      'drains:add': ({ app, url }, { cause }) => {
        const { appId, data, leavesMachine } = add(app, url)
        kernel.commit(cause, [{ type: 'drain.added', app: appId, data }])
        return { seq: state.seq, id: data.id, token: data.token, leavesMachine }
      },
      'drains:remove': ({ app, drain: wanted }, { cause }) => {
        const { appId, drain } = find(app, wanted)
        kernel.commit(cause, [{ type: 'drain.removed', app: appId, data: { id: drain.id, url: drain.url } }])
        return { seq: state.seq }
      },
      'drains:list': ({ app }) => ({ drains: (requireApp(state, app).drains ?? []).map((drain) => ({ ...drain, reading: watched.get(drain.id)?.reading ?? null })) }),
    },
    start: () => Object.keys(state.apps).forEach(watch),
    stop: host.stop,
  }
}

const isAboutDrains = ({ source, ps, text }: LogDraft): boolean => source === 'heroku' && ps === 'logplex' && text.includes('(drain d.')
