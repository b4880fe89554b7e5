// What is done with the second copy, the other environment: it runs without undeclared tools, with other config, is compared with a one-off, is
// restarted under load, renamed, and given other services.

import { differencesOf, type SeenAdmin } from './admin-processes.ts'
import { attempt, type Attempt } from './attempt.ts'
import type { SeenServices } from './backing-services.ts'
import type { SeenStages } from './build-release-run.ts'
import type { SeenConfig } from './config.ts'
import { complaintIn, toolFolder, type SeenDependencies } from './dependencies.ts'
import { observeStop, type SeenStop } from './disposability.ts'
import { listFiles } from './dyno-files.ts'
import { listingOf, visitAll, type Visited } from './first-copy.ts'
import { isServiceName, serviceVariables, type Source } from './source.ts'
import type { SeenParity } from './parity.ts'
import type { Copy, Trial } from './trial.ts'
import { listed } from './words.ts'

export type SeenSecond = {
  readonly isUp: boolean
  readonly hidden: SeenDependencies['hidden']
  readonly config: Attempt<SeenConfig>
  readonly change: SeenStages['change']
  readonly admin: Attempt<SeenAdmin>
  readonly stop: Attempt<Omit<SeenStop, 'bootMs' | 'language'>>
  readonly renamed: SeenParity['renamed']
  readonly swaps: Attempt<Pick<SeenServices, 'swaps' | 'loss'>>
}

export type SecondWork = {
  readonly trial: Trial
  readonly copy: Copy
  readonly source: Source
  readonly language: string | null
  readonly canary: string
  readonly hasRelease: boolean
  /** What the first copy answered. */
  readonly baseline: Promise<Visited | null>
  findInHistory(text: string): Promise<string | null>
  advance(doing: string): void
}

const shortBootMs = 40_000
/** A word in place of a number or a switch only breaks the start. */
const isNoWord = /(PORT|COUNT|SIZE|LIMIT|TIMEOUT|SECONDS|_MS|MAX|MIN|LEVEL|DEBUG|WORKERS|THREADS|CONCURRENCY|ENABLED|HOST|BIND)$/i
const maxVariables = 12

export async function runSecond(work: SecondWork): Promise<SeenSecond> {
  const { trial, copy, advance } = work
  const isUp = await trial.until(95_000, () => trial.upWebs(copy).length > 0 || trial.events(copy, 'dyno.crashed').length > 1) && trial.upWebs(copy).length > 0
  const why = 'It did not serve.'
  if (!isUp || (await work.baseline) === null) return { isUp, hidden: { why }, config: { why }, change: null, admin: { why }, stop: { why }, renamed: null, swaps: { why } }
  advance('runs it without tools that it does not declare')
  const hidden = await runHidden(work)
  advance('gives it other config, and looks for a canary')
  const changed = await attempt(() => changeConfig(work))
  advance('compares a one-off dyno with a web dyno')
  const admin = await attempt(() => compareOneOff(work))
  advance('restarts it in the middle of traffic')
  const stop = await attempt(() => observeStop(trial, copy, work.source.slowPaths))
  const renamed = work.source.environments.length === 0 ? null : await rename(work)
  const swaps = await attempt(() => swapServices(work))
  return { isUp, hidden, config: 'seen' in changed ? { seen: changed.seen.config } : changed, change: 'seen' in changed ? changed.seen.change : null, admin, stop, renamed, swaps }
}

async function runHidden({ trial, copy, source, language, baseline }: SecondWork): Promise<SeenDependencies['hidden']> {
  const app = trial.state.apps[copy.appId]
  if ((app?.runtime ?? trial.state.session?.runtime) === 'docker') return { why: 'Its dynos are containers of the stack, which has the tools of the stack: those were not hidden.' }
  const tried = await attempt(async () => {
    const folder = await trial.standing(copy, toolFolder(language))
    if (!folder.startsWith('/')) throw new Error('The tools could not be hidden on this machine.')
    const before = trial.lines(copy).length
    const isUp = await trial.configure(copy, { PATH: folder }, shortBootMs)
    const plain = (await baseline)?.statuses ?? new Map<string, number | null>()
    const { statuses } = isUp ? await visitAll(trial, copy, source.paths, null) : { statuses: new Map<string, number | null>() }
    const complaints = trial.lines(copy).slice(before).map(({ text }) => text).filter(complaintIn)
    return { isUp, complaints, paths: [...plain].map(([path, status]) => ({ path, plain: status, hidden: statuses.get(path) ?? null })) }
  })
  return 'seen' in tried ? tried.seen : { why: tried.why }
}

