// Asks targets whether they are ready, where an app wants that: a GET on a path, and 2xx or 3xx is yes. Ours; on Heroku a bound PORT is
// enough. What is done with the answer is the engine's affair.

import { connect } from 'node:net'
import type { Edge } from './edge-context.ts'
import type { AppEntry } from './route-table.ts'
import type { TargetEntry } from './target-entry.ts'
import { Alarm } from './timer-wheel.ts'

export type Readiness = {
  /** The app's route changed. */
  look(entry: AppEntry): void
  stop(): void
}

export type Probed = (appId: string, dynoId: string, ready: boolean, detail: string) => void

type Watch = { readonly path: string; readonly alarm: Alarm; told: boolean | null; cancel: () => void }

export function createReadiness(edge: Edge, probed: Probed): Readiness {
  const watches = new Map<string, Map<TargetEntry, Watch>>()

  function look(entry: AppEntry): void {
    const path = entry.route?.readinessPath ?? null
    const watched = watches.get(entry.appId) ?? new Map<TargetEntry, Watch>()
    const wanted = path === null ? new Set<TargetEntry>() : new Set([...entry.targets.values()].filter(({ target }) => target.state === 'healthy'))
    for (const [target, watch] of watched) {
      if (wanted.has(target) && watch.path === path) continue
      watched.delete(target)
      end(watch)
    }
    for (const target of wanted) if (path !== null && !watched.has(target)) watched.set(target, begin(entry, target, path))
    if (watched.size > 0) watches.set(entry.appId, watched)
    else watches.delete(entry.appId)
  }

  function begin(entry: AppEntry, target: TargetEntry, path: string): Watch {
    const watch: Watch = { path, told: null, cancel: () => {}, alarm: new Alarm(edge.wheel, ask) }
    function ask(): void {
      watch.cancel = probe(edge, target, entry.route?.hosts[0] ?? 'localhost', path, (ready, detail) => {
        watch.alarm.set(edge.wheel.now() + edge.limits.readinessEveryMs)
        if (watch.told === ready) return
        watch.told = ready
        probed(entry.appId, target.target.dynoId, ready, detail)
      })
    }
    ask()
    return watch
  }

  function end(watch: Watch): void {
    watch.alarm.clear()
    watch.cancel()
  }

  function stop(): void {
    for (const watched of watches.values()) for (const watch of watched.values()) end(watch)
    watches.clear()
  }

  return { look, stop }
}

const longestLine = 256

/** `told` is called once, unless it is cancelled. */
function probe(edge: Edge, { target }: TargetEntry, host: string, path: string, told: (ready: boolean, detail: string) => void): () => void {
  const socket = connect({ host: target.host, port: target.port })
  const late = new Alarm(edge.wheel, () => finish(false, `GET ${path} was not answered within ${edge.limits.readinessMs / 1000} s`))
  let isOver = false
  let text = ''
  late.set(edge.wheel.now() + edge.limits.readinessMs)
  socket.on('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: dynarium-readiness\r\nConnection: close\r\n\r\n`))
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text = (text + piece).slice(0, longestLine)
    const status = /^HTTP\/1\.[01] (\d{3})[^\r]*\r/.exec(text)?.[1]
    if (status !== undefined) finish(/^[23]/.test(status), `GET ${path} answered ${status}`)
    else if (text.length >= longestLine) finish(false, `GET ${path} answered with something that is not HTTP`)
  })
  socket.on('error', (error: NodeJS.ErrnoException) => finish(false, `GET ${path}: ${error.code === 'ECONNREFUSED' ? 'the connection was refused' : 'the connection failed'}`))
  socket.on('close', () => finish(false, `GET ${path}: the connection closed without an answer`))

  function finish(ready: boolean, detail: string): void {
    if (isOver) return
    cancel()
    told(ready, detail)
  }

  function cancel(): void {
    isOver = true
    late.clear()
    socket.destroy()
  }

  return cancel
}
