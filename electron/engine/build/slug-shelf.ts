// Slugs outlive builds because releases can be rolled back to. When an app is destroyed, the slugs that no release of any app
// refers to any more leave the disk. Heroku keeps slugs out of sight; here the disk is the person's own.

import type { Cause, EventDraft } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { BuildHost } from '../ports/build-host.ts'

export function keepShelf(kernel: Kernel, host: Pick<BuildHost, 'removeSlug'>, onTrouble: (error: unknown) => void): void {
  const { state } = kernel
  /** Why there may be something to clear, until it is cleared. */
  let due: Cause | null = null

  kernel.on('app.destroyed', (event) => {
    due = because(event)
    clear()
  })
  kernel.on('build.succeeded', clear)
  kernel.on('build.failed', clear)

  /** Not while something is built: it may have been packed to a slug that is there already, and not be written down yet. */
  function clear(): void {
    if (due === null || Object.values(state.builds).some(({ status }) => status.kind === 'pending')) return
    const used = referredSlugs()
    const left = Object.keys(state.slugs).filter((slugId) => !used.has(slugId))
    kernel.commit(due, left.map((slugId): EventDraft => ({ type: 'slug.removed', app: null, data: { slugId } })))
    due = null
  }

  // Another app may have built the same content meanwhile, which makes it the same slug.
  kernel.on('slug.removed', ({ data: { slugId } }) => {
    if (state.slugs[slugId] === undefined) host.removeSlug(slugId).catch(onTrouble)
  })

  function referredSlugs(): Set<string> {
    const used = new Set<string>()
    for (const releases of Object.values(state.releases)) for (const { slugId } of releases) if (slugId !== null) used.add(slugId)
    for (const build of Object.values(state.builds)) if (build.status.kind === 'succeeded') used.add(build.status.slugId)
    return used
  }
}
