// VI. Processes that keep nothing: a visitor comes back to two dynos in turn, and after one of them was killed. Her session, her count of visits
// and what she sent should be there wherever she lands. What is stored is found by words that were never seen before.

import type { Finding } from '../../../shared/factors/finding.ts'
import { createJar, numbersIn, visitCounters } from './sessions.ts'
import type { Copy, Trial, Visit } from './trial.ts'
import { evidence, finding, listed } from './words.ts'

/** Which dyno gave which number, in the order of visits. */
type Counted = { readonly path: string; readonly seen: readonly { readonly dyno: string; readonly number: number }[] }
type Sent = { readonly path: string; readonly word: string; readonly from: readonly string[]; readonly missingFrom: readonly string[] }

export type SeenProcesses = {
  readonly dynos: readonly string[]
  /** Cookies that another dyno did not know: it gave new ones. */
  readonly forgotten: readonly { readonly path: string; readonly cookie: string; readonly dyno: string }[]
  readonly hadCookies: boolean
  readonly brokenCounts: readonly Counted[]
  readonly goodCounts: readonly Counted[]
  /** What was sent and came back, and from which dynos it did not. */
  readonly sent: readonly Sent[]
  readonly lostByKill: readonly { readonly path: string; readonly what: string }[]
  readonly dataFiles: readonly string[]
  /** Milliseconds until the killed dyno was back; null: it did not come back. */
  readonly backAfterMs: number | null
}

type Single = { readonly path: string; readonly own: readonly string[]; readonly stranger: string; readonly reissued: boolean; readonly jar: ReturnType<typeof createJar> }

const fields = ['text', 'q', 'name', 'item', 'message', 'value', 'note', 'title', 'content', 'body']
const formOf = (word: string): string => fields.map((field) => `${field}=${word}`).join('&')
const mostPaths = 6
const returns = 4

/** While there is one dyno: what a visitor sees who comes back, and a stranger after her. */
export async function visitAlone(trial: Trial, copy: Copy, paths: readonly string[]): Promise<readonly Single[]> {
  const seen: Single[] = []
  for (const path of paths.slice(0, mostPaths)) {
    const jar = createJar()
    const own: string[] = []
    let reissued = false
    for (let visit = 0; visit < 3; visit++) {
      const answer = await come(trial, copy, path, jar)
      if (answer.changed.length > 0) reissued = true
      own.push(answer.text)
    }
    seen.push({ path, own, stranger: (await trial.visit(copy, path)).text, reissued, jar })
  }
  return seen
}

export async function observeProcesses(trial: Trial, copy: Copy, alone: readonly Single[]): Promise<SeenProcesses> {
  await trial.call('routing:set', { app: copy.name, strategy: 'round-robin' })
  await trial.call('ps:scale', { app: copy.name, changes: [{ type: 'web', quantity: 2 }] })
  if (!(await trial.until(75_000, () => trial.upWebs(copy).length === 2))) throw new Error('A second web dyno did not come up.')
  const dynos = trial.upWebs(copy).map(({ name }) => name).sort()
  const forgotten: { path: string; cookie: string; dyno: string }[] = []
  const [good, broken]: [Counted[], Counted[]] = [[], []]
  for (const single of alone) {
    const back = await comeBack(trial, copy, single)
    if (!single.reissued) forgotten.push(...back.flatMap(({ changed, dyno }) => changed.map((cookie) => ({ path: single.path, cookie, dyno }))))
    const counted = countsOf(single, back)
    if (counted !== null) (isContinuous(single, counted) ? good : broken).push({ path: single.path, seen: counted.seen })
  }
  const words = await send(trial, copy, alone)
  const sent = await whereIs(trial, copy, alone, words)
  const dataFiles = await filesWith(trial, copy, dynos, sent)
  const { backAfterMs, lost } = await killOne(trial, copy, alone, sent, good)
  return { dynos, forgotten: distinct(forgotten), hadCookies: alone.some(({ jar }) => jar.header() !== undefined), brokenCounts: broken, goodCounts: good, sent, lostByKill: lost, dataFiles, backAfterMs }
}

