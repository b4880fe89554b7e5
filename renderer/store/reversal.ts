// How each command that can be taken back is taken back: what was done in words, the command that undoes it, and what stands in
// the way when the thing has changed since.

import { defaultRouting, type App, type AppRouting, type FormationEntry } from '../../shared/domain/app.ts'
import type { Alert } from '../../shared/domain/autoscale.ts'
import { passwordMask } from '../../shared/drains/drain-address.ts'
import { findDynoSize } from '../../shared/domain/dyno-sizes.ts'
import { findApp, findRelease, runtimeOf, type PlatformState } from '../../shared/domain/state.ts'
import type { CallName } from '../../shared/protocol/calls.ts'
import { alertTitles, alertValue, settingWords } from '../text/autoscale-words.ts'
import { runtimeWords } from '../text/words.ts'
import { strategyTitles } from '../text/routing-words.ts'
import { attachAddOn, detachAddOn, renameAddOn } from './addon-reversal.ts'
import { inApp, type AppDeed, type Command, type Deed, type Reversal } from './reversal-form.ts'

const platformWide = { 'era:set': era, 'addons:rename': renameAddOn } as const
const ofApp = {
  'ps:scale': scale, 'config:set': config, 'maintenance:set': maintenance, 'preboot:set': preboot, 'apps:rename': rename, 'domains:add': addDomain,
  'domains:remove': removeDomain, 'buildpacks:set': buildpacks, 'stack:set': stack, 'runtime:set': runtime, 'routing:set': routing, 'releases:rollback': rollback, 'traffic:start': startTraffic, 'traffic:stop': stopTraffic,
  'ps:autoscale:enable': autoscale, 'ps:autoscale:disable': autoscale, 'alerts:set': alert, 'drains:add': addDrain, 'drains:remove': removeDrain,
  'addons:attach': attachAddOn, 'addons:detach': detachAddOn,
} as const

export const isReversible = (name: CallName): name is keyof typeof platformWide | keyof typeof ofApp => Object.hasOwn(platformWide, name) || Object.hasOwn(ofApp, name)

/** Null when nothing changed, or when there is no way back. */
export function reversalOf(name: CallName, deed: Deed<CallName>): Reversal | null {
  if (Object.hasOwn(platformWide, name)) return (platformWide[name as keyof typeof platformWide] as (deed: Deed<CallName>) => Reversal | null)(deed)
  if (!Object.hasOwn(ofApp, name) || !('app' in deed.input)) return null
  const app = findApp(deed.before, String(deed.input.app))
  const left = app === null ? undefined : deed.after.apps[app.id]
  if (app === null || left === undefined) return null
  const reverse = ofApp[name as keyof typeof ofApp] as (deed: AppDeed<CallName>) => Reversal | null
  return reverse({ ...deed, app, left })
}

/** A deploy is taken back by a rollback, which is a release of its own. */
export function deployReversal(app: App, version: number, before: number): Reversal {
  return { done: `Deployed v${version}`, ...backTo(app, version, before) }
}

function era({ before, after }: Deed<'era:set'>): Reversal | null {
  if (before.era === after.era) return null
  return {
    done: `Set the era to ${after.era}`, effect: `the era goes back to ${before.era}`, command: { name: 'era:set', input: { era: before.era } },
    obstacle: (now) => (now.era === after.era ? null : `The era is ${now.era} by now.`),
  }
}

function scale({ app, left }: AppDeed<'ps:scale'>): Reversal | null {
  const changed = Object.entries(left.formation).filter(([type, entry]) => !isSame(entryOf(app, type), entry))
  if (changed.length === 0) return null
  const back = changed.map(([type, entry]) => ({ type, from: entry, to: entryOf(app, type) ?? { quantity: 0, size: entry.size } }))
  return {
    done: `Scaled ${back.map(({ type, from, to }) => `${type} to ${entryWords(from, to)}`).join(', ')}`,
    effect: back.map(({ type, from, to }) => `${type} goes back to ${entryWords(to, from)}`).join(', '),
    command: { name: 'ps:scale', input: { app: app.id, changes: back.map(({ type, from, to }) => ({ type, quantity: to.quantity, ...(from.size === to.size ? {} : { size: to.size }) })) } },
    obstacle: inApp(app, (now) => {
      const other = back.find(({ type, from }) => !isSame(entryOf(now, type), from))
      return other === undefined ? null : `${other.type} was scaled again since: it is ${entryWords(entryOf(now, other.type) ?? { quantity: 0, size: '' }, null)} by now.`
    }),
  }
}

