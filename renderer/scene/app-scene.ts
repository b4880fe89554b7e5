// The small map of one app: visitors, the router, and its dynos by process type. State in, positioned shapes out; the stage draws them.

import type { App } from '../../shared/domain/app.ts'
import type { Dyno } from '../../shared/domain/dyno.ts'
import { expectedBoot, markOf, type DynoMark } from './dyno-mark.ts'

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
/** A row says most, a tile less, a dot only the state. The more dynos, the less each says. */
export type DynoForm = 'row' | 'tile' | 'dot'
export type DynoShape = Box & { readonly dyno: Dyno; readonly mark: DynoMark; readonly form: DynoForm }
export type GroupShape = Box & { readonly type: string; readonly title: string; readonly note: string | null; readonly dynos: readonly DynoShape[] }
/** `dynoId` and `label`, the place of its number, where the line leads to one dyno alone. */
export type EdgeShape = {
  readonly id: string
  readonly path: string
  readonly kind: 'open' | 'waiting' | 'closed'
  readonly dynoId: string | null
  readonly label: { readonly x: number; readonly y: number } | null
}
export type AppScene = {
  readonly width: number
  readonly height: number
  readonly visitors: Box
  readonly router: Box
  readonly groups: readonly GroupShape[]
  readonly edges: readonly EdgeShape[]
}

export type SceneInput = {
  readonly app: App
  readonly dynos: readonly Dyno[]
  /** Process types of the current slug; they are shown even with no dynos. */
  readonly types: readonly string[]
  readonly width: number
}

type Columns = { readonly visitors: number; readonly router: number; readonly routerWidth: number; readonly groups: number }
const nodeHeight = { visitors: 44, router: 60 }
/** Where things stand from the left, and the same with an inspector beside a small map. */
const wide: Columns = { visitors: 60, router: 128, routerWidth: 116, groups: 332 }
const tight: Columns = { visitors: 48, router: 92, routerWidth: 100, groups: 236 }
const tightBelow = 580
const row = { height: 36, gap: 6, leastWidth: 190 }
const tile = { width: 156, height: 44, gap: 8 }
const dot = { width: 28, height: 28, gap: 4 }
const group = { pad: 12, head: 32, gap: 12, emptyBody: 20 }
/** A number stands on the outer side of its line, where no other line passes. */
const labelGap = { side: 6, above: 5, below: 14 }
/** Most dynos of one group in each form. */
const rowsAtMost = 6
const tilesAtMost = 24

export function appScene({ app, dynos, types, width }: SceneInput): AppScene {
  const columns = width < tightBelow ? tight : wide
  const groupWidth = Math.max(row.leastWidth + 2 * group.pad, width - columns.groups)
  const groups: GroupShape[] = []
  let y = 0
  for (const type of groupTypes(dynos, types)) {
    const shape = groupShape(type, app, dynos, { x: columns.groups, y, width: groupWidth })
    groups.push(shape)
    y += shape.height + group.gap
  }
  const height = Math.max(y - group.gap, 120)
  const web = groups.find((shape) => shape.type === 'web') ?? null
  const middle = web === null ? height / 2 : middleOf(web)
  const router = standing(columns.router, columns.routerWidth, nodeHeight.router, middle)
  const visitors = standing(0, columns.visitors, nodeHeight.visitors, middle)
  const edges = [entryEdge(app, visitors, router), ...(web === null ? [] : webEdges(router, web, columns === wide))]
  return { width: columns.groups + groupWidth, height, visitors, router, groups, edges }
}

function standing(x: number, width: number, height: number, middle: number): Box {
  return { x, y: Math.max(0, middle - height / 2), width, height }
}

/** The router stands level with the dynos it feeds. */
function middleOf(web: GroupShape): number {
  const first = web.dynos[0]
  const last = web.dynos[web.dynos.length - 1]
  return first === undefined || last === undefined ? web.y + web.height / 2 : (first.y + last.y + last.height) / 2
}

