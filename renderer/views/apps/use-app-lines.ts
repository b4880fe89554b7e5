import { useMemo } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { dynosOf, findRelease } from '../../../shared/domain/state.ts'
import type { AppLine } from '../../scene/app-order.ts'
import { appSummary } from '../../scene/app-summary.ts'
import { useMirror } from '../../store/mirror.ts'
import { appMonthPrice, monthPartsWords } from '../../text/price.ts'
import { usePrices } from '../../store/selectors.ts'

export type AppRowFacts = AppLine & {
  readonly app: App
  readonly release: string
  /** When anything last happened to it, milliseconds since the epoch. */
  readonly updatedAt: number
  /** What its price is made of, empty where it is dynos alone. */
  readonly priceParts: string
}

/** One line for each app, of facts the window has anyway. */
export function useAppLines(): readonly AppRowFacts[] {
  const state = useMirror((mirror) => mirror.state)
  const prices = usePrices()
  return useMemo(() => Object.values(state.apps).map((app) => {
    const lastBuild = state.appBuilds[app.id]?.at(-1)
    const release = findRelease(state, app.id, app.currentVersion)
    const types = release?.slugId == null ? [] : Object.keys(state.slugs[release.slugId]?.processTypes ?? {})
    const dynos = dynosOf(state, app.id)
    const price = appMonthPrice(app, types, Object.values(state.addOns), prices)
    return {
      app, id: app.id, name: app.name,
      summary: appSummary(app, dynos, lastBuild === undefined ? null : (state.builds[lastBuild] ?? null)),
      release: release === null ? '' : `v${release.version} ${release.description}`,
      updatedAt: Math.max(app.updatedAt, ...dynos.map((dyno) => dyno.state.since)),
      priceMicros: price.dynos + price.addOns,
      priceParts: monthPartsWords(price, prices),
    }
  }), [state, prices])
}
