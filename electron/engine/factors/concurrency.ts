// VIII. Scale out by processes: the same visitors go to one dyno and to four, which should share them, each with little of a core, so that one is soon
// busy and more can do more. And no process of a dyno may have left its session: such a one is in no process list, and nobody scales or stops it.

import type { Finding } from '../../../shared/factors/finding.ts'
import type { DynoProcesses } from './dyno-processes.ts'
import type { Copy, Trial } from './trial.ts'
import { evidence, finding, listed } from './words.ts'

export type SeenConcurrency = {
  readonly types: readonly string[]
  /** Types beside web, and whether a dyno of their own came up. */
  readonly others: readonly { readonly type: string; readonly isUp: boolean }[]
  readonly processes: DynoProcesses | null
  /** Lines that several web dynos wrote while nobody visited them, with figures as #. */
  readonly unasked: readonly string[]
  /** Null: it could not be measured, and why. */
  readonly flow: { readonly one: number; readonly four: number; readonly servedBy: readonly string[]; readonly failed: number; readonly corePercent: number } | { readonly why: string }
}

/** As in the check list: one to two dynos should give about that much more. */
const rises = 1.6
const corePercent = 10
/** Each comes again as soon as she was answered, so a dyno is busy and never swamped. */
const visitors = 16
const seconds = 3

export async function observeFlow(trial: Trial, copy: Copy): Promise<SeenConcurrency['flow']> {
  await scale(trial, copy, 1)
  const { leaseId } = await trial.call('faults:start', { kind: 'cpu-limit', target: { kind: 'type', app: copy.name, type: 'web' }, params: { corePercent }, seconds: 60 })
  try {
    const one = await flow(trial, copy)
    // The four start, and answer for the first time, at full speed.
    await trial.call('faults:stop', { leaseId }).catch(() => null)
    await scale(trial, copy, 4)
    await Promise.all(Array.from({ length: visitors }, () => trial.visit(copy, '/')))
    const again = await trial.call('faults:start', { kind: 'cpu-limit', target: { kind: 'type', app: copy.name, type: 'web' }, params: { corePercent }, seconds: 60 })
    const before = trial.reports(copy).length
    const four = await flow(trial, copy)
    await trial.call('faults:stop', { leaseId: again.leaseId }).catch(() => null)
    await trial.pause(400)
    const during = trial.reports(copy).slice(before)
    const servedBy = [...new Set(during.flatMap(({ dyno, status }) => (dyno !== null && status !== null && status < 500 ? [dyno] : [])))].sort()
    return { one, four, servedBy, failed: during.filter(({ status }) => status !== null && status >= 500).length, corePercent }
  } finally {
    await trial.call('faults:stop', { leaseId }).catch(() => null)
  }
}

/** A line about a request, which may be late: it has its method. */
const ofRequest = /\b(GET|POST|HEAD|PUT|DELETE|OPTIONS|PATCH)\b/
/** How a process is, which each may say of itself. */
const ofItself = /mem|heap|\brss\b|cpu|uptime|heartbeat|health|alive|\bgc\b|metric|stats|pool|connections/i
/** Longer than most timers that people watch. */
const quietMs = 11_000

/** What web dynos do by themselves. Lines of their start and of late requests are out of the way by then. */
export async function observeQuiet(trial: Trial, copy: Copy): Promise<readonly string[]> {
  await trial.pause(2000)
  const since = trial.lines(copy).length
  await trial.pause(quietMs)
  return unaskedLines(trial.lines(copy).slice(since).filter(({ ps }) => ps.startsWith('web.')))
}

export function unaskedLines(lines: readonly { readonly ps: string; readonly text: string }[]): readonly string[] {
  const by = new Map<string, Set<string>>()
  for (const { ps, text } of lines) {
    if (ofRequest.test(text) || ofItself.test(text)) continue
    const shape = text.replace(/[0-9a-f]{8,}|\d+/gi, '#').slice(0, 200)
    by.set(shape, (by.get(shape) ?? new Set()).add(ps))
  }
  return [...by].filter(([, dynos]) => dynos.size > 1).map(([shape]) => shape)
}

