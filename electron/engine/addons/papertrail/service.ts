// papertrail: keeps the log lines of the app it belongs to and finds them again. Papertrail is fed by a log drain; here the lines come
// straight from the log. What is over the volume of a day is dropped and counted; lines older than the days of search stay in the archives.

import { findAddOn, type AddOn } from '../../../../shared/domain/add-on.ts'
import type { LogDraft } from '../../../../shared/domain/log.ts'
import { parseQuery } from '../../../../shared/log-search/parse-query.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { StreamItem } from '../../../../shared/protocol/streams.ts'
import { createChannel } from '../../journal/channel.ts'
import type { CallHandlers, Reader } from '../../journal/room.ts'
import type { LogSearch } from '../../ports/log-search.ts'
import type { Webhooks } from '../../ports/webhooks.ts'
import type { AddOnDesk, AddOnService, MakeService } from '../service.ts'
import { createAlerts } from './alerts.ts'
import { decideAlert, decideForget, decideSave } from './saved-searches.ts'

export type PapertrailDeps = { readonly search: LogSearch; readonly webhooks: Webhooks }

export type Papertrail = {
  readonly make: MakeService
  /** Call it for every line that is written. */
  lines(drafts: readonly LogDraft[]): void
}

const slug = 'papertrail'
const usualArchiveDays = 7
const [dayMs, mebibyte] = [86_400_000, 1024 * 1024]
/** Items that wait for a slow reader of a live search. */
const tailItems = 16
const tailItemLines = 400
/** Bytes of an archive in one piece; divisible by three, as base64 wants. */
const pieceBytes = 192 * 1024