async function changeConfig(work: SecondWork): Promise<{ config: SeenConfig; change: SeenStages['change'] }> {
  const { trial, copy, source, canary } = work
  const own = source.variables.filter(({ text }) => !isServiceName(text) && !isNoWord.test(text)).slice(0, maxVariables)
  const words = new Map(own.map(({ text }) => [text, trial.word()]))
  const before = releaseOf(trial, copy)
  const buildsBefore = trial.events(copy, 'build.started').length
  const isUp = await trial.configure(copy, { ...Object.fromEntries(words), CHECK_ROUND: trial.word(), PATH: null }, shortBootMs)
  const after = releaseOf(trial, copy)
  const change = before === null || after === null ? null : { isSameSlug: before.slugId === after.slugId, versions: [before.version, after.version] as const, builds: trial.events(copy, 'build.started').length - buildsBefore, seq: after.seq }
  const visits = isUp ? await visitAll(trial, copy, [...source.paths, ...source.adminPaths], null) : null
  const paths = [...source.paths, ...source.adminPaths]
  const lines = trial.lines(copy)
  const effects = [...words].flatMap(([variable, word]) => {
    const at = visits?.texts.findIndex((text) => text.includes(word)) ?? -1
    const where = at >= 0 ? `GET ${paths[at] ?? '/'}` : lines.some(({ text }) => text.includes(word)) ? 'a log line' : null
    return where === null ? [] : [{ variable, where }]
  })
  const leaks = [...paths.filter((_, index) => visits?.texts[index]?.includes(canary) === true).map((path) => `GET ${path}`), ...(lines.some(({ text }) => text.includes(canary)) ? ['A log line'] : [])]
  if (!isUp) await trial.configure(copy, Object.fromEntries([...words].map(([name]) => [name, null])), shortBootMs)
  const config = { variables: source.variables, tried: [...words.keys()], isUp, effects, leaks, secrets: await secretsInSlug(work) }
  return { config, change }
}

