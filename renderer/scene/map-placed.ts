// The map where dynos are placed on virtual hosts: what is scaled stands on top, one line a process type; below it zones, hosts in
// them, and on each host its dynos. A lost host or zone is then one box on the map.

import type { Dyno } from '../../shared/domain/dyno.ts'
import { emptyNote, groupTypes, isOfGroup, type Box } from './app-scene.ts'
import { expectedBoot, markOf } from './dyno-mark.ts'
import { bodyHeight, fitForms, slotBox, type FormStep } from './map-forms.ts'
import { ghostNames, type MapDyno, type MapGhost, type MapGroup, type MapHost, type MapHostFrame, type MapInput, type MapZone } from './map-scene.ts'

export type PlacedFrames = { readonly hosts: readonly MapHostFrame[]; readonly heads: readonly MapGroup[]; readonly zones: readonly MapZone[]; /** Where they end. */ readonly end: number }

const head = { height: 36, staged: 34, gap: 6, pad: 10 }
const zone = { head: 26, pad: 8, gap: 8 }
/** `name`: the column on the right where the host is named, out of the way of the lines that come from the left. */
const host = { pad: 6, gap: 6, empty: 28, name: 52 }
const ghostTile: FormStep = { form: 'tile', width: 93, height: 32, gap: 6 }
const ghostDot: FormStep = { form: 'dot', width: 20, height: 20, gap: 4 }
const ghostTilesAtMost = 4
const namedTile: FormStep = { form: 'tile', width: 93, height: 44, gap: 8 }
/** On one host. */
const namedAtMost = 4

export function placedFrames(input: MapInput, room: Box): PlacedFrames {
  const dynos = input.hosts.flatMap((entry) => entry.dynos)
  const heads: MapGroup[] = []
  let y = room.y
  for (const type of groupTypes(dynos, input.types)) {
    const shape = headShape(input, type, dynos, { x: room.x, y, width: room.width })
    heads.push(shape)
    y += shape.height + head.gap
  }
  const step = stepFor(input, room, y)
  const hosts: MapHostFrame[] = []
  const zones: MapZone[] = []
  for (const id of new Set(input.hosts.map((entry) => entry.zone ?? ''))) {
    const start = y
    y += zone.head
    for (const entry of input.hosts.filter((one) => (one.zone ?? '') === id)) {
      const shape = hostShape(input, entry, step, { x: room.x + zone.pad, y, width: room.width - 2 * zone.pad })
      hosts.push(shape)
      y += shape.height + host.gap
    }
    y += zone.pad - host.gap
    zones.push({ id, x: room.x, y: start, width: room.width, height: y - start })
    y += zone.gap
  }
  return { hosts, heads, zones, end: y - zone.gap }
}

const innerWidth = (room: Box): number => room.width - 2 * (zone.pad + host.pad) - host.name

/** One form for all hosts: the leanest that any of them needs. */
function stepFor(input: MapInput, room: Box, y: number): FormStep {
  const zones = new Set(input.hosts.map((entry) => entry.zone)).size
  const around = zones * (zone.head + zone.pad + zone.gap) + input.hosts.length * host.gap
  const crowds = input.hosts.map((entry) => ({ count: entry.dynos.length, head: entry.dynos.length === 0 ? host.empty : 2 * host.pad }))
  const steps = fitForms(crowds, innerWidth(room), room.y + room.height - y - around, 0)
  const taken = steps.filter((_, index) => (crowds[index]?.count ?? 0) > 0)
  const leanest = (taken.length === 0 ? steps : taken).reduce((least, step) => (step.height < least.height ? step : least))
  // A few dynos keep their names: then the map is scrolled instead.
  return leanest.form === 'dot' && crowds.every(({ count }) => count <= namedAtMost) ? namedTile : leanest
}

function headShape({ app, types, wishes }: MapInput, type: string, all: readonly Dyno[], at: { readonly x: number; readonly y: number; readonly width: number }): MapGroup {
  const own = all.filter((dyno) => isOfGroup(dyno, type))
  const wish = wishes[type]
  const names = wish === undefined ? [] : ghostNames(type, own, wish.quantity)
  const step = names.length <= ghostTilesAtMost ? ghostTile : ghostDot
  const slots = { x: at.x + head.pad, y: at.y + head.height + (wish === undefined ? 0 : head.staged), width: at.width - 2 * head.pad }
  const ghosts = names.map((name, index): MapGhost => ({ ...slotBox(index, step, slots), kind: 'ghost', name, form: step.form }))
  const body = ghosts.length === 0 ? 0 : bodyHeight(ghosts.length, step, slots.width) + head.pad
  return {
    ...at, height: head.height + (wish === undefined ? 0 : head.staged) + body, type, ghosts, form: 'row',
    dynos: own.map((dyno) => ({ x: at.x, y: at.y, width: 0, height: 0, kind: 'dyno', dyno, mark: markOf(dyno, expectedBoot(all, dyno.type)), form: 'row', wish: 'keep' })),
    note: own.length + ghosts.length > 0 ? null : emptyNote(type, app),
    isScalable: types.includes(type), isStaged: wish !== undefined,
  }
}

function hostShape({ wishes }: MapInput, entry: MapHost, step: FormStep, at: { readonly x: number; readonly y: number; readonly width: number }): MapHostFrame {
  const slots = { x: at.x + host.pad, y: at.y + host.pad, width: at.width - 2 * host.pad - host.name }
  const types = groupTypes(entry.dynos, [])
  const sorted = types.flatMap((type) => entry.dynos.filter((dyno) => isOfGroup(dyno, type)).map((dyno) => ({ dyno, type })))
  const shapes = sorted.map(({ dyno, type }, index) => {
    const wish = wishes[type]
    const shape: MapDyno = {
      ...slotBox(index, step, slots), kind: 'dyno', dyno, mark: markOf(dyno, expectedBoot(entry.dynos, dyno.type)), form: step.form,
      wish: wish !== undefined && dyno.number > wish.quantity && dyno.stopping === null ? 'stop' : 'keep',
    }
    return { shape, type }
  })
  const height = shapes.length === 0 ? host.empty : bodyHeight(shapes.length, step, slots.width) + 2 * host.pad
  const groups = types.map((type): MapGroup => ({
    ...slots, y: at.y, height, type, dynos: shapes.filter((one) => one.type === type).map((one) => one.shape), ghosts: [], note: null, isScalable: false, isStaged: false, form: step.form,
  }))
  return { ...at, height, id: entry.id, name: entry.name, zone: entry.zone ?? null, dynos: entry.dynos, groups }
}
