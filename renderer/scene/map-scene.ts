// The map of one app: visitors, the router, hosts with their dynos, add-ons. State and wishes in, positioned shapes out.

import type { App, FormationEntry } from '../../shared/domain/app.ts'
import { maxDynosPerApp } from '../../shared/domain/dyno-sizes.ts'
import { dynoName, type Dyno } from '../../shared/domain/dyno.ts'
import { emptyNote, groupTypes, isOfGroup, type Box } from './app-scene.ts'
import { expectedBoot, markOf, type DynoMark } from './dyno-mark.ts'
import { entryEdge, webEdges, type MapEdge } from './map-edges.ts'
import { placeServices, type MapAddOn, type MapAddOnInput, type MapTie } from './map-addons.ts'
import { heightBelow, heightBeside, type MapLinks } from './map-links.ts'
import { placedFrames, type PlacedFrames } from './map-placed.ts'
import { bodyHeight, fitForms, slotBox, type FormStep, type MapForm } from './map-forms.ts'

/** `zone`: where dynos are placed on virtual hosts, all of them have one. */
export type MapHost = { readonly id: string; readonly name: string; readonly zone?: string; readonly dynos: readonly Dyno[] }

export type MapInput = {
  readonly app: App
  readonly hosts: readonly MapHost[]
  /** Process types of the current slug; they are shown even with no dynos. */
  readonly types: readonly string[]
  /** What is about to be asked for, by process type. */
  readonly wishes: Readonly<Record<string, FormationEntry>>
  /** That the app has or pays for, none unless given. */
  readonly addOns?: readonly MapAddOnInput[]
  /** Names of links to services, none unless given. */
  readonly links?: readonly string[]
  readonly width: number
  /** The room there is: the scene says less to stay within it, and is taller only when nothing helps. */
  readonly height: number
}

/** `wish`: `stop` where a dyno would go if the wish were sent. */
export type MapDyno = Box & { readonly kind: 'dyno'; readonly dyno: Dyno; readonly mark: DynoMark; readonly form: MapForm; readonly wish: 'keep' | 'stop' }
/** Where a wished dyno would stand. */
export type MapGhost = Box & { readonly kind: 'ghost'; readonly name: string; readonly form: MapForm }
export type MapGroup = Box & {
  readonly type: string
  readonly note: string | null
  readonly dynos: readonly MapDyno[]
  readonly ghosts: readonly MapGhost[]
  /** False for one-offs and for types the slug has no more. */
  readonly isScalable: boolean
  readonly isStaged: boolean
  readonly form: MapForm
}
export type MapHostFrame = Box & { readonly id: string; readonly name: string; readonly zone: string | null; readonly dynos: readonly Dyno[]; readonly groups: readonly MapGroup[] }
export type MapZone = Box & { readonly id: string }
export type MapScene = {
  readonly width: number
  readonly height: number
  readonly visitors: Box
  readonly router: Box
  readonly hosts: readonly MapHostFrame[]
  /** One of each process type, with all its dynos: where it is named and scaled. On one host they are its groups; else they stand above the zones. */
  readonly heads: readonly MapGroup[]
  /** None where dynos are not placed on virtual hosts. */
  readonly zones: readonly MapZone[]
  readonly addOns: Box
  readonly services: readonly MapAddOn[]
  readonly ties: readonly MapTie[]
  /** `more`: add-ons and links that have no room. */
  readonly links: MapLinks
  readonly edges: readonly MapEdge[]
}

type Columns = { readonly visitors: number; readonly router: number; readonly addOns: number; readonly gap: number }
const wide: Columns = { visitors: 212, router: 124, addOns: 112, gap: 72 }
const middling: Columns = { visitors: 180, router: 108, addOns: 0, gap: 44 }
const narrow: Columns = { visitors: 148, router: 84, addOns: 0, gap: 20 }
const wideFrom = 980
const middlingFrom = 720
/** Lines longer than this are hard to read across; a wider map has wider gaps. */
const hostAtMost = 940
const gapAtMost = 168
const addOnGap = 20
/** Where add-ons have names to be read, and lines that lead to them. */
const withAddOns = { column: 152, gap: 36 }
/** The names of the columns stand above everything. */
const top = 28
const panel = { visitors: 266, router: 120, addOnsBelow: 44, addOnsGap: 8 }
const frame = { pad: 12, head: 40, gap: 12 }
const group = { pad: 10, head: 44, staged: 34, gap: 10, empty: 20, foot: 10 }

