// One check, from the source to the scorecard: two copies are deployed at once, each goes its way, and what was seen is judged factor by factor.
// The copies are destroyed whatever happens.

import { findApp } from '../../../shared/domain/state.ts'
import { clipped, maxHints, type Finding, type FoundHint, type Subject } from '../../../shared/factors/finding.ts'
import type { Hint } from '../../../shared/factors/hint.ts'
import type { Scorecard } from '../../../shared/factors/scorecard.ts'
import { judgeAdmin } from './admin-processes.ts'
import type { Attempt } from './attempt.ts'
import { judgeServices } from './backing-services.ts'
import { judgeStages } from './build-release-run.ts'
import { judgeCodebase } from './codebase.ts'
import { judgeConcurrency } from './concurrency.ts'
import { judgeConfig } from './config.ts'
import { judgeDependencies } from './dependencies.ts'
import type { FactorDeps } from './deps.ts'
import { judgeDisposability } from './disposability.ts'
import { differenceOf, listFiles, type BuildDifference } from './dyno-files.ts'
import { listingOf, runFirst, type SeenFirst, type Visited } from './first-copy.ts'
import { judgeLogs } from './logs.ts'
import { hintsOf } from './hints/all-hints.ts'
import { judgeParity, versionCommand, type SeenEnvironment } from './parity.ts'
import { judgePorts } from './port-binding.ts'
import { judgeProcesses } from './processes.ts'
import { runSecond, type SeenSecond } from './second-copy.ts'
import { readSource, serviceVariables, type Source } from './source.ts'
import { historyOf, prepareCopy, sourceOf, treeOf } from './subject.ts'
import { tempered } from './tempered.ts'
import type { Copy, Trial } from './trial.ts'
import { evidence, finding } from './words.ts'

export type CheckOrder = {
  readonly trial: Trial
  readonly deps: FactorDeps
  readonly subject: Subject
  readonly names: readonly [string, string]
  readonly startedSeq: number
  newId(): string
  advance(doing: string): void
}

type Deployed = Awaited<ReturnType<Trial['deploy']>>
type Loopback = Source['loopback'][number] & { count(): Promise<number | null> }

/** Without the receipts and the end, which are not known before all is taken away. */
export type Card = Omit<Scorecard, 'receipts' | 'toSeq' | 'seconds'>

export async function runCheck(order: CheckOrder): Promise<Card> {
  const { trial, deps, subject, names, advance } = order
  const startedAt = trial.now()
  advance('makes two copies and builds them from the source')
  const [a, b] = [await trial.create(names[0]), await trial.create(names[1])]
  const canary = trial.word()
  await Promise.all([prepareCopy(trial, subject, a), prepareCopy(trial, subject, b)])
  await trial.call('config:set', { app: b.name, vars: { CHECK_CANARY: canary } })
  const building = [trial.deploy(a, sourceOf(subject)), trial.deploy(b, sourceOf(subject))] as const
  const isUnderWay = (): boolean => (trial.state.appBuilds[a.appId] ?? []).length > 0
  // A refused build is heard of below.
  await Promise.race([trial.until(10_000, isUnderWay), Promise.all(building).catch(() => false)])
  const [{ source, hints, language }, { history, folder }, one, other] = await Promise.all([
    isUnderWay() ? look(order, a, building[0]) : noSource, historyOf(deps, subject, trial.state), ...building.map(settled),
  ] as [Promise<Looked>, ReturnType<typeof historyOf>, Promise<Deployed>, Promise<Deployed>])
  const facts = { subject, language, startedAt, fromSeq: order.startedSeq, hints }
  const failure = 'failure' in one ? one.failure : 'failure' in other ? other.failure : null
  if (failure !== null || 'failure' in one || 'failure' in other) return { ...facts, findings: unbuilt(failure ?? '', one, other) }

  const types = Object.keys(trial.state.slugs[one.slugId]?.processTypes ?? {})
  const fixed = await witnessesOf(trial, a, source)
  let known: (visited: Visited | null) => void = () => {}
  const baseline = new Promise<Visited | null>((resolve) => (known = resolve))
  const findInHistory = (text: string): Promise<string | null> => (folder === null || history === null ? Promise.resolve(null) : deps.git.findInHistory(folder, text).catch(() => null))
  const [first, second] = await Promise.all([
    runFirst(trial, a, source, types, advance, known).finally(() => known(null)),
    runSecond({ trial, copy: b, source, language: languageOf(trial, a), canary, hasRelease: types.includes('release'), baseline, findInHistory, advance }),
  ])
  const difference = one.slugId === other.slugId ? same : await differenceBetween(trial, a, b)
  const environments = await environmentsOf(trial, a, b, first, second, language)
  const stuck = await Promise.all(fixed.map(async ({ count, ...one }) => ({ ...one, connections: await count() })))
  advance('judges what was seen')
  const bootMs = [...trial.events(a, 'dyno.up'), ...trial.events(b, 'dyno.up')].filter(({ data }) => isOfWeb(trial, data.dynoId)).map(({ data }) => data.bootMs).slice(0, 3)
  const findings = [
    judgeCodebase({ slugs: [one.slugId, other.slugId], difference, serves: [first.isUp, second.isUp], history }),
    judgeDependencies({ failure: null, difference, hidden: second.hidden }),
    judged(3, second.config, judgeConfig),
    judgeServices({
      variables: serviceVariables(source), ...('seen' in second.swaps ? second.swaps.seen : { swaps: [], loss: null }), fixed: stuck,
      dataFiles: 'seen' in first.sessions ? first.sessions.seen.dataFiles : [], why: 'why' in second.swaps ? second.swaps.why : null,
    }),
    judgeStages({ change: second.change, atStart: first.atStart, byVisits: first.visited?.byVisits ?? null }),
    judged(6, first.sessions, judgeProcesses),
    judgePorts(first.ports),
    judged(8, first.concurrency, judgeConcurrency),
    judged(9, second.stop, (seen) => judgeDisposability({ ...seen, bootMs, language })),
    judgeParity({ environments, declared: source.version, renamed: second.renamed }),
    first.logs === null ? notSeen(11) : judgeLogs(first.logs),
    judged(12, second.admin, judgeAdmin),
  ]
  return { ...facts, findings: findings.map((found) => tempered(found, hints)) }

  function isOfWeb(of: Trial, dynoId: string): boolean {
    return [...of.events(a, 'dyno.created'), ...of.events(b, 'dyno.created')].some(({ data }) => data.dynoId === dynoId && data.type === 'web')
  }
}

