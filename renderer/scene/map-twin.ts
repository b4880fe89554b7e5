// The map as a table and as one sentence, for people who can not see it or would rather read.

import { byteSize } from '../../shared/text/amounts.ts'
import type { RoutingStrategy } from '../../shared/domain/app.ts'
import type { AppLoad } from '../../shared/domain/traffic.ts'
import { strategyTitles } from '../text/routing-words.ts'
import type { Afflictions } from './afflictions.ts'
import type { MapScene } from './map-scene.ts'
import { addOnPart, addOnState } from './map-addon-words.ts'
import { faultsOn, type MapAddOnInput, type Passing } from './map-addons.ts'
import { byteRate, type Link } from './links.ts'
import { countWords } from './map-words.ts'
import { rateNumber } from './sparkline.ts'

export type TwinRow = { readonly id: string; readonly part: string; readonly state: string; readonly inFlight: string; readonly rate: string; readonly memory: string }

export type TwinFacts = {
  readonly load: AppLoad | null
  readonly rate: number | null
  readonly failed: number
  readonly rates: Readonly<Record<string, number>>
  readonly memory: Readonly<Record<string, number | undefined>>
  readonly isInMaintenance: boolean
  readonly strategy: RoutingStrategy
  readonly afflictions: Afflictions
  /** Links that belong to no add-on of the map. */
  readonly links: readonly Link[]
  readonly addOns?: readonly { readonly addOn: MapAddOnInput; readonly passing: Passing | null }[]
}

export function twinRows(scene: MapScene, facts: TwinFacts): TwinRow[] {
  const held = facts.load?.held ?? 0
  const rows: TwinRow[] = [
    { id: 'visitors', part: 'Visitors', state: facts.failed > 0 ? `${rateNumber(facts.failed)}/s failed` : 'none failed', inFlight: '', rate: perSecond(facts.rate), memory: '' },
    { id: 'router', part: 'Router', state: `${facts.isInMaintenance ? 'maintenance' : strategyTitles[facts.strategy].toLowerCase()}, ${held} held${faultWords(facts.afflictions.router)}`, inFlight: String(facts.load?.inFlight ?? 0), rate: perSecond(facts.rate), memory: '' },
  ]
  for (const host of scene.hosts) {
    for (const group of host.groups) {
      if (group.dynos.length === 0) rows.push({ id: `${host.id}/${group.type}`, part: group.type, state: group.note ?? countWords([]), inFlight: '', rate: '', memory: '' })
      for (const { dyno, mark } of group.dynos) {
        const takesRequests = group.type === 'web'
        const memory = facts.memory[dyno.id]
        rows.push({
          id: dyno.id, part: `${dyno.name} on ${host.name}`, state: `${mark.word}${faultWords(facts.afflictions.dynos.get(dyno.id))}`,
          inFlight: takesRequests ? String(facts.load?.byDyno[dyno.id] ?? 0) : '',
          rate: takesRequests && facts.rate !== null ? perSecond(facts.rates[dyno.id] ?? 0) : '',
          memory: memory === undefined ? '' : byteSize(memory),
        })
      }
    }
  }
  for (const head of scene.zones.length === 0 ? [] : scene.heads) if (head.dynos.length === 0) rows.push({ id: head.type, part: head.type, state: head.note ?? countWords([]), inFlight: '', rate: '', memory: '' })
  const { addOns = [] } = facts
  for (const { addOn, passing } of addOns) rows.push({ id: `addon:${addOn.id}`, part: addOnPart(addOn), state: `${addOnState(addOn, passing)}${faultWords(faultsOn(addOn.name, facts.afflictions.proxies))}`, inFlight: '', rate: '', memory: '' })
  if (addOns.length > 0) return [...rows, ...facts.links.map((link) => linkRow(link, facts.afflictions))]
  if (facts.links.length === 0) return [...rows, { id: 'add-ons', part: 'Add-ons', state: 'none', inFlight: '', rate: '', memory: '' }]
  return [...rows, ...facts.links.map((link) => linkRow(link, facts.afflictions))]
}

function linkRow(link: Link, { proxies }: Afflictions): TwinRow {
  const state = `${link.enabled ? `${link.connections} open` : 'refuses connections'}, ${byteRate(link.perSecondToService)} to the service, ${byteRate(link.perSecondToDyno)} back${faultWords(proxies.get(link.name))}`
  return { id: `link:${link.name}`, part: `Link ${link.name} to ${link.upstream}`, state, inFlight: '', rate: '', memory: '' }
}

/** One sentence about the states, with no number that moves by itself: it is said only when a state changed. */
export function stateSentence(scene: Pick<MapScene, 'heads'>): string {
  return scene.heads.map((group) => `${group.type}: ${countWords(group.dynos)}`).join('; ')
}

const faultWords = (titles: readonly string[] | undefined): string => (titles === undefined || titles.length === 0 ? '' : `, fault: ${titles.join(', ')}`)
const perSecond = (rate: number | null): string => (rate === null ? 'not measured' : `${rateNumber(rate)}/s`)