export function mapScene(input: MapInput): MapScene {
  const { links = [], addOns: services = [] } = input
  const columns = columnsOf(input.width, services.length > 0)
  const hasSideAddOns = columns.addOns > 0
  const sideGap = services.length > 0 ? withAddOns.gap : addOnGap
  const hostsX = columns.visitors + columns.router + 2 * columns.gap
  const hostsWidth = input.width - hostsX - (hasSideAddOns ? columns.addOns + sideGap : 0)
  const count = services.length + links.length
  const below = hasSideAddOns ? 0 : count === 0 ? panel.addOnsBelow : panel.addOnsGap + heightBelow(count, hostsWidth)
  const room = { x: hostsX, y: top, width: hostsWidth, height: input.height - top - below }
  const { hosts, heads, zones, end } = input.hosts.some((host) => host.zone !== undefined) ? placedFrames(input, room) : onOneMachine(input, room)
  // A column with add-ons is as tall as they need, within the room there is.
  const foot = Math.max(end, top + panel.visitors, hasSideAddOns && services.length > 0 ? Math.min(input.height, top + heightBeside(count)) : 0)
  const middle = middleOf(hosts, foot)
  const visitors = standing(0, columns.visitors, panel.visitors, middle, foot)
  const router = standing(columns.visitors + columns.gap, columns.router, panel.router, middle, foot)
  const addOns: Box = hasSideAddOns
    ? { x: hostsX + hostsWidth + sideGap, y: top, width: columns.addOns, height: foot - top }
    : { x: hostsX, y: foot + panel.addOnsGap, width: hostsWidth, height: below - panel.addOnsGap }
  const web = hosts.flatMap((host) => host.groups).filter((entry) => entry.type === 'web')
  const placed = placeServices(services, links, addOns, { x: hostsX, y: top, width: hostsWidth, height: end - top }, hasSideAddOns)
  return { width: input.width, height: foot + below, visitors, router, hosts, heads, zones, addOns, services: placed.addOns, ties: placed.ties, links: placed.links, edges: [entryEdge(input.app, visitors, router), ...webEdges(router, web)] }
}

/** Beyond what the hosts need, the width goes to the gaps, where the requests travel. */
function columnsOf(width: number, hasAddOns: boolean): Columns {
  if (width < middlingFrom) return narrow
  if (width < wideFrom) return middling
  const addOns = hasAddOns ? withAddOns.column : wide.addOns
  const spare = width - wide.visitors - wide.router - addOns - (hasAddOns ? withAddOns.gap : addOnGap) - hostAtMost
  return { ...wide, addOns, gap: Math.min(gapAtMost, Math.max(wide.gap, Math.floor(spare / 2))) }
}

function standing(x: number, width: number, height: number, middle: number, foot: number): Box {
  return { x, width, height, y: Math.round(Math.max(top, Math.min(foot - height, middle - height / 2))) }
}

/** Visitors and router stand level with the dynos they reach. */
function middleOf(hosts: readonly MapHostFrame[], foot: number): number {
  const web = hosts.flatMap((host) => host.groups).filter((entry) => entry.type === 'web')
  const [first, last] = [web[0], web.at(-1)]
  return first === undefined || last === undefined ? (top + foot) / 2 : (first.y + last.y + last.height) / 2
}

/** All hosts below each other, each with its process types. */
function onOneMachine(input: MapInput, room: Box): PlacedFrames {
  const hosts = hostFrames(input, room)
  const last = hosts.at(-1)
  return { hosts, heads: hosts.flatMap((host) => host.groups), zones: [], end: last === undefined ? top : last.y + last.height }
}

