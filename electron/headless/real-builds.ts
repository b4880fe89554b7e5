// One build host for the engine out of two: an app is built where its dynos run. Slugs are on one shelf, whoever packed them.

import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { BuildHost } from '../engine/ports/build-host.ts'

type Places = { readonly process: BuildHost; readonly docker: Pick<BuildHost, 'open' | 'purgeCache' | 'forgetApp' | 'stop'> }

export function createRealBuilds(of: Places): BuildHost {
  const { process, docker } = of
  const both = async (work: (host: Places['docker']) => Promise<void>): Promise<void> => void (await Promise.all([work(process), work(docker)]))

  return {
    open: async (request, output) => {
      if (request.runtime === 'simulated') throw new PlatformError('runtime-unknown', { runtime: request.runtime, why: 'a platform is simulated as a whole or not at all' })
      return of[request.runtime].open(request, output)
    },
    purgeCache: (appId) => both((host) => host.purgeCache(appId)),
    hasSlug: process.hasSlug,
    removeSlug: process.removeSlug,
    forgetApp: (appId) => both((host) => host.forgetApp(appId)),
    stop: () => both((host) => host.stop()),
  }
}
