// Views read the mirror through these, so that a component draws again only when what it shows has changed.

import { useMemo } from 'react'
import type { App } from '../../shared/domain/app.ts'
import type { Build, Release, Slug } from '../../shared/domain/build.ts'
import type { Dyno } from '../../shared/domain/dyno.ts'
import type { FactorCheck } from '../../shared/domain/factor-check.ts'
import type { ExperimentRun } from '../../shared/domain/experiment.ts'
import type { Lease } from '../../shared/domain/fault.ts'
import type { RuntimeKind } from '../../shared/domain/runtime.ts'
import { runtimeOf } from '../../shared/domain/state.ts'
import { appMonthPrice, pricesOf, type AppMonthPrice, type PriceList } from '../text/price.ts'
import { createDynoLists } from './dyno-lists.ts'
import { useMirror } from './mirror.ts'
import { useUi } from './ui.ts'

const none: readonly never[] = []
const dynosOf = createDynoLists()

/** The app in view, or null: none chosen, or it is gone. */
export function useApp(): App | null {
  const appId = useUi((ui) => ui.appId)
  return useMirror((mirror) => (appId === null ? null : (mirror.state.apps[appId] ?? null)))
}

export function useApps(): readonly App[] {
  const apps = useMirror((mirror) => mirror.state.apps)
  return useMemo(() => Object.values(apps).sort((a, b) => (a.name < b.name ? -1 : 1)), [apps])
}

export function useDynos(appId: string): readonly Dyno[] {
  return useMirror((mirror) => dynosOf(mirror.state, appId))
}

export function useReleases(appId: string): readonly Release[] {
  return useMirror((mirror) => mirror.state.releases[appId] ?? none)
}

export function useCurrentSlug(app: App): Slug | null {
  return useMirror((mirror) => {
    const release = mirror.state.releases[app.id]?.find((entry) => entry.version === app.currentVersion)
    return release?.slugId === null || release === undefined ? null : (mirror.state.slugs[release.slugId] ?? null)
  })
}

/** Newest first. */
export function useBuilds(appId: string): readonly Build[] {
  const ids = useMirror((mirror) => mirror.state.appBuilds[appId] ?? none)
  const builds = useMirror((mirror) => mirror.state.builds)
  return useMemo(() => ids.map((id) => builds[id]).filter((build) => build !== undefined).reverse(), [ids, builds])
}

/** A full month of the present formation and the add-ons it pays for. */
export function useMonthPrice(app: App): AppMonthPrice {
  const slug = useCurrentSlug(app)
  const addOns = useMirror((mirror) => mirror.state.addOns)
  const prices = usePrices()
  return useMemo(() => appMonthPrice(app, Object.keys(slug?.processTypes ?? {}), Object.values(addOns), prices), [app, slug, addOns, prices])
}

/** By the price book in force. */
export function usePrices(): PriceList {
  const prices = useMirror((mirror) => mirror.state.prices)
  const era = useMirror((mirror) => mirror.state.era)
  return useMemo(() => pricesOf({ prices, era }), [prices, era])
}

/** http://<name>.localhost:<routerPort>/, or null while the port is not known. */
export function useAppAddress(app: App): string | null {
  const port = useMirror((mirror) => mirror.info?.routerPort ?? null)
  return port === null ? null : `http://${app.name}.localhost:${port}/`
}

/** Faults in force, the one that ends first in front. */
export function useLeases(): readonly Lease[] {
  const leases = useMirror((mirror) => mirror.state.leases)
  return useMemo(() => Object.values(leases).sort((a, b) => a.expiresAt - b.expiresAt || a.seq - b.seq), [leases])
}

/** Runs of one app, newest first. */
export function useExperimentRuns(appId: string): readonly ExperimentRun[] {
  const experiments = useMirror((mirror) => mirror.state.experiments)
  return useMemo(() => Object.values(experiments).filter((run) => run.appId === appId).sort((a, b) => b.seq - a.seq), [experiments, appId])
}

/** Of the app, newest first. */
export function useFactorChecks(appId: string): readonly FactorCheck[] {
  const checks = useMirror((mirror) => mirror.state.factorChecks)
  return useMemo(() => Object.values(checks).filter((check) => check.appId === appId).sort((a, b) => b.seq - a.seq), [checks, appId])
}

/** Where an app's dynos run. */
export function useRuntime(app: App): RuntimeKind {
  return useMirror((mirror) => runtimeOf(mirror.state, app))
}
