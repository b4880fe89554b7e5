// The second door: first steps as a list. A step is done when the state shows it, whoever did it and however.

import type { App } from '../../shared/domain/app.ts'
import type { PlatformState } from '../../shared/domain/state.ts'
import type { PlatformEvent } from '../../shared/protocol/events.ts'
import type { Selection, View } from '../store/ui.ts'

export type StepFacts = {
  readonly state: PlatformState
  /** The newest events, newest last. */
  readonly recent: readonly PlatformEvent[]
  /** Apps made before this do not count, milliseconds since the epoch. */
  readonly since: number
  /** The demo's app: what happens to it was not done by the person. */
  readonly demoAppId: string | null
  /** Whether the chosen app has answered a request. */
  readonly hasAnswered: boolean
  /** What this window shows: an app's view or, with null, a page of the platform. */
  readonly view: View | null
  readonly selection: Selection | null
}

/** Where the button of a step goes. */
export type StepPlace = { readonly kind: 'view'; readonly view: View } | { readonly kind: 'page'; readonly page: 'apps' | 'welcome' } | { readonly kind: 'open' }

export type FirstStep = {
  readonly id: string
  readonly title: string
  readonly why: string
  readonly how: string
  /** Null where there is nothing to type. */
  readonly command: string | null
  readonly hint: string
  readonly button: string
  readonly place: StepPlace
  isDone(facts: StepFacts): boolean
}

export const firstSteps: readonly FirstStep[] = [
  {
    id: 'create', title: 'Create an app',
    why: 'An app is the unit of everything: its name is its address, and it is what you deploy, scale and pay for.',
    how: 'Give it a name, or leave the name empty and get one.', command: 'heroku create',
    hint: 'A name has 3 to 30 lower-case letters, digits and dashes, a letter first.',
    button: 'Go to the apps', place: { kind: 'page', page: 'apps' },
    isDone: (facts) => appsOf(facts).length > 0,
  },
  {
    id: 'deploy', title: 'Deploy to it',
    why: 'A push becomes a slug, and a slug with the config vars becomes a release.',
    how: 'Deploy a sample with one press, drop a folder on the window, or push with git.', command: 'git push heroku main',
    hint: 'The Node.js sample has no packages to fetch: it is the quickest.',
    button: 'Go to Deploy', place: { kind: 'view', view: 'deploy' },
    isDone: (facts) => appsOf(facts).some((app) => releasesOf(facts, app).some((release) => release.slugId !== null && release.status.kind === 'succeeded')),
  },
  {
    id: 'open', title: 'Open it',
    why: 'The request goes through the router to a dyno, and its answer names the dyno that gave it.',
    how: 'Open the app in your browser, and load the page a few times.', command: 'heroku open',
    hint: 'It is done when the router has passed a request on and got an answer.',
    button: 'Open app', place: { kind: 'open' },
    isDone: (facts) => facts.hasAnswered,
  },
  {
    id: 'scale', title: 'Scale web to 2',
    why: 'Scaling out is adding equal dynos. The router spreads the requests over them, and each one costs the same.',
    how: 'Set web to 2 in the formation. The price is on the button.', command: 'heroku ps:scale web=2',
    hint: 'Eco and Basic dynos stop at one of a type: choose Standard-1X or larger.',
    button: 'Go to the formation', place: { kind: 'view', view: 'overview' },
    isDone: (facts) => appsOf(facts).some((app) => (app.formation.web?.quantity ?? 0) >= 2),
  },
  {
    id: 'why', title: 'Read why a dyno started again',
    why: 'Dynos come and go all day. Each start has a cause, and knowing it is most of running an app.',
    how: 'Choose a dyno, or press Why? beside an event in Activity, and read the chain to its end.', command: 'heroku ps:restart -d web.1',
    hint: 'If none has started again yet, restart one: choose it on the map and press Restart.',
    button: 'Go to Activity', place: { kind: 'view', view: 'activity' },
    isDone: hasReadWhy,
  },
  {
    id: 'config', title: 'Set a config var',
    why: 'What differs between places, like a greeting or a database, belongs in config vars and not in the code.',
    how: 'Set GREETING to words of your own, then load the page again.', command: 'heroku config:set GREETING="Good morning"',
    hint: 'It makes a release and restarts the dynos, so that all of them have the same value.',
    button: 'Go to Config', place: { kind: 'view', view: 'config' },
    isDone: (facts) => appsOf(facts).some((app) => Object.keys(app.config).length > 0),
  },
  {
    id: 'rollback', title: 'Roll back',
    why: 'A release is never changed, so going back is quick and safe: it is a new release with old contents.',
    how: 'Choose an earlier release and roll back to it. You see what changes before it does.', command: 'heroku rollback',
    hint: 'Only a release with a slug can be gone back to. Set a config var first if there is only one.',
    button: 'Go to Releases', place: { kind: 'view', view: 'releases' },
    isDone: (facts) => appsOf(facts).some((app) => releasesOf(facts, app).some((release) => release.description.startsWith('Rollback to'))),
  },
  {
    id: 'logs', title: 'Look at the logs',
    why: 'The logs are one stream of what the platform did and what each dyno said: the first place to look.',
    how: 'Open the logs and find the line of a request.', command: 'heroku logs --tail',
    hint: 'Load the page once while you look: the router writes one line for each request.',
    button: 'Go to Logs', place: { kind: 'view', view: 'logs' },
    isDone: (facts) => facts.view === 'logs',
  },
  {
    id: 'clean-up', title: 'Clean up',
    why: 'An app that nobody needs costs money every hour. On this machine it costs memory.',
    how: 'Destroy the app, or scale it to no dynos and keep it.', command: 'heroku apps:destroy',
    hint: 'Settings, at the end of the page. It says what is lost before it does it.',
    button: 'Go to Settings', place: { kind: 'view', view: 'settings' },
    isDone: isCleanedUp,
  },
]

/** Ids of the steps that the facts show done. */
export function stepsShownDone(facts: StepFacts, doneBefore: readonly string[]): readonly string[] {
  const hasDeployed = doneBefore.includes('deploy')
  return firstSteps.filter((step) => (step.id !== 'clean-up' || hasDeployed) && step.isDone(facts)).map((step) => step.id)
}

/** The one to do next: the first that is not done. Null when all are. */
export function nextStep(done: readonly string[]): FirstStep | null {
  return firstSteps.find((step) => !done.includes(step.id)) ?? null
}

function appsOf({ state, since, demoAppId }: StepFacts): readonly App[] {
  return Object.values(state.apps).filter((app) => app.id !== demoAppId && app.createdAt >= since)
}

const releasesOf = ({ state }: StepFacts, app: App) => state.releases[app.id] ?? []

/** A dyno's event, or a dyno that is not the first of its name, is open beside the view. */
function hasReadWhy({ selection, recent }: StepFacts): boolean {
  if (selection?.kind === 'event') return recent.some((event) => event.seq === selection.seq && event.type.startsWith('dyno.'))
  if (selection?.kind !== 'dyno') return false
  const starts = recent.filter((event) => event.type === 'dyno.created' && event.data.name === selection.name)
  return starts.length > 1
}

function isCleanedUp(facts: StepFacts): boolean {
  const destroyed = facts.recent.some((event) => event.type === 'app.destroyed' && event.at >= facts.since && event.app !== facts.demoAppId)
  const apps = appsOf(facts).filter((app) => app.currentVersion > 0 && Object.keys(app.formation).length > 0)
  return destroyed || (apps.length > 0 && apps.every((app) => Object.values(app.formation).every((entry) => entry.quantity === 0)))
}