async function come(trial: Trial, copy: Copy, path: string, jar: Single['jar'], form?: string): Promise<Visit & { readonly changed: readonly string[] }> {
  const cookie = jar.header()
  const answer = await trial.visit(copy, path, { ...(cookie === undefined ? {} : { cookie }), ...(form === undefined ? {} : { form }) })
  return { ...answer, changed: jar.take(answer) }
}

type Back = { readonly dyno: string; readonly text: string; readonly changed: readonly string[] }

async function comeBack(trial: Trial, copy: Copy, { path, jar }: Single): Promise<readonly Back[]> {
  const answers: Awaited<ReturnType<typeof come>>[] = []
  for (let visit = 0; visit < returns; visit++) answers.push(await come(trial, copy, path, jar))
  return Promise.all(answers.map(async (answer) => ({ dyno: (await trial.answeredBy(answer))?.dyno ?? 'a dyno', text: answer.text, changed: answer.changed })))
}

function countsOf({ path, own, stranger }: Single, back: readonly Back[]): (Counted & { readonly place: number }) | null {
  const [place] = visitCounters(own, stranger)
  return place === undefined ? null : { path, place, seen: back.map(({ dyno, text }) => ({ dyno, number: numbersIn(text)[place] ?? NaN })) }
}

function isContinuous({ own }: Single, { place, seen }: Counted & { readonly place: number }): boolean {
  const last = numbersIn(own[own.length - 1] ?? '')[place] ?? NaN
  return seen.every(({ number }, index) => number === last + index + 1)
}

/** A word of its own for each path and each way. */
async function send(trial: Trial, copy: Copy, alone: readonly Single[]): Promise<readonly string[]> {
  const words: string[] = []
  for (const { path, jar } of alone) {
    const [asked, posted] = [trial.word(), trial.word()]
    await come(trial, copy, `${path}?${formOf(asked)}`, jar)
    await come(trial, copy, path, jar, formOf(posted))
    words.push(asked, posted)
  }
  return words
}

/** Each path twice, so that both dynos answer. */
async function whereIs(trial: Trial, copy: Copy, alone: readonly Single[], words: readonly string[]): Promise<readonly Sent[]> {
  const found: Sent[] = []
  for (const { path, jar } of alone) {
    const answers = [await come(trial, copy, path, jar), await come(trial, copy, path, jar)]
    const by = await Promise.all(answers.map(async (answer) => ({ text: answer.text, dyno: (await trial.answeredBy(answer))?.dyno ?? 'a dyno' })))
    for (const word of words) {
      const from = by.filter(({ text }) => text.includes(word)).map(({ dyno }) => dyno)
      if (from.length > 0) found.push({ path, word, from, missingFrom: by.filter(({ text }) => !text.includes(word)).map(({ dyno }) => dyno) })
    }
  }
  return found
}

