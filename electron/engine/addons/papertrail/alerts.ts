// Alerts of saved searches: counted over a window of minutes as lines come, raised once in it, told in the window and posted where a person
// said, in the form of Papertrail's webhooks. A post that fails is tried again, and told when none came through.

import type { FoundLine } from '../../../../shared/domain/log-search.ts'
import { priorityOf } from '../../../../shared/drains/syslog-line.ts'
import { shownAddress } from '../../../../shared/drains/drain-address.ts'
import { levelName } from '../../../../shared/log-search/levels.ts'
import { isoTime } from '../../../../shared/text/time.ts'
import { because, type Kernel } from '../../journal/kernel.ts'
import type { LogSearch, WatchNews } from '../../ports/log-search.ts'
import type { Webhooks } from '../../ports/webhooks.ts'

export type Alerts = {
  /** The alerts of an add-on's saved searches, as they are now. */
  follow(addOnId: string): void
  forget(addOnId: string): void
  seen(news: WatchNews): void
}

type Deps = { readonly search: LogSearch; readonly webhooks: Webhooks; readonly onTrouble: (error: unknown) => void }
type Watched = { readonly addOnId: string; readonly name: string; readonly query: string; hits: { readonly at: number; readonly count: number }[]; lines: FoundLine[]; quietUntil: number }

/** After these, the next tries. */
const triesAfterMs = [1000, 10_000, 60_000]
const minuteMs = 60_000
/** Lines that a post shows. */
const linesPosted = 20

export function createAlerts(kernel: Kernel, { search, webhooks, onTrouble }: Deps): Alerts {
  const { state } = kernel
  const watched = new Map<string, Watched>()
  for (const type of ['search.saved', 'search.forgotten', 'search.alertSet'] as const) kernel.on(type, ({ data }) => follow(data.addOnId))

  const keyOf = (addOnId: string, name: string): string => `alert:${addOnId}:${name}`

  function follow(addOnId: string): void {
    const wanted = (state.savedSearches[addOnId] ?? []).filter(({ alert }) => alert !== null)
    for (const [key, one] of watched) if (one.addOnId === addOnId && !wanted.some(({ name }) => name === one.name)) drop(key)
    for (const { name, query } of wanted) {
      const key = keyOf(addOnId, name)
      if (watched.get(key)?.query === query) continue
      watched.set(key, { addOnId, name, query, hits: [], lines: [], quietUntil: 0 })
      search.watch(addOnId, { watchId: key, query })
    }
  }

  function drop(key: string): void {
    watched.delete(key)
    search.unwatch(key)
  }

  function forget(addOnId: string): void {
    for (const [key, one] of watched) if (one.addOnId === addOnId) drop(key)
  }

  function seen({ watchId, count, lines }: WatchNews): void {
    const one = watched.get(watchId)
    const alert = state.savedSearches[one?.addOnId ?? '']?.find(({ name }) => name === one?.name)?.alert
    const now = kernel.clock.now()
    if (one === undefined || alert == null || now < one.quietUntil) return
    const { times, minutes } = alert
    one.hits = [...one.hits.filter(({ at }) => at > now - minutes * minuteMs), { at: now, count }].slice(-1000)
    one.lines = [...one.lines, ...lines].slice(-linesPosted)
    const total = one.hits.reduce((sum, hit) => sum + hit.count, 0)
    if (total >= times) raise(one, total, minutes, alert.webhook)
  }

  function raise(one: Watched, count: number, minutes: number, webhook: string | null): void {
    const lines = one.lines
    one.hits = []
    one.lines = []
    one.quietUntil = kernel.clock.now() + minutes * minuteMs
    const addOn = state.addOns[one.addOnId]
    if (addOn === undefined) return
    const [raised] = kernel.commit({ kind: 'observed', text: `${count} lines matched "${one.query}"` }, [
      { type: 'search.alerted', app: addOn.appId, data: { addOnId: one.addOnId, name: one.name, count, example: lines.at(-1)?.text.slice(0, 500) ?? '' } },
    ])
    if (raised !== undefined && webhook !== null) void deliver(one, webhook, payload(one, state.apps[addOn.appId]?.name ?? '', lines), raised.seq).catch(onTrouble)
  }

  async function deliver(one: Watched, webhook: string, text: string, seq: number): Promise<void> {
    let why = ''
    for (let attempt = 0; attempt <= triesAfterMs.length; attempt += 1) {
      if (attempt > 0) await new Promise<void>((resolve) => void kernel.clock.after(triesAfterMs[attempt - 1] ?? 0, resolve))
      const status = await webhooks.post(webhook, { type: 'application/x-www-form-urlencoded', text }).catch((error: unknown) => {
        why = error instanceof Error ? error.message : String(error)
        return null
      })
      if (status !== null && status >= 200 && status < 300) return
      if (status !== null) why = `it answered with ${status}`
    }
    const addOn = state.addOns[one.addOnId]
    if (addOn === undefined) return
    kernel.commit(because({ seq }), [{ type: 'search.alertFailed', app: addOn.appId, data: { addOnId: one.addOnId, name: one.name, webhook: shownAddress(webhook), why } }])
  }

  return { follow, forget, seen }
}

/** `payload=` and JSON, as Papertrail posts. */
function payload({ name, query }: Watched, sender: string, lines: readonly FoundLine[]): string {
  const events = lines.map(({ id, at, source, ps, text }) => {
    const priority = priorityOf(source, ps)
    const time = isoTime(at)
    return { id, received_at: time, display_received_at: time, source_ip: '127.0.0.1', source_name: sender, hostname: sender, severity: levelName('severity', priority & 7), facility: levelName('facility', priority >> 3), program: `${source}/${ps}`, message: text }
  })
  return `payload=${encodeURIComponent(JSON.stringify({ saved_search: { name, query }, max_id: String(lines.at(-1)?.id ?? 0), min_id: String(lines[0]?.id ?? 0), events }))}`
}
