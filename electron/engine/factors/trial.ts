// Two disposable copies of an app, and what an experiment may do with them: the same calls as a person, requests through the router, a look
// inside. Every wait has a bound. Whatever happens, `end` takes everything away again and leaves a receipt.

import type { Dyno } from '../../../shared/domain/dyno.ts'
import type { LogDraft } from '../../../shared/domain/log.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import { findApp, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallInput, CallName, CallOutput } from '../../../shared/protocol/calls.ts'
import type { EventOf, EventType, PlatformEvent } from '../../../shared/protocol/events.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Reader } from '../journal/room.ts'
import type { VisitAnswer, VisitMore } from '../ports/traffic-source.ts'
import type { FactorDeps, RunItem } from './deps.ts'
import { inWords } from './words.ts'

export type Copy = { readonly name: string; readonly appId: string }
export type Said = { readonly text: string; readonly status: number | null }
export type Visit = VisitAnswer & { readonly path: string }

/** A link that leads nowhere, and counts who connects. Away: connections to it are refused. */
export type Witness = { readonly address: string; count(): Promise<number>; setAway(isAway: boolean): Promise<void> }

export type Trial = {
  readonly state: PlatformState
  now(): number
  /** A word that nobody else has. */
  word(): string
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  create(name: string): Promise<Copy>
  /** Resolves when it was built and released, or with why not. */
  deploy(copy: Copy, source: CallInput<'builds:create'>['source']): Promise<{ readonly slugId: string } | { readonly failure: string }>
  /** A release with these vars; resolves when its web dyno is up, or false when it is not within `ms`. */
  configure(copy: Copy, vars: Readonly<Record<string, string | null>>, ms?: number): Promise<boolean>
  visit(copy: Copy, path: string, more?: VisitMore): Promise<Visit>
  /** The dyno that answered, by the router's report. */
  answeredBy(visit: Pick<Visit, 'requestId'>): Promise<RequestReport | null>
  inDyno(copy: Copy, dyno: string, command: string): Promise<Said>
  oneOff(copy: Copy, command: string, env?: Readonly<Record<string, string>>): Promise<Said>
  /** A one-off that goes on; resolves with its first line. It ends with the copy. */
  standing(copy: Copy, command: string): Promise<string>
  /** False when it is not so after `ms`. Rejects when the check was stopped. */
  until(ms: number, isSo: () => boolean): Promise<boolean>
  pause(ms: number): Promise<void>
  upWebs(copy: Copy): readonly Dyno[]
  events<T extends EventType>(copy: Copy, type: T): readonly EventOf<T>[]
  /** Lines of the copy's own programs. */
  lines(copy: Copy): readonly LogDraft[]
  reports(copy: Copy): readonly RequestReport[]
  witness(name: string, port?: number): Promise<Witness | null>
  receipts(): readonly string[]
  stop(reason: string): void
  /** Why it was stopped, or null. */
  stopped(): string | null
  /** Never rejects. */
  end(): Promise<void>
  lineOf(drafts: readonly LogDraft[]): void
  requestsOf(reports: readonly RequestReport[]): void
}

const lookMs = 40
const bootMs = 75_000
const buildMs = 600_000
const commandMs = 20_000
const visitMs = 10_000
const reportMs = 3000
/** Of each kind, kept for the experiments. */
const keptMax = 20_000

