// One build host for the engine out of two: an app is built where its dynos run. Slugs are on one shelf, whoever packed them.

import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { BuildHost, BuildRequest } from '../engine/ports/build-host.ts'

type Places = { readonly process: BuildHost; readonly docker: Pick<BuildHost, 'open' | 'openImages' | 'purgeCache' | 'forgetApp' | 'stop'> }

export function createRealBuilds(of: Places): BuildHost {
  const { process, docker } = of
  const both = async (work: (host: Places['docker']) => Promise<void>): Promise<void> => void (await Promise.all([work(process), work(docker)]))

  function hostFor({ runtime }: BuildRequest): Pick<BuildHost, 'open' | 'openImages'> {
    if (runtime === 'simulated') throw new PlatformError('runtime-unknown', { runtime, why: 'a platform is simulated as a whole or not at all' })
    return of[runtime]
  }

  return {
    open: async (request, output) => hostFor(request).open(request, output),
    openImages: async (request, output) => hostFor(request).openImages(request, output),
    purgeCache: (appId) => both((host) => host.purgeCache(appId)),
    hasSlug: process.hasSlug,
    removeSlug: process.removeSlug,
    forgetApp: (appId) => both((host) => host.forgetApp(appId)),
    stop: () => both((host) => host.stop()),
  }
}