async function secretsInSlug({ trial, copy, source, canary, findInHistory }: SecondWork): Promise<SeenConfig['secrets']> {
  const wanted = source.secrets.slice(0, 6)
  const looks = [...wanted.map(({ text }) => text), canary].map((text, index) => `grep -rqF -e ${quoted(text)} . 2>/dev/null && echo "found ${index}"`)
  const { text } = await trial.oneOff(copy, `${looks.join('; ')}; true`)
  const found = new Set([...text.matchAll(/found (\d+)/g)].map((match) => Number(match[1])))
  const inSlug = wanted.filter((_, index) => found.has(index))
  const built = found.has(wanted.length) ? [{ file: 'the slug', line: 1, text: canary }] : []
  return Promise.all([...inSlug, ...built].map(async (one) => ({ ...one, inHistory: await findInHistory(one.text) })))
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const releaseOf = (trial: Trial, copy: Copy) => (trial.state.releases[copy.appId] ?? []).at(-1) ?? null

async function compareOneOff({ trial, copy, source, hasRelease }: SecondWork): Promise<SeenAdmin> {
  const mark = trial.word()
  const [one, web] = await Promise.all([trial.oneOff(copy, `env; echo ${mark} > ${mark}.txt`), trial.inDyno(copy, 'web.1', 'env')])
  const { differing, compared } = differencesOf(one.text, web.text, Object.keys(releaseOf(trial, copy)?.config ?? {}))
  const reached = await trial.inDyno(copy, 'web.1', `test -e ${mark}.txt && echo reached || echo apart`)
  const runs = new Map<number, number>()
  for (const { data } of trial.events(copy, 'dyno.created')) if (data.kind === 'release') runs.set(data.version, (runs.get(data.version) ?? 0) + 1)
  const versions = (trial.state.releases[copy.appId] ?? []).filter(({ slugId }) => slugId !== null).map(({ version }) => version)
  const open: { path: string; status: number }[] = []
  for (const path of source.adminPaths) {
    const { status } = await trial.visit(copy, path)
    if (status !== null && status >= 200 && status < 300) open.push({ path, status })
  }
  return {
    differing: compared === 0 ? null : differing, compared, release: /^HEROKU_RELEASE_VERSION=(\S+)/m.exec(one.text)?.[1] ?? null,
    fileReached: /reached|apart/.test(reached.text) ? reached.text.includes('reached') : null,
    phases: hasRelease ? versions.map((version) => ({ version, runs: runs.get(version) ?? 0 })) : null, open,
  }
}

async function rename({ trial, copy, source, baseline, advance }: SecondWork): Promise<SeenParity['renamed']> {
  advance('runs it under the name of another environment')
  const names = source.environments.map(({ text }) => text)
  const tried = await attempt(async () => {
    const isUp = await trial.configure(copy, Object.fromEntries(names.map((name) => [name, 'development'])), shortBootMs)
    const before = isUp ? await listingOf(() => trial.inDyno(copy, 'web.1', listFiles)) : null
    const [here, usual] = [isUp ? await visitAll(trial, copy, source.paths, before) : null, await baseline]
    await trial.configure(copy, Object.fromEntries(names.map((name) => [name, null])), shortBootMs)
    return { isUp, differences: here === null || usual === null ? [] : differencesIn(usual, here) }
  })
  return { variable: names[0] ?? '', ...('seen' in tried ? tried.seen : { isUp: false, differences: [] }) }
}

function differencesIn(usual: Visited, here: Visited): string[] {
  const answers = [...usual.statuses].filter(([path, status]) => here.statuses.get(path) !== status).map(([path, status]) => `GET ${path} answers ${status ?? 'nothing'}, and ${here.statuses.get(path) ?? 'nothing'} in development.`)
  if (usual.byVisits === null || here.byVisits === null) return answers
  const [ours, theirs] = [new Set(usual.byVisits.map(({ path }) => path)), new Set(here.byVisits.map(({ path }) => path))]
  const only = [...ours].filter((path) => !theirs.has(path))
  const also = [...theirs].filter((path) => !ours.has(path))
  return [...answers, ...(only.length === 0 ? [] : [`Visits change ${listed(only)}, but not in development.`]), ...(also.length === 0 ? [] : [`In development visits change ${listed(also)}, but not otherwise.`])]
}

async function swapServices({ trial, copy, source, advance }: SecondWork): Promise<Pick<SeenServices, 'swaps' | 'loss'>> {
  const variables = serviceVariables(source).slice(0, 3)
  if (variables.length === 0) return { swaps: [], loss: null }
  advance('swaps its services by config')
  const witnesses = await Promise.all(variables.map(async ({ text }) => ({ variable: text, one: await trial.witness(`${copy.name}-${text}-1`.toLowerCase()), other: await trial.witness(`${copy.name}-${text}-2`.toLowerCase()) })))
  const counts = (): Promise<(readonly [number, number])[]> => Promise.all(witnesses.map(async ({ one, other }) => [(await one?.count()) ?? 0, (await other?.count()) ?? 0] as const))
  const point = async (which: 'one' | 'other'): Promise<void> => {
    await trial.configure(copy, Object.fromEntries(witnesses.map(({ variable, [which]: link }) => [variable, addressFor(variable, link?.address ?? '127.0.0.1:9')])), 8000)
  }
  const use = async (): Promise<void> => {
    if (trial.upWebs(copy).length > 0) await visitAll(trial, copy, source.paths, null)
    await trial.pause(500)
  }
  await point('one')
  await use()
  const before = await counts()
  await point('other')
  // Old dynos go on with the old address for a moment.
  await trial.until(35_000, () => Object.values(trial.state.dynos).every((dyno) => dyno.appId !== copy.appId || dyno.stopping === null))
  const between = await counts()
  await use()
  const after = await counts()
  const rise = (index: number, place: 0 | 1, from: readonly (readonly [number, number])[]): number => (after[index]?.[place] ?? 0) - (from[index]?.[place] ?? 0)
  const swaps = witnesses.map(({ variable }, index) => ({ variable, before: before[index] ?? [0, 0], after: [rise(index, 0, between), rise(index, 1, before)] as const }))
  if (trial.upWebs(copy).length === 0) return { swaps, loss: null }
  advance('takes its services away, and brings them back')
  const away = (isAway: boolean) => Promise.all(witnesses.map(({ other }) => other?.setAway(isAway)))
  await away(true)
  const [web] = trial.upWebs(copy)
  const without = await visitAll(trial, copy, source.paths, null)
  await trial.pause(1000)
  const ended = !trial.upWebs(copy).some(({ id }) => id === web?.id)
  await away(false)
  const atReturn = await counts()
  if (!ended) await use()
  const back = (await counts()).reduce((sum, [, other], index) => sum + other - (atReturn[index]?.[1] ?? 0), 0)
  return { swaps, loss: { ended, answers: [...without.statuses].map(([path, status]) => ({ path, status })), back } }
}

/** In the form that its name promises. */
function addressFor(variable: string, address: string): string {
  if (/REDIS/.test(variable)) return `redis://:word@${address}/0`
  if (/MONGO/.test(variable)) return `mongodb://user:word@${address}/shop`
  if (/AMQP|RABBIT/.test(variable)) return `amqp://user:word@${address}`
  if (/MYSQL|JAWS|CLEARDB/.test(variable)) return `mysql://user:word@${address}/shop`
  return /DATABASE|POSTGRES|^PG|DB/.test(variable) ? `postgres://user:word@${address}/shop` : `http://${address}/`
}
