import type { Release } from '../../../shared/domain/build.ts'
import { columns, header, pairs, since } from '../cli-text.ts'
import { print, refuse, type ConsoleWorld, type Plan } from '../plan.ts'
import { text, type Given, type Verb } from '../verb.ts'

const shownUnasked = 15

export const releaseVerbs: readonly Verb[] = [
  { name: 'releases', usage: '', about: 'list the releases of an app', argument: null, most: 0, flags: [{ name: 'num', short: 'n', takes: 'N', about: 'how many' }], needsApp: true, plan: list },
  { name: 'releases:info', usage: '[vN]', about: 'one release and its config vars', argument: 'version', most: 1, needsApp: true, plan: info },
  { name: 'releases:rollback', aliases: ['rollback'], usage: '[vN]', about: 'go back to an earlier release, as a new one', argument: 'version', most: 1, needsApp: true, plan: rollback },
]

function list(given: Given, { state, now }: ConsoleWorld): Plan {
  const { app } = given
  const count = countOf(text(given, 'num'))
  if (count === null) return refuse(`${text(given, 'num')} is not a number of releases.`, 'Try releases -n 5.')
  const releases = (state.releases[app.id] ?? []).slice(-count).reverse()
  if (releases.length === 0) return print(`${app.name} has no releases.`)
  return print(header(`${app.name} Releases - Current: v${app.currentVersion}`), '', ...columns(releases.map((release) => [
    `v${release.version}`, `${release.description}${statusWords(release)}`, release.by, since(release.createdAt, now),
  ])))
}

function countOf(typed: string | null): number | null {
  if (typed === null) return shownUnasked
  return /^[1-9]\d{0,4}$/.test(typed) ? Number(typed) : null
}

function statusWords({ status }: Release): string {
  return status.kind === 'pending' ? ' release command executing' : status.kind === 'failed' ? ' release command failed' : ''
}

function info({ app, words: [word] }: Given, { state, now }: ConsoleWorld): Plan {
  const version = word === undefined ? app.lastVersion : versionOf(word)
  if (version === null) return refuse(`${word} is not a release.`, 'Releases are v1, v2 and so on. releases lists them.')
  const release = state.releases[app.id]?.find((entry) => entry.version === version)
  if (release === undefined) return refuse(`Couldn't find release v${version} of ${app.name}.`, 'releases lists them.')
  const facts = pairs([['Change', `${release.description}${statusWords(release)}`], ['By', release.by], ['When', since(release.createdAt, now)]])
  return {
    kind: 'send', said: null,
    send: async (call) => {
      const vars = Object.entries(await call('releases:config', { app: app.name, version }))
      return { lines: [header(`Release v${version}`), '', ...facts, '', header(`v${version} Config vars`), '', ...(vars.length === 0 ? ['none'] : pairs(vars))] }
    },
  }
}

function rollback({ app, words: [word] }: Given, { state }: ConsoleWorld): Plan {
  const version = word === undefined ? undefined : versionOf(word)
  if (version === null) return refuse(`${word} is not a release.`, 'Try rollback v3, or rollback alone for the one before. releases lists them.')
  const before = (state.releases[app.id] ?? []).filter((release) => release.version < app.currentVersion && release.status.kind === 'succeeded' && release.slugId !== null).at(-1)
  const target = version ?? before?.version
  return {
    kind: 'send', said: `Rolling back ${app.name}${target === undefined ? '' : ` to v${target}`}...`,
    send: async (call) => {
      const made = await call('releases:rollback', { app: app.name, ...(version === undefined ? {} : { version }) })
      return { lines: [`v${made.version}`, `Rollback affects code and config vars; it doesn't add or remove add-ons. To undo, run: rollback v${app.currentVersion}`] }
    },
  }
}

const versionOf = (word: string): number | null => {
  const digits = /^v?(\d{1,9})$/i.exec(word)?.[1]
  return digits === undefined || Number(digits) === 0 ? null : Number(digits)
}