async function filesWith(trial: Trial, copy: Copy, dynos: readonly string[], sent: readonly Sent[]): Promise<readonly string[]> {
  const words = [...new Set(sent.map(({ word }) => word))].slice(0, 6)
  if (words.length === 0) return []
  const looks = await Promise.all(dynos.map((dyno) => trial.inDyno(copy, dyno, `grep -rlF ${words.map((word) => `-e ${word}`).join(' ')} . 2>/dev/null | head -n 20`).catch(() => ({ text: '' }))))
  return [...new Set(looks.flatMap(({ text }) => text.split('\n')).map((line) => line.trim().replace(/^\.\//, '')).filter((line) => line !== '' && !/\.log(\.\d+)?$|(^|\/)logs?\//.test(line)))]
}

async function killOne(trial: Trial, copy: Copy, alone: readonly Single[], sent: readonly Sent[], good: readonly Counted[]): Promise<{ backAfterMs: number | null; lost: { path: string; what: string }[] }> {
  const before = new Set(trial.upWebs(copy).map(({ id }) => id))
  const killedAt = trial.now()
  const { leaseId } = await trial.call('faults:start', { kind: 'dyno-kill', target: { kind: 'dynos', app: copy.name, dynos: ['web.1'] }, params: { signal: 'SIGKILL' }, seconds: 5 })
  const isBack = await trial.until(75_000, () => trial.upWebs(copy).length === 2 && trial.upWebs(copy).some(({ id }) => !before.has(id)))
  const backAfterMs = isBack ? trial.now() - killedAt : null
  // It may have ended by itself.
  await trial.call('faults:stop', { leaseId }).catch(() => null)
  const lost: { path: string; what: string }[] = []
  for (const single of alone) {
    const kept = sent.filter((one) => one.path === single.path && one.missingFrom.length === 0)
    const counted = good.find(({ path }) => path === single.path)
    if (kept.length === 0 && counted === undefined) continue
    const back = await comeBack(trial, copy, single)
    if (kept.some(({ word }) => back.some(({ text }) => !text.includes(word)))) lost.push({ path: single.path, what: 'what was sent before' })
    const counts = countsOf(single, back)
    const last = counted?.seen[counted.seen.length - 1]?.number ?? NaN
    if (counted !== undefined && counts !== null && counts.seen.some(({ number }) => number <= last)) lost.push({ path: single.path, what: 'the count of visits' })
  }
  return { backAfterMs, lost }
}

function distinct<T extends { readonly path: string }>(all: readonly T[]): readonly T[] {
  return all.filter((one, index) => all.findIndex(({ path }) => path === one.path) === index)
}

export function judgeProcesses(seen: SeenProcesses): Finding {
  const { forgotten, brokenCounts, goodCounts, sent, lostByKill, backAfterMs, hadCookies, dynos } = seen
  const split = sent.filter(({ missingFrom }) => missingFrom.length > 0)
  const proofs = [
    ...forgotten.map(({ path, cookie, dyno }) => evidence('request', '6.d1', `GET ${path}: ${dyno} did not know the cookie "${cookie}" that another dyno had given, and gave a new one.`)),
    ...brokenCounts.map(({ path, seen: counts }) => evidence('request', '6.d1', `GET ${path}, one visitor: ${counts.map(({ dyno, number }) => `${dyno} says ${number}`).join(', ')}.`)),
    ...split.map(({ path, from, missingFrom }) => evidence('request', '6.d1', `What was sent comes back at ${path} from ${listed(from)}, and not from ${listed(missingFrom)}.`)),
    ...lostByKill.map(({ path, what }) => evidence('request', '6.d2', `GET ${path}: ${what} was gone after web.1 was killed.`)),
  ]
  if (proofs.length > 0) {
    const what = forgotten.length > 0 || brokenCounts.length > 0 ? 'sessions' : 'data'
    return finding(6, 'fail', `Its ${what} live in one dyno: a visitor who lands on another, or comes back after a kill, has lost them.`, proofs)
  }
  const kill = evidence('process', '6.d2', backAfterMs === null ? 'The killed dyno did not come back.' : `web.1 was killed with SIGKILL and back after ${(backAfterMs / 1000).toFixed(1)} s.`)
  if (backAfterMs === null) return finding(6, 'fail', 'A dyno that was killed did not come back.', [kill])
  const shared = sent.filter(({ missingFrom }) => missingFrom.length === 0)
  const kept = [
    ...goodCounts.map(({ path, seen: counts }) => evidence('request', '6.d1', `GET ${path}, one visitor: ${counts.map(({ dyno, number }) => `${dyno} says ${number}`).join(', ')}.`)),
    ...shared.slice(0, 2).map(({ path }) => evidence('request', '6.d1', `What was sent came back at ${path} from ${listed(dynos)}, and after the kill.`)),
  ]
  if (kept.length > 0) return finding(6, 'pass', 'What a visitor left was there at both dynos, and after one of them was killed.', [...kept, kill])
  if (hadCookies) return finding(6, 'pass', 'Both dynos took the cookie that one of them had given, and after a kill as well.', [kill], ['Nothing that it counts or keeps for a visitor was seen.'])
  return finding(6, 'pass', 'Two dynos answered the same visitor alike, kept nothing of hers, and one was killed without loss.', [evidence('request', '6.d1', `It gave no cookie, and nothing that was sent came back from ${listed(dynos)}.`), kill])
}
