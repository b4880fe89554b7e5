// Recipes of the router's codes, in the order of their numbers.

import { boot, bootMs, webIsUp, type Recipe, type Stage } from './recipe.ts'

/** One GET of a path that misbehaves. */
const asking = (code: string, path: string, seconds: number, cause: string): Recipe => ({
  code, cause, seconds, isReal: true,
  run: async (stage) => void (await stage.visit(path)),
})

/** A fault, and one GET that meets it. */
const faulted = (code: string, kind: string, seconds: number, cause: string, isReal = false): Recipe => ({
  code, cause, seconds, isReal,
  run: async (stage) => {
    await stage.fault(kind)
    await stage.visit('/')
  },
})

const crashed = ({ state, appId }: Stage): boolean => {
  const web = Object.values(state.dynos).filter((dyno) => dyno.appId === appId && dyno.type === 'web' && dyno.stopping === null)
  return web.length > 0 && web.every((dyno) => dyno.state.kind === 'crashed' && (dyno.state.restartAt ?? Infinity) > dyno.state.since)
}

const formerDomain = (app: string): string => `www.${app}.example`

export const routerRecipes: readonly Recipe[] = [
  {
    code: 'H10', seconds: 10, isReal: true, cause: 'Sets BOOT=crash, so that the web dyno ends as it starts, twice; then visits it.',
    run: async (stage) => {
      await boot('crash')(stage)
      await stage.until('every web dyno crashed', bootMs, () => crashed(stage))
      await stage.visit('/')
    },
    mend: boot(null),
  },
  {
    code: 'H11', seconds: 5, isReal: true, cause: 'Sends 400 requests a second to a page that takes five seconds, until more than 200 are under way at one dyno.',
    run: async (stage) => {
      await stage.call('traffic:start', { app: stage.app, plan: { rate: 400, shape: { kind: 'steady' }, paths: [{ path: '/wait', weight: 1 }], seconds: 2 } })
    },
    mend: async (stage) => void (await stage.call('traffic:stop', { app: stage.app }).catch(() => null)),
  },
  asking('H12', '/sleep', 30, 'Visits a page that never answers; the router gives up after 30 seconds.'),
  asking('H13', '/close', 1, 'Visits a page that closes the connection without a word.'),
  {
    code: 'H14', seconds: 1, isReal: false, cause: 'Scales web to 0 and visits the app.',
    run: async (stage) => {
      await stage.call('ps:scale', { app: stage.app, changes: [{ type: 'web', quantity: 0 }] })
      await stage.visit('/')
    },
    mend: async (stage) => void (await stage.call('ps:scale', { app: stage.app, changes: [{ type: 'web', quantity: 1 }] })),
  },
  asking('H15', '/stall', 55, 'Visits a page that stops in the middle of its answer; the router gives up after 55 seconds.'),
  asking('H17', '/gibberish', 1, 'Visits a page that answers something that is not HTTP.'),
  asking('H18', '/cut', 1, 'Visits a page that breaks off in the middle of its answer.'),
  faulted('H19', 'unreachable', 6, 'Starts the fault "unreachable" on the web dyno and visits it; a connection is waited for 5 seconds.'),
  {
    code: 'H20', seconds: 80, isReal: true, cause: 'Sets BOOT=deaf, so that no web dyno binds PORT, and visits the app; the router holds the visit for 75 seconds.',
    run: async (stage) => {
      await boot('deaf')(stage)
      await stage.until('the old web dyno is out of the way', bootMs, () => !webIsUp(stage))
      await stage.visit('/')
    },
    mend: boot(null),
  },
  faulted('H21', 'refuse', 1, 'Starts the fault "refuse" on the web dyno and visits it.'),
  faulted('H22', 'too-many-connections', 1, 'Starts the fault "too many connections" and visits the app.'),
  {
    code: 'H24', seconds: 2, isReal: true, cause: 'Visits a page that never answers, and restarts the router in the middle of it.',
    run: async (stage) => {
      const visit = stage.visit('/sleep')
      await stage.pause(500)
      await stage.fault('router-restart', {}, 'router')
      await visit
    },
  },
  asking('H25', '/cookie', 1, 'Visits a page that sets a cookie of 9,000 bytes.'),
  {
    code: 'H26', seconds: 1, isReal: true, era: 'classic', cause: 'Sends a chunk whose length is no number.',
    run: async (stage) => void (await stage.misbehave('bad-chunk')),
  },
  {
    code: 'H27', seconds: 1, isReal: true, cause: 'Asks for a page that never answers, and goes away.',
    run: async (stage) => void (await stage.misbehave('leave')),
  },
  {
    code: 'H28', seconds: 55, isReal: true, cause: 'Sends the first part of a body and no more; the router gives up after 55 seconds.',
    run: async (stage) => void (await stage.misbehave('stall')),
  },
  {
    code: 'H31', seconds: 1, isReal: false, cause: 'Adds a domain, takes it away again, and visits the app under that name.',
    run: async (stage) => {
      const hostname = formerDomain(stage.app)
      await stage.call('domains:add', { app: stage.app, hostname })
      await stage.call('domains:remove', { app: stage.app, hostname })
      await stage.visit('/', hostname)
    },
  },
  {
    code: 'H34', seconds: 35, isReal: true, era: 'current', cause: 'Starts the fault "refuse" on the only web dyno and sends requests: one of them puts it in quarantine, and the router gives up on the others after ten looks.',
    run: async (stage) => {
      await stage.fault('refuse')
      await stage.call('traffic:start', { app: stage.app, plan: { rate: 20, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: 60 } })
    },
    mend: async (stage) => void (await stage.call('traffic:stop', { app: stage.app }).catch(() => null)),
  },
  {
    code: 'H80', seconds: 1, isReal: false, cause: 'Turns maintenance mode on and visits the app.',
    run: async (stage) => {
      await stage.call('maintenance:set', { app: stage.app, on: true })
      await stage.visit('/')
    },
    mend: async (stage) => void (await stage.call('maintenance:set', { app: stage.app, on: false })),
  },
  {
    code: 'H81', seconds: 1, isReal: false, isBlank: true, cause: 'Makes an app without a deploy and visits it.',
    run: async (stage) => void (await stage.visit('/')),
  },
  faulted('H82', 'pool-empty', 1, 'Starts the fault "pool empty", as if the hours of the eco pool were used up, and visits the app.'),
  faulted('H83', 'degraded', 1, 'Starts the fault "degraded", as if the platform had announced it, and visits the app.'),
  faulted('H99', 'platform-error', 1, 'Starts the fault "platform error" and visits the app.'),
]
