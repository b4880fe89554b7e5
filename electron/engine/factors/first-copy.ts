// What is done with the first copy: a dyno is looked at from its start on, visited, then two are visited in turn and one is killed, and at last
// four are kept busy.

import { changesBetween, listFiles, readListing, type Change, type Listing } from './dyno-files.ts'
import { lookAtProcesses, readProcesses, type DynoProcesses } from './dyno-processes.ts'
import { observeFlow, observeQuiet, type SeenConcurrency } from './concurrency.ts'
import { observeProcesses, visitAlone, type SeenProcesses } from './processes.ts'
import type { SeenPorts } from './port-binding.ts'
import type { SeenLogs } from './logs.ts'
import type { Copy, Trial } from './trial.ts'
import { attempt, type Attempt } from './attempt.ts'
import type { Source } from './source.ts'

export type Visited = { readonly statuses: ReadonlyMap<string, number | null>; readonly texts: readonly string[]; readonly byVisits: readonly Change[] | null; readonly lines: readonly string[] }
export type SeenFirst = {
  readonly isUp: boolean
  readonly ports: SeenPorts
  readonly processes: DynoProcesses | null
  readonly atStart: readonly Change[] | null
  readonly visited: Visited | null
  readonly logs: SeenLogs | null
  readonly sessions: Attempt<SeenProcesses>
  readonly concurrency: Attempt<SeenConcurrency>
}

/** A dyno that listens nowhere by then is looked at closely. */
const closeLookMs = 12_000
const bootMs = 95_000
/** Of the router, of releases, and what a person runs by hand. */
const ownUse = ['web', 'release', 'console', 'rake']

export async function runFirst(trial: Trial, copy: Copy, source: Source, types: readonly string[], advance: (doing: string) => void, baseline: (visited: Visited | null) => void): Promise<SeenFirst> {
  const others = types.filter((type) => !ownUse.includes(type))
  if (others.length > 0) await trial.call('ps:scale', { app: copy.name, changes: others.map((type) => ({ type, quantity: 1 })) })
  const isUp = types.includes('web') && (await comesUp(trial, copy))
  if (!isUp) {
    const sockets = types.includes('web') ? await lookFromOutside(trial, copy) : null
    baseline(null)
    return { isUp, ports: portsOf(trial, copy, types, sockets, null), processes: null, atStart: null, visited: null, logs: null, sessions: { why: 'It did not serve.' }, concurrency: { why: 'It did not serve.' } }
  }
  advance('looks at the files, processes and ports of the first dyno')
  const [fresh, started, looked] = await Promise.all([listingOf(() => trial.oneOff(copy, listFiles)), listingOf(() => trial.inDyno(copy, 'web.1', listFiles)), trial.inDyno(copy, 'web.1', lookAtProcesses).catch(() => null)])
  const processes = looked === null ? null : readProcesses(looked.text, looked.status)
  const atStart = fresh === null || started === null ? null : changesBetween(fresh, started, launchedAt(trial, copy))
  advance('visits it, and counts the lines it writes')
  const visited = await visitAll(trial, copy, source.paths, started)
  baseline(visited)
  const logs: SeenLogs = { visits: answered(visited), lines: visited.lines, all: trial.lines(copy).length, atStart, byVisits: visited.byVisits }
  advance('comes back to two dynos in turn, and kills one')
  const sessions = await attempt(async () => observeProcesses(trial, copy, await visitAlone(trial, copy, source.paths)))
  const ports = portsOf(trial, copy, types, processes, visited.statuses.get('/') ?? null)
  advance('keeps one dyno busy, then four')
  const flow = await attempt(() => observeFlow(trial, copy))
  advance('listens to what its dynos do by themselves')
  const unasked = await observeQuiet(trial, copy)
  const upOthers = others.map((type) => ({ type, isUp: Object.values(trial.state.dynos).some((dyno) => dyno.appId === copy.appId && dyno.type === type && dyno.state.kind === 'up' && dyno.crashes === 0) }))
  return { isUp, ports, processes, atStart, visited, logs, sessions, concurrency: { seen: { types, others: upOthers, processes, unasked, flow: 'seen' in flow ? flow.seen : { why: flow.why } } } }
}

