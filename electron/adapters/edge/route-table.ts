// The edge's copy of the routes, found by host, and what it knows of each app beyond the route: requests under way, requests that
// wait for a change, and its targets with their quarantine.

import type { Route, Target } from '../../../shared/domain/route.ts'
import { emptyLoad, type LoadCount } from './load-gauge.ts'
import { TargetEntry } from './target-entry.ts'

/** Something that waits for a change of a route. */
export type Waiter = { routeChanged(): void }

export type AppEntry = {
  readonly appId: string
  /** null once the app is gone. */
  route: Route | null
  readonly load: LoadCount
  readonly waiters: Set<Waiter>
  /** By dyno, those that left the route and are still busy excluded. */
  readonly targets: Map<string, TargetEntry>
  /** Those that left the route while they were busy. One may come back to drain: a release takes over in two steps. */
  readonly leaving: Map<string, TargetEntry>
  /** Neither draining nor unready. */
  healthy: TargetEntry[]
  /** Those of them that are not in quarantine: the same array until that changes. */
  free: TargetEntry[]
  /** When the first quarantine ends; Infinity: none is on. */
  freeUntil: number
  /** Picks so far. */
  turn: number
  /** Connections of clients that asked for this app last. */
  clients: number
  lastWakeAt: number
}

export type RouteTable = {
  set(route: Route): void
  remove(appId: string): void
  /** `host` as the client sent it, port and capitals included. */
  find(host: string): AppEntry | null
  /** An app that had this host once. */
  findFormer(host: string): AppEntry | null
  entries(): Iterable<AppEntry>
}

/** `onGone` is told each target that must get nothing new: it drains, or left the route. `onSet` each app after a change. */
export function createRouteTable(onGone: (target: TargetEntry) => void, onSet: (entry: AppEntry) => void = () => {}): RouteTable {
  const apps = new Map<string, AppEntry>()
  const hosts = new Map<string, AppEntry>()
  const former = new Map<string, AppEntry>()
  /** What clients call a host, by the spelling they use. */
  const spellings = new Map<string, AppEntry>()

  function set(route: Route): void {
    const entry = apps.get(route.appId) ?? newEntry(route.appId)
    apps.set(route.appId, entry)
    replace(entry, route)
    onSet(entry)
  }

  function remove(appId: string): void {
    const entry = apps.get(appId)
    if (entry === undefined) return
    apps.delete(appId)
    replace(entry, null)
    onSet(entry)
  }

  function replace(entry: AppEntry, next: Route | null): void {
    const before = entry.route
    entry.route = next
    if (before?.hosts.join() !== next?.hosts.join()) {
      rename(hosts, entry, before?.hosts, next?.hosts)
      spellings.clear()
    }
    if (before?.formerHosts.join() !== next?.formerHosts.join()) rename(former, entry, before?.formerHosts, next?.formerHosts)
    replaceTargets(entry, next?.targets ?? [], onGone)
    // A waiter may take its place again at once: go over those of now.
    Array.from(entry.waiters).forEach((waiter) => waiter.routeChanged())
  }

  function find(host: string): AppEntry | null {
    const known = spellings.get(host)
    if (known !== undefined) return known
    const found = lookUp(hosts, hostName(host))
    if (found === null) return null
    if (spellings.size >= maxSpellings) spellings.clear()
    spellings.set(host, found)
    return found
  }

  return { set, remove, find, findFormer: (host) => lookUp(former, hostName(host)), entries: () => apps.values() }
}

const maxSpellings = 4096

function newEntry(appId: string): AppEntry {
  const targets = new Map<string, TargetEntry>()
  return {
    appId, route: null, load: emptyLoad(appId), waiters: new Set(), targets, leaving: new Map(), healthy: [], free: [], freeUntil: Infinity, turn: 0, clients: 0, lastWakeAt: -Infinity,
  }
}

function rename(hosts: Map<string, AppEntry>, entry: AppEntry, before: readonly string[] = [], next: readonly string[] = []): void {
  for (const host of before) if (hosts.get(host) === entry) hosts.delete(host)
  for (const host of next) hosts.set(host, entry)
}

function replaceTargets(entry: AppEntry, next: readonly Target[], onGone: (target: TargetEntry) => void): void {
  const before = [...entry.targets.values()]
  const now = new Set(next.map(({ dynoId }) => dynoId))
  for (const target of next) {
    const known = entry.targets.get(target.dynoId) ?? comeBack(entry, target.dynoId)
    if (known !== undefined && known.target.host === target.host && known.target.port === target.port) known.target = target
    else entry.targets.set(target.dynoId, new TargetEntry(target))
  }
  for (const [dynoId, { connections }] of entry.leaving) if (connections.size === 0) entry.leaving.delete(dynoId)
  for (const known of new Set([...before, ...entry.targets.values()])) {
    const { dynoId } = known.target
    if (!now.has(dynoId)) leave(entry, known)
    known.isGone = entry.targets.get(dynoId) !== known || known.target.state !== 'healthy'
    if (!known.isGone) continue
    known.quarantinedUntil = 0
    onGone(known)
  }
  entry.healthy = [...entry.targets.values()].filter(({ target }) => target.state === 'healthy' && target.unready !== true)
  refreshFree(entry, performance.now())
}

function leave(entry: AppEntry, target: TargetEntry): void {
  const { dynoId } = target.target
  entry.targets.delete(dynoId)
  if (target.connections.size > 0) entry.leaving.set(dynoId, target)
}

function comeBack({ leaving, targets }: AppEntry, dynoId: string): TargetEntry | undefined {
  const known = leaving.get(dynoId)
  if (known === undefined) return undefined
  leaving.delete(dynoId)
  targets.set(dynoId, known)
  known.isDrained = false
  return known
}

export function quarantine(entry: AppEntry, target: TargetEntry, until: number, now: number): void {
  target.quarantinedUntil = until
  refreshFree(entry, now)
}

/** Costs one comparison while nothing is in quarantine. */
export function freeTargets(entry: AppEntry, now: number): readonly TargetEntry[] {
  if (now >= entry.freeUntil) refreshFree(entry, now)
  return entry.free
}

function refreshFree(entry: AppEntry, now: number): void {
  const held = entry.healthy.filter((target) => target.quarantinedUntil > now)
  entry.free = held.length === 0 ? entry.healthy : entry.healthy.filter((target) => target.quarantinedUntil <= now)
  entry.freeUntil = Math.min(Infinity, ...held.map((target) => target.quarantinedUntil))
}

function lookUp(hosts: ReadonlyMap<string, AppEntry>, name: string): AppEntry | null {
  const exact = hosts.get(name)
  if (exact !== undefined) return exact
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const wildcard = hosts.get(`*${name.slice(dot)}`)
    if (wildcard !== undefined) return wildcard
  }
  return null
}

/** `Name.localhost.:7080` is `name.localhost`. */
export function hostName(host: string): string {
  const colon = host.lastIndexOf(':')
  const name = colon > host.lastIndexOf(']') ? host.slice(0, colon) : host
  return (name.endsWith('.') ? name.slice(0, -1) : name).toLowerCase()
}
