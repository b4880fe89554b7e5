// Where dynos stand on a map, and which of its marks have trouble.

import { useMemo } from 'react'
import type { App } from '../../shared/domain/app.ts'
import type { Dyno } from '../../shared/domain/dyno.ts'
import { hosts as virtualHosts } from '../../shared/domain/host.ts'
import { afflictionsOf, type Afflictions } from '../scene/afflictions.ts'
import { isLinkOf } from '../scene/map-addons.ts'
import type { MapHost } from '../scene/map-scene.ts'
import { useLinks } from './links.ts'
import { useMirror } from './mirror.ts'
import { useDynos, useLeases } from './selectors.ts'

/** The virtual hosts once every dyno has a place on one; before that this machine alone. */
export function useMapHosts(dynos: readonly Dyno[]): readonly MapHost[] {
  const machine = useMirror((mirror) => mirror.info?.machine.name ?? 'this machine')
  return useMemo(() => {
    const isPlaced = dynos.length > 0 && dynos.every(({ host }) => host !== undefined)
    if (!isPlaced) return [{ id: 'this', name: machine, dynos }]
    return virtualHosts.map(({ id, zone }) => ({ id, name: `host ${id}`, zone, dynos: dynos.filter(({ host }) => host === id) }))
  }, [machine, dynos])
}

/** Names of the links to services that belong to no add-on. */
export function useFreeLinks(): readonly string[] {
  const all = useMapLinks()
  const addOns = useMirror((mirror) => mirror.state.addOns)
  return useMemo(() => all.filter((link) => !Object.values(addOns).some(({ name }) => isLinkOf(link, name))), [all, addOns])
}

/** Names of the links to services. */
export function useMapLinks(): readonly string[] {
  const key = useLinks(({ list }) => JSON.stringify(list.map(({ name }) => name)))
  return useMemo(() => JSON.parse(key) as string[], [key])
}

export function useAfflictions(app: App): Afflictions {
  const leases = useLeases()
  const dynos = useDynos(app.id)
  return useMemo(() => afflictionsOf(leases, app, dynos), [leases, app, dynos])
}
