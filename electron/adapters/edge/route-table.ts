// The edge's copy of the routes, found by host, and what it knows of each app beyond the route: requests under way, requests that
// wait for a change, targets in quarantine.

import type { Route } from '../../../shared/domain/route.ts'
import { emptyLoad, type LoadCount } from './load-gauge.ts'

export type AppEntry = {
  /** null once the app is gone. */
  route: Route | null
  readonly load: LoadCount
  /** Called at every change of the route. */
  readonly waiters: Set<() => void>
  /** Target to the end of its quarantine. */
  readonly quarantine: Map<string, number>
  lastWakeAt: number
}

export type RouteTable = {
  set(route: Route): void
  remove(appId: string): void
  /** `host` as the client sent it, port and capitals included. */
  find(host: string): AppEntry | null
}

/** `onGone` is told each target that must get nothing new: it drains, or left the route. */
export function createRouteTable(onGone: (dynoId: string) => void): RouteTable {
  const apps = new Map<string, AppEntry>()
  const hosts = new Map<string, AppEntry>()

  function set(route: Route): void {
    const entry = apps.get(route.appId) ?? { route: null, load: emptyLoad(route.appId), waiters: new Set(), quarantine: new Map(), lastWakeAt: -Infinity }
    apps.set(route.appId, entry)
    replace(entry, route)
  }

  function remove(appId: string): void {
    const entry = apps.get(appId)
    if (entry === undefined) return
    apps.delete(appId)
    replace(entry, null)
  }

  function replace(entry: AppEntry, next: Route | null): void {
    const before = entry.route
    for (const host of before?.hosts ?? []) if (hosts.get(host) === entry) hosts.delete(host)
    for (const host of next?.hosts ?? []) hosts.set(host, entry)
    entry.route = next
    const healthy = new Set(next?.targets.filter((target) => target.state === 'healthy').map((target) => target.dynoId))
    for (const { dynoId } of before?.targets ?? []) {
      if (healthy.has(dynoId)) continue
      entry.quarantine.delete(dynoId)
      onGone(dynoId)
    }
    // A waiter may take its place again at once: go over those of now.
    Array.from(entry.waiters).forEach((wake) => wake())
  }

  function find(host: string): AppEntry | null {
    const name = hostName(host)
    const exact = hosts.get(name)
    if (exact !== undefined) return exact
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      const wildcard = hosts.get(`*${name.slice(dot)}`)
      if (wildcard !== undefined) return wildcard
    }
    return null
  }

  return { set, remove, find }
}

/** `Name.localhost.:7080` is `name.localhost`. */
export function hostName(host: string): string {
  const colon = host.lastIndexOf(':')
  const name = colon > host.lastIndexOf(']') ? host.slice(0, colon) : host
  return (name.endsWith('.') ? name.slice(0, -1) : name).toLowerCase()
}