export function createTrial(kernel: Kernel, deps: FactorDeps, by: string): Trial {
  const { state, clock } = kernel
  const copies: Copy[] = []
  const witnesses: string[] = []
  const receipts: string[] = []
  const events: PlatformEvent[] = []
  const drafts: LogDraft[] = []
  const reports = new Map<string, RequestReport>()
  const readers = new Set<Reader<unknown>>()
  let stopped: string | null = null

  const isOurs = (appId: string | null): boolean => appId !== null && copies.some((copy) => copy.appId === appId)
  const forget = kernel.listen((batch) => {
    for (const event of batch) if (events.length < keptMax && isOurs(event.app)) events.push(event)
  })

  const call = <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
    if (stopped !== null) return Promise.reject(new Error(stopped))
    return deps.call(name, input, by) as Promise<CallOutput<N>>
  }

  async function create(name: string): Promise<Copy> {
    const { id } = await call('apps:create', { name })
    const copy = { name, appId: id }
    copies.push(copy)
    return copy
  }

  async function deploy(copy: Copy, source: CallInput<'builds:create'>['source']): Promise<{ slugId: string } | { failure: string }> {
    const { buildId } = await call('builds:create', { app: copy.name, source })
    const isOver = await until(buildMs, () => state.builds[buildId]?.status.kind !== 'pending')
    const status = state.builds[buildId]?.status
    if (!isOver || status === undefined || status.kind === 'pending') return { failure: 'The build did not end in time.' }
    if (status.kind === 'failed') return { failure: status.message }
    await until(bootMs, () => (state.releases[copy.appId] ?? []).some((release) => release.slugId === status.slugId && release.status.kind !== 'pending'))
    const release = [...(state.releases[copy.appId] ?? [])].reverse().find(({ slugId }) => slugId === status.slugId)
    return release?.status.kind === 'failed' ? { failure: `The release phase ended with status ${release.status.exitStatus ?? 'unknown'}.` } : { slugId: status.slugId }
  }

  async function configure(copy: Copy, vars: Readonly<Record<string, string | null>>, ms = bootMs): Promise<boolean> {
    const { version } = await call('config:set', { app: copy.name, vars })
    if (version === null) return upWebs(copy).length > 0
    await until(ms, () => upWebs(copy).some((dyno) => dyno.version === version) || crashedAt(copy, version) || hasFailed(copy, version))
    return upWebs(copy).some((dyno) => dyno.version === version)
  }

  /** Twice: the first crash is tried again at once. */
  const crashedAt = (copy: Copy, version: number): boolean => Object.values(state.dynos).some((dyno) => dyno.appId === copy.appId && dyno.type === 'web' && dyno.version === version && dyno.state.kind === 'crashed' && dyno.crashes > 1)

  const hasFailed = (copy: Copy, version: number): boolean => (state.releases[copy.appId] ?? []).some((release) => release.version === version && release.status.kind === 'failed')

  async function visit(copy: Copy, path: string, more?: VisitMore): Promise<Visit> {
    if (stopped !== null) throw new Error(stopped)
    const asked = more === undefined ? deps.traffic.visit(deps.hostOf(copy.name), path) : deps.traffic.visit(deps.hostOf(copy.name), path, more)
    const late: VisitAnswer = { status: null, totalMs: visitMs, requestId: null, text: '', problem: `There was no answer within ${visitMs / 1000} s.` }
    return { ...(await Promise.race([asked, sleep(visitMs).then(() => late)])), path }
  }

  async function answeredBy({ requestId }: Pick<Visit, 'requestId'>): Promise<RequestReport | null> {
    if (requestId === null) return null
    await until(reportMs, () => reports.has(requestId))
    return reports.get(requestId) ?? null
  }

  async function inDyno(copy: Copy, dyno: string, command: string): Promise<Said> {
    const { execId } = await call('ps:exec', { app: copy.name, dyno, command })
    return said(execId)
  }

  async function oneOff(copy: Copy, command: string, env: Readonly<Record<string, string>> = {}): Promise<Said> {
    const { dynoId } = await call('run:start', { app: copy.name, command, attach: true, env: { ...env } })
    return said(dynoId)
  }

  async function said(id: string): Promise<Said> {
    const reader = opened(id)
    let text = ''
    let status: number | null = null
    const read = async (): Promise<void> => {
      for (let item = (await reader.next()) as RunItem | null; item !== null; item = (await reader.next()) as RunItem | null) {
        if (item.kind === 'output') text += item.text
        else status = item.exitStatus
      }
    }
    await Promise.race([read(), sleep(commandMs)])
    reader.close()
    readers.delete(reader)
    return { text, status }
  }

  async function standing(copy: Copy, command: string): Promise<string> {
    const { dynoId } = await call('run:start', { app: copy.name, command, attach: true })
    const reader = opened(dynoId)
    let text = ''
    const read = async (): Promise<void> => {
      while (!text.includes('\n')) {
        const item = (await reader.next()) as RunItem | null
        if (item === null || item.kind === 'exit') return
        text += item.text
      }
    }
    await Promise.race([read(), sleep(commandMs)])
    return text.split('\n')[0]?.trim() ?? ''
  }

  function opened(id: string): Reader<unknown> {
    const reader = deps.openRun(id)
    readers.add(reader)
    return reader
  }

  const sleep = (ms: number): Promise<void> => new Promise((passed) => void clock.after(ms, passed))

  async function pause(ms: number): Promise<void> {
    await until(ms, () => false)
  }

  async function until(ms: number, isSo: () => boolean): Promise<boolean> {
    const end = clock.now() + ms
    while (!isSo()) {
      if (stopped !== null) throw new Error(stopped)
      if (clock.now() >= end) return false
      await sleep(lookMs)
    }
    return true
  }

  const upWebs = (copy: Copy): readonly Dyno[] => Object.values(state.dynos).filter((dyno) => dyno.appId === copy.appId && dyno.type === 'web' && dyno.state.kind === 'up' && dyno.stopping === null)

  async function witness(name: string, port = 0): Promise<Witness | null> {
    // Port 9 is for what is thrown away; nobody listens there.
    const link = await deps.wire.create({ name, listen: `127.0.0.1:${port}`, upstream: '127.0.0.1:9' }).catch(() => null)
    if (link === null) return null
    witnesses.push(name)
    return {
      address: link.listen, count: async () => (await deps.wire.list()).find((one) => one.name === name)?.connectionsEver ?? 0,
      setAway: async (isAway) => void (await deps.wire.update(name, { enabled: !isAway })),
    }
  }

  async function end(): Promise<void> {
    for (const reader of readers) reader.close()
    forget()
    await Promise.all([...copies.map(({ name }) => destroy(name)), ...witnesses.map((name) => deps.wire.remove(name).catch(() => {}))])
    const faults = state.receipts.filter(({ appId }) => isOurs(appId))
    if (reports.size > 0) receipts.unshift(`Sent ${reports.size} requests through the router, and made ${copies.length} apps of ${events.filter(({ type }) => type === 'build.succeeded').length} builds and ${events.filter(({ type }) => type === 'release.succeeded').length} releases.`)
    if (faults.length > 0) receipts.push(`Ended ${faults.length} faults, residue ${faults.flatMap(({ residue }) => residue).length}.`)
    if (witnesses.length > 0) receipts.push(`Removed ${witnesses.length} witnesses of connections.`)
  }

  async function destroy(name: string): Promise<void> {
    try {
      if (findApp(state, name) === null) return
      await deps.call('apps:destroy', { app: name, confirm: name }, by)
      receipts.push(`Destroyed ${name} with its dynos, releases and config.`)
    } catch (error) {
      receipts.push(`${name} could not be destroyed: ${error instanceof PlatformError ? `${error.message} ${error.help}` : inWords(error)}`)
    }
  }

  return {
    state, call, create, deploy, configure, visit, answeredBy, inDyno, oneOff, standing, until, pause, upWebs, witness, end,
    now: clock.now,
    word: () => `w${kernel.ids.next().replaceAll('-', '').slice(0, 14)}`,
    events: (copy, type) => events.filter((event): event is EventOf<typeof type> => event.type === type && event.app === copy.appId),
    lines: (copy) => drafts.filter((line) => line.appId === copy.appId),
    reports: (copy) => [...reports.values()].filter((report) => report.appId === copy.appId),
    receipts: () => receipts,
    stopped: () => stopped,
    stop: (reason) => {
      stopped ??= reason
    },
    lineOf: (lines) => {
      for (const line of lines) if (line.source === 'app' && isOurs(line.appId) && drafts.length < keptMax) drafts.push(line)
    },
    requestsOf: (batch) => {
      for (const report of batch) if (isOurs(report.appId) && reports.size < keptMax) reports.set(report.requestId, report)
    },
  }
}