export function createPapertrail({ search, webhooks }: PapertrailDeps): Papertrail {
  /** Logs that are open, by app. */
  const byApp = new Map<string, string>()

  function lines(drafts: readonly LogDraft[]): void {
    for (const [appId, addOnId] of byApp) search.take(addOnId, byApp.size === 1 && drafts.every((draft) => draft.appId === appId) ? drafts : drafts.filter((draft) => draft.appId === appId))
  }

  function make(desk: AddOnDesk): AddOnService {
    const { kernel } = desk
    const { state, ids } = kernel
    const alerts = createAlerts(kernel, { search, webhooks, onTrouble: desk.onTrouble })
    const tails = new Map<string, (item: StreamItem<'papertrail:tail'>) => void>()

    search.connect({
      watched: (news) => {
        for (const one of news) {
          tails.get(one.watchId)?.({ lines: one.lines, count: one.count })
          alerts.seen(one)
        }
      },
    })

    function open(addOn: AddOn, limits: Readonly<Record<string, number>>): void {
      search.open({ id: addOn.id, sender: state.apps[addOn.appId]?.name ?? addOn.name, archiveDays: limits['archiveDays'] ?? usualArchiveDays, bytesPerDay: limits['volumeMbPerDay'] === undefined ? null : limits['volumeMbPerDay'] * mebibyte })
      byApp.set(addOn.appId, addOn.id)
      alerts.follow(addOn.id)
    }

    const find = (nameOrId: string): AddOn => desk.find(nameOrId, slug)

    function since(addOn: AddOn): number {
      const days = desk.planOf(addOn).limits['searchDays']
      return days === undefined ? 0 : kernel.clock.now() - days * dayMs
    }

    function checkQuery(query: string): string {
      const parsed = parseQuery(query)
      if ('query' in parsed) return query
      throw new PlatformError('search-invalid', { why: parsed.problem, at: parsed.at })
    }

    function tail(args: { readonly addOn: string; readonly query: string }): Reader<StreamItem<'papertrail:tail'>> {
      const addOn = find(args.addOn)
      const watchId = `tail:${ids.next()}`
      const channel = createChannel<StreamItem<'papertrail:tail'>>({
        bound: tailItems,
        merge: (older, newer) => (older.lines.length + newer.lines.length <= tailItemLines ? { lines: [...older.lines, ...newer.lines], count: older.count + newer.count } : null),
        onDrop: () => {},
        onClose: () => {
          tails.delete(watchId)
          search.unwatch(watchId)
        },
      })
      tails.set(watchId, channel.push)
      search.watch(addOn.id, { watchId, query: checkQuery(args.query) })
      return channel.reader
    }

    function archive(args: { readonly addOn: string; readonly name: string }): Reader<StreamItem<'papertrail:archive'>> {
      const addOn = find(args.addOn)
      let bytes: Uint8Array | null = null
      let at = 0
      return {
        next: async () => {
          bytes ??= await search.archive(addOn.id, args.name)
          if (bytes === null) throw new PlatformError('archive-not-found', { archive: args.name, addOn: addOn.name })
          if (at >= bytes.length) return null
          const piece = bytes.subarray(at, at + pieceBytes)
          at += pieceBytes
          return { base64: toBase64(piece) }
        },
        close: () => void (at = Infinity),
      }
    }

    const calls: CallHandlers = {
      'papertrail:search': ({ addOn: name, query, before, limit }) => {
        const addOn = find(name)
        return search.search(addOn.id, { query: checkQuery(query), limit, before, since: since(addOn) })
      },
      'papertrail:info': ({ addOn }) => search.facts(find(addOn).id),
      'papertrail:archives': async ({ addOn }) => ({ archives: [...(await search.archives(find(addOn).id))] }),
      'papertrail:save': ({ addOn, name, query }, { cause }) => {
        const { id, appId } = find(addOn)
        kernel.commit(cause, decideSave(state, { addOnId: id, appId, name, query: checkQuery(query) }))
        return { seq: state.seq }
      },
      'papertrail:forget': ({ addOn, name }, { cause }) => {
        const { id, appId } = find(addOn)
        kernel.commit(cause, decideForget(state, { addOnId: id, appId, name }))
        return { seq: state.seq }
      },
      'papertrail:alert': ({ addOn, name, alert }, { cause }) => {
        const { id, appId } = find(addOn)
        kernel.commit(cause, decideAlert(state, { addOnId: id, appId, name, alert }))
        return { seq: state.seq }
      },
    }

    kernel.on('app.renamed', (event) => {
      const addOn = findAddOn(state, byApp.get(event.app ?? '') ?? '')
      if (addOn !== null) open(addOn, desk.planOf(addOn).limits ?? {})
    })

    return {
      slug,
      provision: async ({ addOn, plan }) => {
        open(addOn, plan.limits ?? {})
        return { config: { default: { PAPERTRAIL_API_TOKEN: addOn.config['default']?.['PAPERTRAIL_API_TOKEN'] ?? ids.next().replaceAll('-', '') } }, message: 'Lines of the app are kept from now on, on this machine only.' }
      },
      changePlan: async ({ addOn, plan }) => {
        open(addOn, plan.limits ?? {})
        return { message: `Archives are kept for ${plan.limits?.['archiveDays'] ?? usualArchiveDays} days now.` }
      },
      resume: async (addOn, plan) => open(addOn, plan.limits ?? {}),
      deprovision: async (addOn) => {
        if (byApp.get(addOn.appId) === addOn.id) byApp.delete(addOn.appId)
        alerts.forget(addOn.id)
        // A log that another engine left half way is opened to be removed.
        search.open({ id: addOn.id, sender: addOn.name, archiveDays: usualArchiveDays, bytesPerDay: null })
        await search.remove(addOn.id)
      },
      room: { calls, streams: { 'papertrail:tail': tail, 'papertrail:archive': archive }, stop: search.stop },
    }
  }

  return { make, lines }
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function toBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[at], bytes[at + 1], bytes[at + 2]]
    const left = bytes.length - at
    parts.push(digits.charAt(a >> 2) + digits.charAt(((a & 3) << 4) | (b >> 4)) + (left > 1 ? digits.charAt(((b & 15) << 2) | (c >> 6)) : '=') + (left > 2 ? digits.charAt(c & 63) : '='))
  }
  return parts.join('')
}
