// Add-ons on the map of one app: where each stands, and the line from the dynos to it. The line says whether its config vars are there.

import type { AddOnState } from '../../shared/domain/add-on.ts'
import type { Box } from './app-scene.ts'
import type { Link } from './links.ts'
import { linksBelow, linksBeside, type MapLinks } from './map-links.ts'
import type { MapEdge } from './map-edges.ts'

export type MapAddOnInput = {
  readonly id: string
  readonly name: string
  readonly service: string
  readonly plan: string
  readonly state: AddOnState
  /** What the service says of it, or why it errored. */
  readonly message: string | null
  /** Of its attachments in this app; none for one that only is paid for, e.g. because it errored. */
  readonly names: readonly string[]
  /** Other apps that have it. */
  readonly others: readonly string[]
  /** The app that pays, where it is another one. */
  readonly payer: string | null
}

export type MapAddOn = Box & { readonly addOn: MapAddOnInput; readonly form: 'tall' | 'flat' }
/** What passes the links of an add-on together. Bytes a second; null while it is not measured. */
export type Passing = { readonly open: number; readonly refuses: boolean; readonly toService: number | null; readonly toDyno: number | null }
/** From the hosts to an add-on. */
export type MapTie = { readonly addOnId: string; readonly path: string; readonly kind: MapEdge['kind'] }
export type MapServices = { readonly addOns: readonly MapAddOn[]; readonly ties: readonly MapTie[]; readonly links: MapLinks }

/** What a tie keeps from the corner of the hosts, in pixels. */
const cornerPx = 12
/** Where a tie from above meets a mark, from its left. */
const insetPx = 24
/** Half of the gap between two that stand side by side. */
const besidePx = 4

/** Add-ons first, then links that belong to none. `hosts`: where dynos stand, all of them together. */
export function placeServices(addOns: readonly MapAddOnInput[], links: readonly string[], place: Box, hosts: Box, isBeside: boolean): MapServices {
  const names = [...addOns.map(({ id }) => id), ...links]
  const placed = isBeside ? linksBeside(names, place) : linksBelow(names, place)
  const marks = placed.shown.slice(0, addOns.length).flatMap(({ x, y, width, height, form }, index): MapAddOn[] => {
    const addOn = addOns[index]
    return addOn === undefined ? [] : [{ x, y, width, height, form, addOn }]
  })
  return { addOns: marks, ties: marks.flatMap((mark) => tieTo(mark, marks, hosts, isBeside)), links: { shown: placed.shown.slice(addOns.length), more: placed.more } }
}

function tieTo(mark: MapAddOn, all: readonly MapAddOn[], hosts: Box, isBeside: boolean): MapTie[] {
  const { addOn, x, y, height } = mark
  if (addOn.names.length === 0) return []
  const middle = y + height / 2
  const kind = addOn.state === 'provisioned' ? 'open' : addOn.state === 'provisioning' ? 'waiting' : 'closed'
  const foot = hosts.y + hosts.height
  const isFirstLine = y === Math.min(...all.map((one) => one.y))
  if (!isBeside) return [{ addOnId: addOn.id, kind, path: isFirstLine ? `M${x + insetPx} ${foot}V${y}` : `M${x - besidePx} ${foot}V${middle}H${x}` }]
  const from = { x: hosts.x + hosts.width, y: Math.max(hosts.y + cornerPx, Math.min(foot - cornerPx, middle)) }
  const between = (from.x + x) / 2
  return [{ addOnId: addOn.id, kind, path: from.y === middle ? `M${from.x} ${middle}H${x}` : `M${from.x} ${from.y}C${between} ${from.y} ${between} ${middle} ${x} ${middle}` }]
}

/** A service is reached through links named after its add-on, with a part behind a dot where there are several. */
export const isLinkOf = (link: string, addOn: string): boolean => link === addOn || link.startsWith(`${addOn}.`)

/** Null where it has none. */
export function passingOf(addOn: string, links: readonly Link[]): Passing | null {
  const own = links.filter(({ name }) => isLinkOf(name, addOn))
  if (own.length === 0) return null
  const sum = (read: (link: Link) => number | null): number | null => own.reduce<number | null>((all, link) => (all === null || read(link) === null ? null : all + (read(link) ?? 0)), 0)
  return { open: own.reduce((all, { connections }) => all + connections, 0), refuses: own.every(({ enabled }) => !enabled), toService: sum(({ perSecondToService }) => perSecondToService), toDyno: sum(({ perSecondToDyno }) => perSecondToDyno) }
}

/** Titles of the faults on any of its links. */
export const faultsOn = (addOn: string, proxies: ReadonlyMap<string, readonly string[]>): readonly string[] => [...new Set([...proxies].flatMap(([link, titles]) => (isLinkOf(link, addOn) ? titles : [])))]