type Plan = { readonly type: string; readonly dynos: readonly Dyno[]; readonly ghosts: readonly string[]; readonly head: number }

function hostFrames(input: MapInput, at: { readonly x: number; readonly width: number; readonly height: number }): MapHostFrame[] {
  const inner = at.width - 2 * (frame.pad + group.pad)
  const plans = input.hosts.map((host, index) => groupPlans(input, host, index === 0))
  const crowds = plans.flatMap((list) => list.map((plan) => ({ count: plan.dynos.length + plan.ghosts.length, head: plan.head })))
  const around = input.hosts.length * (frame.head + frame.pad + frame.gap) - frame.gap
  const steps = fitForms(crowds, inner, at.height - around, group.gap)
  let y = top
  let taken = 0
  return input.hosts.map((host, index) => {
    const groups: MapGroup[] = []
    let groupY = y + frame.head
    for (const plan of plans[index] ?? []) {
      const shape = groupShape(input, host, plan, steps[taken++] as FormStep, { x: at.x + frame.pad, y: groupY, width: at.width - 2 * frame.pad })
      groups.push(shape)
      groupY += shape.height + group.gap
    }
    const height = groupY - y + (groups.length === 0 ? 0 : frame.pad - group.gap)
    const box = { x: at.x, y, width: at.width, height }
    y += height + frame.gap
    return { ...box, id: host.id, name: host.name, zone: null, dynos: host.dynos, groups }
  })
}

/** New dynos start on the first host. */
function groupPlans(input: MapInput, host: MapHost, isFirst: boolean): Plan[] {
  return groupTypes(host.dynos, isFirst ? input.types : []).map((type) => {
    const dynos = host.dynos.filter((dyno) => isOfGroup(dyno, type))
    const wish = input.wishes[type]
    const ghosts = isFirst && wish !== undefined ? ghostNames(type, dynos, wish.quantity) : []
    const emptyBody = dynos.length + ghosts.length === 0 ? group.empty : 0
    return { type, dynos, ghosts, head: group.head + (wish === undefined ? 0 : group.staged) + emptyBody + group.foot }
  })
}

/** The numbers that the wish has and the dynos have not. */
export function ghostNames(type: string, dynos: readonly Dyno[], quantity: number): string[] {
  const held = new Set(dynos.filter((dyno) => dyno.stopping === null).map((dyno) => dyno.number))
  const names: string[] = []
  for (let number = 1; number <= Math.min(quantity, maxDynosPerApp); number++) if (!held.has(number)) names.push(dynoName(type, number))
  return names
}

function groupShape({ app, types, wishes }: MapInput, host: MapHost, plan: Plan, step: FormStep, at: { x: number; y: number; width: number }): MapGroup {
  const wish = wishes[plan.type]
  const slots = { x: at.x + group.pad, y: at.y + group.head + (wish === undefined ? 0 : group.staged), width: at.width - 2 * group.pad }
  const boot = expectedBoot(host.dynos, plan.type)
  const dynos = plan.dynos.map((dyno, index): MapDyno => ({
    ...slotBox(index, step, slots), kind: 'dyno', dyno, mark: markOf(dyno, boot), form: step.form,
    wish: wish !== undefined && dyno.number > wish.quantity && dyno.stopping === null ? 'stop' : 'keep',
  }))
  const ghosts = plan.ghosts.map((name, index): MapGhost => ({ ...slotBox(plan.dynos.length + index, step, slots), kind: 'ghost', name, form: step.form }))
  return {
    ...at, height: plan.head + bodyHeight(dynos.length + ghosts.length, step, slots.width), type: plan.type, dynos, ghosts, form: step.form,
    note: dynos.length + ghosts.length > 0 ? null : emptyNote(plan.type, app),
    isScalable: types.includes(plan.type),
    isStaged: wish !== undefined,
  }
}