/** Of web.1. */
function launchedAt(trial: Trial, copy: Copy): number {
  const [web] = trial.upWebs(copy)
  return trial.events(copy, 'dyno.launched').find(({ data }) => data.dynoId === web?.id)?.at ?? Infinity
}

/** Each path once, with the lines and the files that come of it. */
export async function visitAll(trial: Trial, copy: Copy, paths: readonly string[], before: Listing | null): Promise<Visited> {
  const linesBefore = trial.lines(copy).filter(isOfWeb).length
  const statuses = new Map<string, number | null>()
  const texts: string[] = []
  for (const path of paths) {
    const { status, text } = await trial.visit(copy, path)
    statuses.set(path, status)
    texts.push(text)
  }
  // Lines come in batches.
  await trial.pause(300)
  const after = before === null ? null : await listingOf(() => trial.inDyno(copy, 'web.1', listFiles))
  const lines = trial.lines(copy).filter(isOfWeb).slice(linesBefore).map(({ text }) => text)
  return { statuses, texts, lines, byVisits: before === null || after === null ? null : changesBetween(before, after) }
}

const isOfWeb = ({ ps }: { readonly ps: string }): boolean => ps.startsWith('web.')
const answered = ({ statuses }: Visited): number => [...statuses.values()].filter((status) => status !== null).length

export async function listingOf(list: () => Promise<{ readonly text: string }>): Promise<Listing | null> {
  const listing = readListing((await list().catch(() => ({ text: '' }))).text)
  return listing.size === 0 ? null : listing
}

async function comesUp(trial: Trial, copy: Copy): Promise<boolean> {
  const isUp = (): boolean => trial.upWebs(copy).length > 0
  const isOver = (): boolean => isUp() || trial.events(copy, 'dyno.crashed').length > 1
  if (await trial.until(closeLookMs, isOver)) return isUp()
  const sockets = await lookFromOutside(trial, copy)
  if (sockets !== null && sockets.ports.length > 0 && !isUp()) {
    // It may just be between its port and being seen there.
    await trial.until(3000, isUp)
    return isUp()
  }
  await trial.until(bootMs, isOver)
  return isUp()
}

/** A one-off looks at the web dyno, where they share the machine: into one that is not up nobody can go. */
async function lookFromOutside(trial: Trial, copy: Copy): Promise<DynoProcesses | null> {
  const web = Object.values(trial.state.dynos).find((dyno) => dyno.appId === copy.appId && dyno.type === 'web' && dyno.stopping === null)
  if (web === undefined) return null
  const said = await trial.oneOff(copy, lookAtProcesses, { LOOK_AT: web.id }).catch(() => null)
  return said === null ? null : readProcesses(said.text, said.status)
}

function portsOf(trial: Trial, copy: Copy, types: readonly string[], sockets: DynoProcesses | null, status: number | null): SeenPorts {
  const names = new Map(trial.events(copy, 'dyno.created').filter(({ data }) => data.type === 'web').map(({ data }) => [data.dynoId, data.name]))
  const ups = new Set(trial.events(copy, 'dyno.up').map(({ data }) => data.dynoId))
  const dynos = trial.events(copy, 'dyno.launched').flatMap(({ data, seq }) => {
    const name = names.get(data.dynoId)
    return name === undefined ? [] : [{ name, port: data.address?.port ?? null, isUp: ups.has(data.dynoId), seq }]
  })
  return { hasWeb: types.includes('web'), dynos: dynos.slice(0, 3), sockets, status, said: trial.lines(copy).filter(isOfWeb).map(({ text }) => text).slice(-20) }
}
