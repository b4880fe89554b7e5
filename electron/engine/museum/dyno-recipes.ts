// Recipes of the dynos' codes, in the order of their numbers.

import { boot, bootMs, webIsUp, type Recipe } from './recipe.ts'

const memory = (code: 'R14' | 'R15', seconds: number, cause: string): Recipe => ({
  code, cause, seconds, isReal: true,
  run: (stage) => stage.fault('memory-leak', { until: code }),
})

export const dynoRecipes: readonly Recipe[] = [
  {
    code: 'R10', seconds: 62, isReal: true, cause: 'Sets BOOT=deaf, so that the web dyno never binds its PORT.',
    run: boot('deaf'),
    mend: boot(null),
  },
  {
    code: 'R12', seconds: 35, isReal: true, cause: 'Sets BOOT=stubborn, so that the web dyno ignores SIGTERM, and restarts it.',
    run: async (stage) => {
      await boot('stubborn')(stage)
      await stage.until('the stubborn web dyno is up', bootMs, () => webIsUp(stage))
      await stage.call('ps:restart', { app: stage.app, dyno: 'web.1' })
    },
    mend: boot(null),
  },
  {
    code: 'R13', seconds: 32, isReal: true, cause: 'Starts a one-off dyno that waits for a terminal, and opens none.',
    run: async (stage) => void (await stage.call('run:start', { app: stage.app, command: 'node stubborn.js', attach: true })),
  },
  memory('R14', 40, 'Lets memory of the web dyno grow over its size. Heroku reports it every 20 seconds.'),
  memory('R15', 40, 'Lets memory of the web dyno grow to over twice its size, for which it is killed.'),
  {
    code: 'R16', seconds: 25, isReal: true, cause: 'Starts a program in a one-off dyno that ignores SIGHUP, opens its terminal, and closes it.',
    run: async (stage) => {
      const { dynoId, name } = await stage.call('run:start', { app: stage.app, command: 'node stubborn.js', attach: true, terminal: { columns: 80, rows: 24 } })
      stage.glance(dynoId)
      await stage.until(`${name} is up`, bootMs, () => stage.state.dynos[dynoId]?.state.kind === 'up')
    },
    mend: async (stage) => {
      for (const dyno of Object.values(stage.state.dynos)) if (dyno.appId === stage.appId && dyno.kind === 'run') await stage.call('ps:stop', { app: stage.app, dyno: dyno.name })
    },
  },
]