function config({ app, input, config: before }: AppDeed<'config:set'>): Reversal | null {
  if (before === null) return null
  const changed = Object.entries(input.vars).filter(([key, value]) => (before[key] ?? null) !== value)
  if (changed.length === 0) return null
  const keys = (isSet: boolean): string => changed.filter(([, value]) => (value !== null) === isSet).map(([key]) => key).join(', ')
  const parts = [keys(true) === '' ? '' : `Set ${keys(true)}`, keys(false) === '' ? '' : `Removed ${keys(false)}`]
  return {
    done: parts.filter(Boolean).join('. '),
    effect: `${changed.map(([key]) => key).join(', ')} ${changed.length === 1 ? 'is' : 'are'} as before, in a new release`,
    command: { name: 'config:set', input: { app: app.id, vars: Object.fromEntries(changed.map(([key]) => [key, before[key] ?? null])) } },
    obstacle: (_, now) => {
      const other = changed.find(([key, value]) => (now?.[key] ?? null) !== value)
      return other === undefined ? null : `${other[0]} was changed again since.`
    },
  }
}

function maintenance({ app, left }: AppDeed<'maintenance:set'>): Reversal | null {
  if (app.maintenance === left.maintenance) return null
  return switched(app, 'maintenance mode', { name: 'maintenance:set', input: { app: app.id, on: app.maintenance } }, app.maintenance, (now) => now.maintenance)
}

function preboot({ app, left }: AppDeed<'preboot:set'>): Reversal | null {
  if (app.preboot === left.preboot) return null
  return switched(app, 'preboot', { name: 'preboot:set', input: { app: app.id, on: app.preboot } }, app.preboot, (now) => now.preboot)
}

function switched(app: App, what: string, command: Command, wasOn: boolean, read: (now: App) => boolean): Reversal {
  const word = (on: boolean): string => (on ? 'on' : 'off')
  return {
    done: `Turned ${what} ${word(!wasOn)}`, effect: `${what} goes ${word(wasOn)} again`, command,
    obstacle: inApp(app, (now) => (read(now) === wasOn ? `${capital(what)} is ${word(wasOn)} already.` : null)),
  }
}

function rename({ app, left }: AppDeed<'apps:rename'>): Reversal | null {
  if (app.name === left.name) return null
  return {
    done: `Renamed ${app.name} to ${left.name}`, effect: `it is called ${app.name} again`, command: { name: 'apps:rename', input: { app: app.id, name: app.name } },
    obstacle: inApp(app, (now) => (now.name === left.name ? null : `It is called ${now.name} by now.`)),
  }
}

function addDomain({ app, left }: AppDeed<'domains:add'>): Reversal | null {
  const added = left.domains.find(({ id }) => !app.domains.some((domain) => domain.id === id))?.hostname
  if (added === undefined) return null
  return {
    done: `Added ${added}`, effect: `${added} is removed again`, command: { name: 'domains:remove', input: { app: app.id, hostname: added } },
    obstacle: inApp(app, (now) => (now.domains.some(({ hostname }) => hostname === added) ? null : `${added} is gone already.`)),
  }
}

function removeDomain({ app, left }: AppDeed<'domains:remove'>): Reversal | null {
  const removed = app.domains.find(({ id }) => !left.domains.some((domain) => domain.id === id))?.hostname
  if (removed === undefined) return null
  return {
    done: `Removed ${removed}`, effect: `${removed} is added again`, command: { name: 'domains:add', input: { app: app.id, hostname: removed } },
    obstacle: inApp(app, (now) => (now.domains.some(({ hostname }) => hostname === removed) ? `${removed} is back already.` : null)),
  }
}

function addDrain({ app, output: { id } }: AppDeed<'drains:add'>): Reversal | null {
  return {
    done: 'Added a log drain', effect: 'no more lines go there', command: { name: 'drains:remove', input: { app: app.id, drain: id } },
    obstacle: inApp(app, (now) => (now.drains?.some((drain) => drain.id === id) === true ? null : 'It is gone already.')),
  }
}

