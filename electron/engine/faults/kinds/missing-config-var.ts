// A config var that somebody forgot to set. The app's config is left alone: only the dynos start without it.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { defineFault } from '../fault.ts'
import { atLaunch } from './at-launch.ts'

export const missingConfigVar = defineFault({
  kind: 'missing-config-var', title: 'Missing config var', layer: 'release', about: 'The dynos are restarted without one of their config vars, as if nobody had set it. The config itself is not changed.',
  targets: ['type', 'dynos'], isMomentary: false, leadsTo: ['H10', 'H13', 'H20'],
  params: [{ name: 'name', title: 'Config var', kind: 'text', maxLength: 256, value: '' }],
  plan: (aim, { name }) => {
    const app = aim.state.apps[aim.appId ?? '']
    if (app === undefined || !Object.hasOwn(app.config, name)) throw new PlatformError('config-key-missing', { app: app?.name ?? '', key: name === '' ? 'without a name' : name })
    return [atLaunch(aim, { title: 'Missing config var', trouble: {}, withoutEnv: [name], restartsAtEnd: 'all', changed: (who) => `${name} is not in the environment of ${who}.` })]
  },
})
