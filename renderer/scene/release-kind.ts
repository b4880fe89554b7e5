// What made a release, read off what it holds against the one before it.

import type { Release } from '../../shared/domain/build.ts'

export const releaseFilters = ['all', 'code', 'config', 'failed'] as const
export type ReleaseFilter = (typeof releaseFilters)[number]

/** `releases` oldest first. */
export function filterReleases(releases: readonly Release[], filter: ReleaseFilter, search: string): Release[] {
  const wanted = search.trim().toLowerCase()
  return releases.filter((release, index) => passes(release, releases[index - 1] ?? null, filter) && `v${release.version} ${release.description} ${release.by}`.toLowerCase().includes(wanted))
}

function passes(release: Release, before: Release | null, filter: ReleaseFilter): boolean {
  const hasNewCode = release.slugId !== (before?.slugId ?? null)
  switch (filter) {
    case 'all':
      return true
    case 'code':
      return hasNewCode
    case 'config':
      return !hasNewCode
    case 'failed':
      return release.status.kind === 'failed'
  }
}