/** It gets another token. An address with a password is known to the engine only, so there is no way back. */
function removeDrain({ app, left }: AppDeed<'drains:remove'>): Reversal | null {
  const removed = app.drains?.find(({ id }) => left.drains?.some((drain) => drain.id === id) !== true)?.url
  if (removed === undefined || removed.includes(passwordMask)) return null
  return {
    done: `Removed the drain to ${removed}`, effect: 'lines go there again, with another token', command: { name: 'drains:add', input: { app: app.id, url: removed } },
    obstacle: inApp(app, (now) => (now.drains?.some(({ url }) => url === removed) === true ? 'It is back already.' : null)),
  }
}

function buildpacks({ app, left }: AppDeed<'buildpacks:set'>): Reversal | null {
  const list = (of: App): string => of.buildpacks.join(', ') || 'detection'
  if (list(app) === list(left)) return null
  return {
    done: `Set the buildpacks to ${list(left)}`, effect: `the next build goes by ${list(app)} again`,
    command: { name: 'buildpacks:set', input: { app: app.id, buildpacks: [...app.buildpacks] } },
    obstacle: inApp(app, (now) => (list(now) === list(left) ? null : `The buildpacks were changed again since, to ${list(now)}.`)),
  }
}

function stack({ app, left }: AppDeed<'stack:set'>): Reversal | null {
  if (app.stack === left.stack) return null
  return {
    done: `Set the stack to ${left.stack}`, effect: `the next build is for ${app.stack} again`, command: { name: 'stack:set', input: { app: app.id, stack: app.stack } },
    obstacle: inApp(app, (now) => (now.stack === left.stack ? null : `The stack is ${now.stack} by now.`)),
  }
}

function runtime({ app, before, left, after }: AppDeed<'runtime:set'>): Reversal | null {
  const [was, is] = [runtimeOf(before, app), runtimeOf(after, left)]
  if (was === is || was === 'simulated') return null
  return {
    done: `Moved it to ${runtimeWords[is]}`, effect: `its dynos run as ${runtimeWords[was]} again`, command: { name: 'runtime:set', input: { app: app.id, runtime: was } },
    obstacle: inApp(app, (now) => ((now.runtime ?? is) === is ? null : 'It was moved again since.')),
  }
}

function routing({ app, left }: AppDeed<'routing:set'>): Reversal | null {
  const before = app.routing ?? defaultRouting
  const set = left.routing ?? defaultRouting
  const changed = routingParts.filter((part) => before[part] !== set[part])
  if (changed.length === 0) return null
  return {
    done: changed.map((part) => capital(routingWords(part, set))).join('. '),
    effect: changed.map((part) => routingWords(part, before)).join(', '),
    command: { name: 'routing:set', input: { app: app.id, ...Object.fromEntries(changed.map((part) => [part, before[part]])) } },
    obstacle: inApp(app, ({ routing: now = defaultRouting }) => {
      const other = changed.find((part) => now[part] !== set[part])
      return other === undefined ? null : `The routing was changed again since: ${routingWords(other, now)} by now.`
    }),
  }
}

const routingParts = ['strategy', 'sticky', 'readinessPath'] as const

function routingWords(part: (typeof routingParts)[number], { strategy, sticky, readinessPath }: AppRouting): string {
  if (part === 'strategy') return `dynos are picked by ${strategyTitles[strategy].toLowerCase()}`
  if (part === 'sticky') return `sticky sessions are ${sticky ? 'on' : 'off'}`
  return readinessPath === null ? 'no readiness is checked' : `readiness is checked at ${readinessPath}`
}

function rollback({ app, output, input, before }: AppDeed<'releases:rollback'>): Reversal | null {
  if (findRelease(before, app.id, app.currentVersion)?.slugId == null) return null
  return { done: `Rolled back${input.version === undefined ? '' : ` to v${input.version}`} as v${output.version}`, ...backTo(app, output.version, app.currentVersion) }
}

function backTo(app: App, made: number, target: number): Omit<Reversal, 'done'> {
  return {
    effect: `rolls back to v${target}, as a new release`, command: { name: 'releases:rollback', input: { app: app.id, version: target } },
    obstacle: inApp(app, (now, state) => {
      if (now.lastVersion !== made) return `v${now.lastVersion} was released since, so v${made} is not what would be taken back.`
      const status = findRelease(state, app.id, made)?.status.kind
      if (status === 'failed') return `v${made} failed, so v${target} is still what runs.`
      return status === 'pending' ? `v${made} is not released yet: its release command still runs.` : null
    }),
  }
}

