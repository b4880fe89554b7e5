// Features of apps that have an effect here, as Heroku names them. Each says how it is kept: as a setting that there is anyway, or by its name.

import type { App } from './app.ts'
import { defaultRouting } from './app.ts'

export type AppFeature = {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly docUrl: string
  /** `general` is what `heroku features` lists; the others are of `heroku labs`. */
  readonly state: 'general' | 'beta'
  /** Before anybody chose. */
  readonly usual: boolean
}

const doc = (article: string): string => `https://devcenter.heroku.com/articles/${article}`

export const appFeatures: readonly AppFeature[] = [
  { name: 'http-session-affinity', title: 'Session affinity', description: 'Requests of one client go to the same dyno, by a cookie.', docUrl: doc('session-affinity'), state: 'general', usual: false },
  { name: 'preboot', title: 'Preboot', description: 'New web dynos start before the old ones stop.', docUrl: doc('preboot'), state: 'general', usual: false },
  { name: 'runtime-dyno-metadata', title: 'Dyno metadata', description: 'Dynos know their app, release and dyno by HEROKU_ config vars.', docUrl: doc('dyno-metadata'), state: 'beta', usual: true },
  { name: 'runtime-heroku-exec', title: 'Heroku Exec', description: 'A shell in a dyno that is up: ps:exec.', docUrl: doc('exec'), state: 'general', usual: true },
]

export function isFeatureOn(app: App, { name, usual }: AppFeature): boolean {
  switch (name) {
    case 'preboot':
      return app.preboot
    case 'http-session-affinity':
      return (app.routing ?? defaultRouting).sticky
    default:
      return app.features?.[name] ?? usual
  }
}

export function hasFeature(app: App, name: string): boolean {
  const feature = appFeatures.find((one) => one.name === name)
  return feature !== undefined && isFeatureOn(app, feature)
}
