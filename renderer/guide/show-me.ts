// The demo of the first door. Two minutes, on the real platform: each caption is said of something that happens as it is read.

import type { Release } from '../../shared/domain/build.ts'
import { monthPrice, monthPriceChange, priceChangeWords, pricesOf } from '../text/price.ts'
import { money } from '../../shared/text/amounts.ts'
import { demoApp, isServing, newest, webDynos, type ShowFacts, type ShowStep } from './show-step.ts'

const sample = 'node'
const greeting = 'Good morning'
/** It ends by itself should the window be closed in the middle. */
const plan = { rate: 20, shape: { kind: 'steady' as const }, paths: [{ path: '/', weight: 1 }], seconds: 600 }
const minute = 60_000

export const showMe: readonly ShowStep[] = [
  {
    id: 'create',
    say: () => 'An app is what you deploy, scale and pay for. This one is new: it has a name and an address, and nothing to run.',
    command: (facts) => `heroku create ${demoName(facts)}`,
    act: (facts) => ({ name: 'apps:create', input: { name: demoName(facts) } }),
    until: (facts) => demoApp(facts) !== null,
    view: 'overview', point: () => ['.overview-head', 'main h1'],
    readMs: 8000, late: 'The engine has not answered yet.', lateMs: 4000, giveUpMs: minute,
  },
  {
    id: 'detect',
    say: () => 'Code goes in as a push. Each buildpack looks for a file it knows: here is a package.json, so this is Node.js.',
    command: () => 'git push heroku main',
    act: (facts) => ({ name: 'builds:create', input: { app: facts.appId ?? '', source: { kind: 'sample', sample } } }),
    until: (facts) => newest(facts, 'build.detected', facts.startSeq)?.data.matched === true,
    fails: buildFailure,
    view: 'deploy', point: () => ['[data-testid="lane-detect"]', '.lane'],
    readMs: 9000, late: 'The build has begun and no buildpack has answered yet.', lateMs: 15_000, giveUpMs: 2 * minute,
  },
  {
    id: 'release',
    say: (facts) => `The code and all it needs are packed into one file, a slug. A slug with the config vars makes a release${releaseWords(facts)}.`,
    command: () => null,
    act: () => null,
    until: (facts) => firstDeploy(facts) !== null,
    fails: buildFailure,
    view: 'deploy', point: () => ['[data-testid="lane-release"]', '[data-testid="lane-slug"]', '.lane'],
    readMs: 9000, late: 'The build is still at work. Its output says at what.', lateMs: 30_000, giveUpMs: 5 * minute,
  },
  {
    id: 'dyno',
    say: () => 'A release starts dynos. This is the first one of web: it counts as up only when its port answers.',
    command: () => 'heroku ps',
    act: () => null,
    until: isServing,
    fails: crashedAtStart,
    view: 'map', point: () => ['[data-testid="dyno-web.1"]', '.map'],
    readMs: 8000, late: 'The dyno is still starting. It has 60 seconds to answer on its port.', lateMs: 15_000, giveUpMs: 2 * minute,
  },
  {
    id: 'traffic',
    say: () => `Visitors come: ${plan.rate} requests a second, through the router, all to the only dyno.`,
    command: (facts) => `curl ${address(facts)}`,
    act: (facts) => ({ name: 'traffic:start', input: { app: facts.appId ?? '', plan } }),
    until: (facts) => facts.appId !== null && facts.state.traffic[facts.appId] !== undefined,
    view: 'map', point: () => ['[data-testid="map-router"]', '.map-node', '.map'],
    readMs: 10_000, late: 'The traffic has not started yet.', lateMs: 5000, giveUpMs: minute,
  },
  {
    id: 'scale',
    say: (facts) => `Three dynos share the work: the router picks one at random for each request. They cost ${scalePrice(facts)}.`,
    command: () => 'heroku ps:scale web=3',
    act: (facts) => ({ name: 'ps:scale', input: { app: facts.appId ?? '', changes: [{ type: 'web', quantity: 3 }] } }),
    until: (facts) => isServing(facts) && webDynos(facts).length === 3,
    view: 'map', point: () => ['[data-testid="dyno-web.3"]', '.map'],
    readMs: 11_000, late: 'The new dynos are still starting.', lateMs: 15_000, giveUpMs: 2 * minute,
  },
  {
    id: 'crash',
    say: (facts) => `One request makes a dyno exit with status 1${victimWords(facts)}. The others go on answering; if all had crashed, visitors would get H10.`,
    command: (facts) => `curl ${address(facts)}crash`,
    act: (facts) => ({ name: 'traffic:visit', input: { app: facts.appId ?? '', path: '/crash' } }),
    until: (facts) => newest(facts, 'dyno.crashed', facts.startSeq) !== null,
    view: 'map', point: (facts) => [...dynoSelectors(facts), '.map'],
    readMs: 9000, late: 'The request is on its way.', lateMs: 5000, giveUpMs: minute,
  },
  {
    id: 'restart',
    say: (facts) => `${victim(facts) ?? 'The dyno'} comes back without anybody's help. The first restart is at once; one that keeps crashing has to wait longer each time.`,
    command: () => 'heroku ps',
    act: () => null,
    until: isServing,
    view: 'map', point: (facts) => [...dynoSelectors(facts), '.map'],
    readMs: 9000, late: 'The dyno is still starting again.', lateMs: 15_000, giveUpMs: 2 * minute,
  },
  {
    id: 'why',
    say: () => 'Why did it crash? Every event knows its cause: read the chain from the top, back to where it began.',
    command: () => null,
    act: () => null,
    until: () => true,
    why: (facts) => newest(facts, 'dyno.crashed', facts.startSeq)?.seq ?? null,
    view: 'map', point: () => ['[data-testid="why-chain"]', '.side'],
    readMs: 10_000, late: 'The chain of causes is being read.', lateMs: 5000, giveUpMs: minute,
  },
  {
    id: 'config',
    say: (facts) => `A setting lives outside the code, in a config var. Changing one makes a release of its own, v${comingVersion(facts)}, and restarts the dynos.`,
    command: () => `heroku config:set GREETING="${greeting}"`,
    act: (facts) => ({ name: 'config:set', input: { app: facts.appId ?? '', vars: { GREETING: greeting } } }),
    until: (facts) => newest(facts, 'release.succeeded', facts.sinceSeq) !== null && isServing(facts),
    view: 'releases', point: (facts) => [releaseSelector(facts), '.releases'],
    readMs: 10_000, late: 'The dynos are still restarting on the new release.', lateMs: 20_000, giveUpMs: 3 * minute,
  },
  {
    id: 'rollback',
    say: (facts) => `Going back is a release too: v${comingVersion(facts)} has the code and the config vars of the one before the change.`,
    command: () => 'heroku rollback',
    act: (facts) => ({ name: 'releases:rollback', input: { app: facts.appId ?? '' } }),
    until: (facts) => newest(facts, 'release.succeeded', facts.sinceSeq) !== null && isServing(facts),
    view: 'releases', point: (facts) => [releaseSelector(facts), '.releases'],
    readMs: 10_000, late: 'The dynos are still restarting on the old code.', lateMs: 20_000, giveUpMs: 3 * minute,
  },
  {
    id: 'stop',
    say: () => 'The visitors leave. Nothing of this was a film: every part of it happened on this machine, and stands in the activity.',
    command: () => 'heroku releases',
    act: (facts) => ({ name: 'traffic:stop', input: { app: facts.appId ?? '' } }),
    until: (facts) => facts.appId !== null && facts.state.traffic[facts.appId] === undefined,
    view: 'activity', point: () => ['main h1'],
    readMs: 7000, late: 'The traffic has not stopped yet.', lateMs: 5000, giveUpMs: minute,
  },
]