async function scale(trial: Trial, copy: Copy, quantity: number): Promise<void> {
  await trial.call('ps:scale', { app: copy.name, changes: [{ type: 'web', quantity }] })
  if (!(await trial.until(75_000, () => trial.upWebs(copy).length === quantity))) throw new Error(`${quantity} web dynos did not come up.`)
}

/** Good answers that visitors got within the seconds. */
async function flow(trial: Trial, copy: Copy): Promise<number> {
  const end = trial.now() + seconds * 1000
  const visit = async (): Promise<number> => {
    let count = 0
    while (trial.now() < end) {
      const { status } = await trial.visit(copy, '/')
      if (status !== null && status < 500 && trial.now() < end) count += 1
    }
    return count
  }
  const counts = await Promise.all(Array.from({ length: visitors }, visit))
  return counts.reduce((sum, count) => sum + count, 0)
}

export function judgeConcurrency({ types, others, processes, unasked, flow: measured }: SeenConcurrency): Finding {
  const apart = others.map(({ type, isUp }) => evidence('process', '8.d3', isUp ? `${type} runs in a dyno of its own.` : `${type} did not stay up in a dyno of its own.`))
  const [main] = processes?.processes ?? []
  const detached = (processes?.processes ?? []).filter(({ session }) => main !== undefined && session !== sessionOf(processes))
  const gone = detached.map(({ pid, command }) => evidence('process', '8.d3', `Process ${pid} of web.1 left its session and runs on its own: ${command}`))
  if (gone.length > 0) return finding(8, 'fail', `It starts work behind the platform's back, which no process type counts, scales or stops: ${listed(detached.map(({ command }) => command.split(' ').slice(-1)[0] ?? command))}.`, [...gone, ...apart])
  const down = others.filter(({ isUp }) => !isUp)
  if (down.length > 0) return finding(8, 'fail', `Not every process type of ${listed(types)} runs on its own: ${listed(down.map(({ type }) => type))} ended.`, apart)
  const timers = unasked.map((line) => evidence('log line', '8.d2', `Several web dynos, while nobody visited them: ${line}`))
  if (timers.length > 0) return finding(8, 'fail', 'Each of its web dynos does the same work by itself, so more dynos do it more often.', [...timers, ...apart])
  if ('why' in measured) return finding(8, 'unknown', 'Whether more dynos do more work could not be measured.', apart, [measured.why])
  const { one, four, servedBy, failed, corePercent: share } = measured
  const ratio = four / Math.max(1, one)
  const numbers = evidence('measure', '8.d1', `In ${seconds} s ${visitors} visitors got ${one} answers from one dyno and ${four} from four, each with ${share} % of a core.`)
  const spread = evidence('request', '8.d1', `Answers came from ${listed(servedBy)}.`)
  const open = [...(processes === null ? ['Its processes could not be seen on this machine.'] : []), ...(ratio >= rises ? [] : ['Four dynos did not give more answers here: one was hardly busy, or waits for something else than a processor.'])]
  if (failed > 0) return finding(8, 'fail', `With four dynos side by side ${failed} visits failed.`, [numbers, spread, ...apart], open)
  if (servedBy.length < 4) return finding(8, 'unknown', 'Not all of four dynos were seen to answer.', [numbers, spread, ...apart], open)
  return finding(8, 'pass', `Four dynos share the visitors${ratio >= rises ? `, and answer ${ratio.toFixed(1)} times as many` : ''}; nothing runs beside its process types.`, [numbers, spread, ...apart], open)
}

/** The one that most of them are in: its first process leads it. */
function sessionOf(seen: DynoProcesses | null): number | null {
  const leader = (seen?.processes ?? []).reduce<{ pid: number; session: number } | null>((first, one) => (first === null || one.pid < first.pid ? one : first), null)
  return leader?.session ?? null
}