const same: BuildDifference = { kind: 'none' }

/** Of the slugs, by the folders of fresh one-offs. */
async function differenceBetween(trial: Trial, a: Copy, b: Copy): Promise<BuildDifference> {
  const [one, other] = await Promise.all([a, b].map((copy) => listingOf(() => trial.oneOff(copy, listFiles))))
  return one == null || other == null ? { kind: 'files', paths: ['files that could not be listed'] } : differenceOf(one, other)
}

type Looked = { readonly source: Source; readonly hints: FoundHint[]; readonly language: string | null }
const empty: Source = { paths: ['/'], slowPaths: [], adminPaths: [], variables: [], environments: [], loopback: [], secrets: [], version: null }
const noSource: Promise<Looked> = Promise.resolve({ source: empty, hints: [], language: null })

/** The build says the language, which hints need. */
async function look({ trial, deps, subject, newId }: CheckOrder, copy: Copy, building: Promise<Deployed>): Promise<Looked> {
  const { tree, close } = await treeOf(trial, deps, subject, copy, newId())
  try {
    await settled(building)
    const language = languageOf(trial, copy)
    return { source: readSource(tree), hints: foundHints(hintsOf(tree, language)), language }
  } finally {
    await close()
  }
}

/** The worst first, as many as an event holds. */
function foundHints(hints: readonly Hint[]): FoundHint[] {
  const order = ['error', 'warn', 'info']
  const kept = [...hints].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || a.factor - b.factor).slice(0, maxHints)
  return kept.map((hint) => ({ ...hint, text: clipped(hint.text), file: hint.file === null ? null : clipped(hint.file), excerpt: clipped(hint.excerpt, 300) }))
}

const settled = (deploying: Promise<Deployed>): Promise<Deployed> => deploying.catch((error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }))

function languageOf(trial: Trial, copy: Copy): string | null {
  const release = (trial.state.releases[copy.appId] ?? []).find(({ slugId }) => slugId !== null)
  return trial.state.slugs[release?.slugId ?? '']?.language ?? null
}

function judged<T>(factor: number, attempted: Attempt<T>, judge: (seen: T) => Finding): Finding {
  return 'seen' in attempted ? judge(attempted.seen) : notSeen(factor, attempted.why)
}

const notSeen = (factor: number, why = 'It did not serve.'): Finding => finding(factor, 'unknown', `Nothing could be seen of it: ${why}`)

/** Nothing runs that was not built. */
function unbuilt(failure: string, one: Deployed, other: Deployed): Finding[] {
  const isReleasePhase = failure.startsWith('The release phase')
  return Array.from({ length: 12 }, (_, index) => {
    if (index === 1 && !isReleasePhase) return judgeDependencies({ failure, difference: same, hidden: { why: '' } })
    if (index === 11 && isReleasePhase) return finding(12, 'fail', 'Its release command fails in a new environment.', [evidence('log line', '12.d2', failure)])
    if (index === 0) return judgeCodebase({ slugs: 'slugId' in one && 'slugId' in other ? [one.slugId, other.slugId] : null, difference: same, serves: [false, false], history: null })
    return notSeen(index + 1, clipped(failure, 300))
  })
}

/** Listeners at addresses that the code names, while they are free on this machine. */
async function witnessesOf(trial: Trial, copy: Copy, { loopback }: Source): Promise<readonly Loopback[]> {
  const made = await Promise.all(loopback.map(async (one) => ({ one, link: await trial.witness(`${copy.name}-fixed-${one.port}`, one.port) })))
  return made.map(({ one, link }) => ({ ...one, count: link?.count ?? (() => Promise.resolve(null)) }))
}

async function environmentsOf(trial: Trial, a: Copy, b: Copy, first: SeenFirst, second: SeenSecond, language: string | null): Promise<readonly [SeenEnvironment, SeenEnvironment] | null> {
  if (!first.isUp || !second.isUp) return null
  const command = versionCommand[language ?? '']
  const versionIn = async (copy: Copy): Promise<string | null> => {
    if (command === undefined) return null
    const said = await trial.inDyno(copy, 'web.1', command).catch(() => null)
    return said === null ? null : (said.text.split('\n')[0]?.trim() ?? null)
  }
  const of = async (copy: Copy): Promise<SeenEnvironment> => {
    const app = findApp(trial.state, copy.appId)
    const build = trial.state.builds[(trial.state.appBuilds[copy.appId] ?? []).at(-1) ?? '']
    return { stack: app?.stack ?? '', buildpacks: build?.buildpacks ?? [], version: await versionIn(copy) }
  }
  return [await of(a), await of(b)]
}
