// IX. Fast start, graceful stop: the time from launch to an open port, and a restart in the middle of traffic. The old dyno hears SIGTERM while
// requests are under way; none may be lost, and it should end within Heroku's 30 seconds.

import type { Finding } from '../../../shared/factors/finding.ts'
import type { Copy, Trial } from './trial.ts'
import { evidence, finding } from './words.ts'

export type SeenStop = {
  readonly bootMs: readonly number[]
  readonly language: string | null
  readonly sent: number
  /** Of them: pages that took some seconds, and were under way at SIGTERM. */
  readonly slow: number
  readonly lost: readonly { readonly path: string; readonly status: number | null; readonly code: string | null }[]
  /** Of the dyno that was told to stop. Null: it was not seen to end. */
  readonly exit: { readonly afterMs: number; readonly status: number | null; readonly signal: string | null; readonly isKilled: boolean; readonly seq: number } | null
}

const rate = 25
const seconds = 6
const graceMs = 45_000
/** A sixth of the time that a dyno has to bind its port: Java gets 90 s, others 60 s. */
const slowFrom = (language: string | null): number => (language === 'Java' || language === 'Scala' ? 15_000 : 10_000)

/** Asks a slow page to be slow, whatever it calls that. */
const slowly = 'ms=5000&seconds=5&delay=5000&s=5'

export async function observeStop(trial: Trial, copy: Copy, slowPaths: readonly string[]): Promise<Omit<SeenStop, 'bootMs' | 'language'>> {
  const [old] = trial.upWebs(copy)
  if (old === undefined) throw new Error('No web dyno was up.')
  const startedAt = trial.now()
  await trial.call('traffic:start', { app: copy.name, plan: { rate, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds } })
  await trial.pause(1200)
  const slow = slowPaths.map((path) => trial.visit(copy, `${path}?${slowly}`))
  await trial.pause(300)
  await trial.call('ps:restart', { app: copy.name, dyno: 'web.1' })
  const isOver = await trial.until(graceMs, () => trial.state.dynos[old.id] === undefined)
  const toldAt = trial.events(copy, 'dyno.stopping').find(({ data }) => data.dynoId === old.id)?.at ?? trial.now()
  const end = trial.events(copy, 'dyno.exited').find(({ data }) => data.dynoId === old.id)
  await trial.until((seconds + 10) * 1000, () => trial.state.traffic[copy.appId] === undefined && trial.upWebs(copy).length === 1)
  await Promise.all(slow)
  await trial.pause(400)
  const during = trial.reports(copy).filter(({ at }) => at >= startedAt)
  const lost = during.filter(({ code, status }) => code !== null || status === null || status >= 500).map(({ path, status, code }) => ({ path, status, code }))
  const isKilled = trial.events(copy, 'dyno.erred').some(({ data }) => data.dynoId === old.id && data.code === 'R12')
  return { sent: during.length, slow: slow.length, lost, exit: isOver && end !== undefined ? { afterMs: end.at - toldAt, status: end.data.exitStatus, signal: end.data.signal, isKilled, seq: end.seq } : null }
}

export function judgeDisposability({ bootMs, language, sent, slow, lost, exit }: SeenStop): Finding {
  // The fastest: a busy machine makes the others wait for their turn.
  const fastest = bootMs.length === 0 ? 0 : Math.min(...bootMs)
  const start = evidence('measure', '9.d1', `From launch to an open port: ${bootMs.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(', ')}.`)
  if (exit === null) return finding(9, 'unknown', 'The dyno that was told to stop was not seen to end.', [start])
  const ended = evidence('process', '9.d2', exit.isKilled ? `It did not end by itself after SIGTERM: R12, and SIGKILL after ${(exit.afterMs / 1000).toFixed(1)} s.` : `It ended ${(exit.afterMs / 1000).toFixed(1)} s after it was told to stop, ${exit.signal === null ? `with status ${exit.status ?? 'unknown'}` : `by ${exit.signal}`}.`, { seq: exit.seq })
  if (exit.isKilled) return finding(9, 'fail', 'It does not end when it is told to, and is killed after 30 seconds.', [ended, start])
  const open = [...(slow === 0 ? ['No page that takes long is known, so only quick requests were under way.'] : []), 'Jobs of workers were not looked at.']
  const codes = [...new Set(lost.map(({ code, status }) => code ?? String(status)))].join(', ')
  const kept = evidence('request', '9.d3', lost.length === 0 ? `All ${sent} requests before, during and after the restart were answered${slow === 0 ? '' : `, ${slow === 1 ? 'a slow one' : `${slow} slow ones`} among them`}.` : `${lost.length} of ${sent} requests were lost at the restart: ${codes}.`)
  if (lost.length > 0) return finding(9, 'fail', 'Requests were lost when it was told to stop.', [kept, ended, start])
  if (sent === 0) return finding(9, 'unknown', 'No request was under way when it was told to stop.', [ended, start])
  if (fastest > slowFrom(language)) return finding(9, 'warn', `It stops well, but takes ${(fastest / 1000).toFixed(0)} s to start.`, [start, ended, kept])
  return finding(9, 'pass', `It starts in ${(fastest / 1000).toFixed(1)} s, and a restart under load lost none of ${sent} requests.`, [start, ended, kept], open)
}