/** What was seen, for the end. */
export const showSummary: readonly string[] = [
  'A push became a build, a slug and a release, and the release became dynos.',
  'The router spread the visitors over three dynos, and went on when one crashed.',
  'Every event had a cause you could read back.',
  'A config var and a rollback were releases like any other.',
]

/** `show-me`, or with a number behind it where that is taken. */
export function demoName({ state, appId }: Pick<ShowFacts, 'state' | 'appId'>): string {
  const own = appId === null ? undefined : state.apps[appId]
  if (own !== undefined) return own.name
  const taken = new Set(Object.values(state.apps).map((app) => app.name))
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'show-me' : `show-me-${number}`
    if (!taken.has(name)) return name
  }
}

function buildFailure(facts: ShowFacts): string | null {
  const failed = newest(facts, 'build.failed', facts.startSeq)
  if (failed !== null) return `The build failed: ${failed.data.message}`
  const release = newest(facts, 'release.failed', facts.startSeq)
  return release === null ? null : `The release failed: ${release.data.message}`
}

function crashedAtStart(facts: ShowFacts): string | null {
  const crashed = webDynos(facts).find((dyno) => dyno.state.kind === 'crashed' && dyno.state.restartAt !== null && dyno.crashes > 1)
  return crashed === undefined ? null : `${crashed.name} does not stay up. Its log lines say why.`
}

function victim(facts: ShowFacts): string | null {
  const crash = newest(facts, 'dyno.crashed', facts.startSeq)
  if (crash === null) return null
  const created = facts.recent.find((event) => event.type === 'dyno.created' && event.data.dynoId === crash.data.dynoId)
  return created?.type === 'dyno.created' ? created.data.name : (facts.state.dynos[crash.data.dynoId]?.name ?? null)
}

function victimWords(facts: ShowFacts): string {
  const name = victim(facts)
  return name === null ? '' : `: it was ${name}`
}

function dynoSelectors(facts: ShowFacts): readonly string[] {
  const name = victim(facts)
  return name === null ? [] : [`[data-testid="dyno-${name}"]`]
}

const releaseSelector = (facts: ShowFacts): string => `[data-testid="release-v${comingVersion(facts)}"]`
const address = (facts: ShowFacts): string => `http://${demoName(facts)}.${facts.routerHost}/`

function releaseWords(facts: ShowFacts): string {
  const release = firstDeploy(facts)
  return release === null ? '' : `: v${release.version}`
}

/** Apps have releases before any code; the one that has a slug is the first that can run. */
function firstDeploy({ state, appId }: ShowFacts): Release | null {
  return (appId === null ? undefined : state.releases[appId])?.find((release) => release.slugId !== null && release.status.kind === 'succeeded') ?? null
}

/** The release that the step's command makes, or is about to make. */
function comingVersion(facts: ShowFacts): number {
  return newest(facts, 'release.created', facts.sinceSeq)?.data.version ?? (demoApp(facts)?.lastVersion ?? 0) + 1
}

/** `$75.00 a month, +$50.00/mo`, from the price table. */
function scalePrice(facts: ShowFacts): string {
  const app = demoApp(facts)
  const web = app?.formation.web
  if (app === null || web === undefined) return 'three times as much'
  const one = { ...app.formation, web: { ...web, quantity: 1 } }
  const three = { ...web, quantity: 3 }
  const prices = pricesOf(facts.state)
  return `${money(monthPrice({ ...one, web: three }, ['web'], prices), prices.currency)} for a full month, ${priceChangeWords(monthPriceChange(one, ['web'], 'web', three, prices), prices)}`
}