/** What was pulled into the limits stays where it is: that is a scaling of its own. */
function autoscale({ app, left }: AppDeed<'ps:autoscale:enable' | 'ps:autoscale:disable'>): Reversal | null {
  const [was, is] = [app.autoscale, left.autoscale]
  if (is === undefined || was?.seq === is.seq) return null
  const obstacle = inApp(app, (now) => (now.autoscale?.seq === is.seq ? null : 'It was set or turned off since.'))
  const done = is.isOn ? `Set the autoscaler to ${settingWords(is)}` : 'Turned the autoscaler off'
  if (was?.isOn !== true) return { done, effect: 'the autoscaler goes off again', command: { name: 'ps:autoscale:disable', input: { app: app.id } }, obstacle }
  const { policy, min, max, downAfterMinutes, anySize } = was
  return { done, effect: `the autoscaler holds ${settingWords(was)} again`, command: { name: 'ps:autoscale:enable', input: { app: app.id, policy, min, max, downAfterMinutes, anySize } }, obstacle }
}

function alert({ app, left, input: { kind } }: AppDeed<'alerts:set'>): Reversal | null {
  const [was, is] = [app.alerts?.[kind], left.alerts?.[kind]]
  if (isSameAlert(was, is)) return null
  const setting = was === undefined ? null : { over: was.over, sensitivity: was.sensitivity, remindMinutes: was.remindMinutes }
  return {
    done: `${is === undefined ? 'Turned off' : 'Set'} the alert on ${alertTitles[kind]}`, effect: setting === null ? 'it goes off again' : `it is told over ${alertValue(kind, setting.over)} again`,
    command: { name: 'alerts:set', input: { app: app.id, kind, setting } },
    obstacle: inApp(app, (now) => (isSameAlert(now.alerts?.[kind], is) ? null : 'It was set or turned off since.')),
  }
}

const isSameAlert = (a: Alert | undefined, b: Alert | undefined): boolean => a?.over === b?.over && a?.sensitivity === b?.sensitivity && a?.remindMinutes === b?.remindMinutes

function startTraffic({ app, before, after }: AppDeed<'traffic:start'>): Reversal | null {
  const earlier = before.traffic[app.id]
  const started = after.traffic[app.id]
  if (started === undefined || started.seq === earlier?.seq) return null
  return {
    done: 'Started traffic', effect: earlier === undefined ? 'the traffic stops' : 'the traffic before it goes on',
    command: earlier === undefined ? { name: 'traffic:stop', input: { app: app.id } } : startAgain(app, earlier.plan),
    obstacle: inApp(app, (_, state) => (state.traffic[app.id]?.seq === started.seq ? null : 'That traffic does not run any more.')),
  }
}

function stopTraffic({ app, before, after }: AppDeed<'traffic:stop'>): Reversal | null {
  const stopped = before.traffic[app.id]
  if (stopped === undefined || after.traffic[app.id] !== undefined) return null
  return {
    done: 'Stopped traffic', effect: 'the same traffic starts again', command: startAgain(app, stopped.plan),
    obstacle: inApp(app, (_, state) => (state.traffic[app.id] === undefined ? null : 'Other traffic was started since.')),
  }
}

function startAgain(app: App, plan: PlatformState['traffic'][string]['plan']): Command {
  return { name: 'traffic:start', input: { app: app.id, plan: { ...plan, paths: plan.paths.map((path) => ({ ...path })) } } }
}

const entryOf = (app: App, type: string): FormationEntry | undefined => (Object.hasOwn(app.formation, type) ? app.formation[type] : undefined)
const isSame = (a: FormationEntry | undefined, b: FormationEntry | undefined): boolean => a?.quantity === b?.quantity && a?.size === b?.size
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The size is said only where it differs. */
function entryWords(entry: FormationEntry, other: FormationEntry | null): string {
  return other !== null && other.size !== entry.size ? `${entry.quantity} × ${findDynoSize(entry.size)?.label ?? entry.size}` : String(entry.quantity)
}
