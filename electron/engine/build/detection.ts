// "Is this yours?", asked of one buildpack at a time. Heroku searches in a fixed order and stops at the first yes; the search is kept as
// facts, with the file that decided, so that people can see why this buildpack and not another.

import type { Detection } from '../../../shared/domain/build.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { FetchedBuildpack, SourceTree } from '../ports/build-host.ts'
import type { Buildpack } from './buildpacks/buildpack.ts'
import { orderedBuildpacks } from './buildpacks/ordered.ts'

/** Throws `no-buildpack`. */
export function searchBuildpack(tree: SourceTree, report: (detection: Detection) => void): Buildpack {
  for (const buildpack of orderedBuildpacks) {
    const detection = detectBuiltIn(buildpack, tree)
    report(detection)
    if (detection.matched) return buildpack
  }
  const files = orderedBuildpacks.map((buildpack) => buildpack.looksFor[0]).join(', ')
  throw new PlatformError('no-buildpack', { files })
}

export function detectBuiltIn(buildpack: Buildpack, tree: SourceTree): Detection {
  const file = buildpack.detect(tree)
  if (file === null) return { buildpack: buildpack.id, matched: false, label: null, file, reason: `Not in the root: ${buildpack.looksFor.join(', ')}.` }
  return { buildpack: buildpack.id, matched: true, label: buildpack.label, file, reason: `${file} is there.` }
}

export async function detectFetched(address: string, fetched: FetchedBuildpack): Promise<Detection> {
  const label = (await fetched.detect())?.trim() ?? null
  if (label === null) return { buildpack: address, matched: false, label, file: null, reason: 'Its bin/detect said no.' }
  return { buildpack: address, matched: true, label, file: null, reason: `Its bin/detect said yes: ${label}.` }
}
