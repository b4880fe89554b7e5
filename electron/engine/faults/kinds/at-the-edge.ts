// A fault between the router and dynos, or in the router: one effect on the requests that the target stands for.

import type { EdgeEffect } from '../../ports/http-edge.ts'
import type { Aim, Measure } from '../fault.ts'
import { named } from './each-dyno.ts'

type Sentences = {
  /** With who it is about, e.g. `web.1`. */
  changed(who: string): string
  restored(who: string): string
}

/** Share of requests, or of connections, in percent. */
export const percentParam = { name: 'percent', title: 'Share', kind: 'number', unit: '%', min: 0.1, max: 100, value: 100 } as const
export const pathParam = { name: 'path', title: 'Paths that begin with', kind: 'text', maxLength: 1024, value: '/' } as const

export function atTheEdge(aim: Aim, effect: EdgeEffect, percent: number, { changed, restored }: Sentences): Measure {
  const who = whoIs(aim)
  const dynoIds = aim.target.kind === 'dynos' ? aim.dynos.map(({ id }) => id) : null
  return { kind: 'edge', effect, appId: aim.appId, dynoIds, share: percent / 100, changed: changed(who) + shareText(percent), restored: restored(who) }
}

/** `web.1 and web.2 of shop`, `the web dynos of shop`, `every app`. */
export function whoIs({ target, appId, dynos, state }: Aim): string {
  const app = appId === null ? '' : ` of ${state.apps[appId]?.name ?? appId}`
  if (target.kind === 'dynos') return named(dynos) + app
  if (target.kind === 'type') return `the ${target.type} dynos${app}`
  return target.kind === 'proxy' ? `the link ${target.proxy}` : 'every app'
}

const shareText = (percent: number): string => (percent === 100 ? '' : ` This happens to ${percent} % of them.`)
