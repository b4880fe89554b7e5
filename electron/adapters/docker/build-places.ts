// Where things are in a build's container.

export const buildPlaces = {
  /** BUILD_DIR. */
  app: '/tmp/build',
  /** CACHE_DIR: a volume of the app. */
  cache: '/tmp/cache',
  /** ENV_DIR. */
  config: '/tmp/env',
  buildpacks: '/tmp/buildpacks',
  /** As on Heroku, where the slug will be when it runs. */
  home: '/app',
  temporary: '/tmp',
} as const

/** What it is when the image does not say. */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** `image`: what the image itself sets. */
export function buildVariables(image: readonly string[]): Record<string, string> {
  const own = Object.fromEntries(image.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]))
  return {
    PATH: defaultPath, LANG: 'C.UTF-8', ...own,
    HOME: buildPlaces.home, TMPDIR: buildPlaces.temporary, BUILD_DIR: buildPlaces.app, CACHE_DIR: buildPlaces.cache, ENV_DIR: buildPlaces.config,
  }
}