/** web first, then the slug's other types, then whatever else still runs; one-offs share a group. */
export function groupTypes(dynos: readonly Dyno[], types: readonly string[]): string[] {
  const running = dynos.filter((dyno) => dyno.kind === 'formation').map((dyno) => dyno.type)
  const formation = [...new Set([...types, ...running])].filter((type) => type !== 'release')
  formation.sort((a, b) => Number(b === 'web') - Number(a === 'web') || (a < b ? -1 : 1))
  return dynos.some((dyno) => dyno.kind !== 'formation') ? [...formation, oneOffs] : formation
}

const oneOffs = 'one-off'

export const isOfGroup = (dyno: Dyno, type: string): boolean => (type === oneOffs ? dyno.kind !== 'formation' : dyno.kind === 'formation' && dyno.type === type)

function groupShape(type: string, app: App, all: readonly Dyno[], at: { x: number; y: number; width: number }): GroupShape {
  const dynos = all.filter((dyno) => isOfGroup(dyno, type))
  const inner = at.width - 2 * group.pad
  const form: DynoForm = dynos.length <= rowsAtMost ? 'row' : dynos.length <= tilesAtMost ? 'tile' : 'dot'
  const step = form === 'row' ? { ...row, width: inner } : form === 'tile' ? tile : dot
  const perRow = Math.max(1, Math.floor((inner + step.gap) / (step.width + step.gap)))
  const shapes = dynos.map((dyno, index) => ({
    x: at.x + group.pad + (index % perRow) * (step.width + step.gap),
    y: at.y + group.head + Math.floor(index / perRow) * (step.height + step.gap),
    width: step.width,
    height: step.height,
    form,
    dyno,
    mark: markOf(dyno, expectedBoot(all, dyno.type)),
  }))
  const rows = Math.ceil(dynos.length / perRow)
  const body = rows === 0 ? group.emptyBody : rows * (step.height + step.gap) - step.gap
  return { ...at, height: group.head + body + group.pad, type, title: type, note: dynos.length > 0 ? null : emptyNote(type, app), dynos: shapes }
}

export function emptyNote(type: string, app: App): string {
  const quantity = Object.hasOwn(app.formation, type) ? (app.formation[type]?.quantity ?? 0) : 0
  if (quantity > 0) return 'about to start'
  return type === 'web' ? 'No web dynos: visitors get H14.' : 'Scaled to 0.'
}

function entryEdge(app: App, visitors: Box, router: Box): EdgeShape {
  const y = router.y + router.height / 2
  return { id: 'entry', path: `M${visitors.x + visitors.width} ${y}H${router.x}`, kind: app.maintenance ? 'closed' : 'open', dynoId: null, label: null }
}

/** One line to each dyno while they stand below each other; else one trunk to the group. */
function webEdges(router: Box, web: GroupShape, hasLabels: boolean): EdgeShape[] {
  const from = { x: router.x + router.width, y: router.y + router.height / 2 }
  const rows = web.dynos.filter((shape) => shape.form === 'row')
  if (rows.length === 0) return [{ id: 'web', path: curve(from, { x: web.x, y: from.y }), kind: edgeKind(web.dynos), dynoId: null, label: null }]
  return rows.map((shape) => {
    const to = { x: shape.x, y: shape.y + shape.height / 2 }
    return { id: shape.dyno.id, path: curve(from, to), kind: edgeKind([shape]), dynoId: shape.dyno.id, label: hasLabels ? { x: web.x - labelGap.side, y: to.y + (to.y > from.y ? labelGap.below : -labelGap.above) } : null }
  })
}

function edgeKind(shapes: readonly DynoShape[]): EdgeShape['kind'] {
  if (shapes.some((shape) => shape.mark.kind === 'up')) return 'open'
  return shapes.some((shape) => shape.mark.kind === 'starting' || shape.mark.kind === 'draining') ? 'waiting' : 'closed'
}

function curve(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const middle = (from.x + to.x) / 2
  return `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`
}
