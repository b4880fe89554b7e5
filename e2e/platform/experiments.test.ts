import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { defaultRouting, type App } from '../../shared/domain/app.ts'
import type { RequestReport } from '../../shared/domain/route.ts'
import { parseRunRecord, type RunRecord } from '../../shared/experiment/run-record.ts'
import type { Client } from '../../shared/protocol/client.ts'
import type { PlatformEvent } from '../../shared/protocol/events.ts'
import { promises } from '../../electron/engine/experiments/ready.fixture.ts'
import { connectClient } from '../support/client.ts'
import { deployedSample } from '../support/deployed.ts'
import { eventually } from '../support/eventually.ts'
import { followState, type FollowedState } from '../support/follow-state.ts'
import { freePort } from '../support/free-port.ts'
import { startHost } from '../support/host.ts'
import { labelled } from '../support/labelled.ts'

/** Each platform by itself, as a lost zone is lost for all apps. Each app runs its experiments one after the other, beside the others. */
const platforms: readonly Readonly<Record<string, readonly string[]>>[] = [
  {
    random: ['a-slow-dyno-random', 'answers-come-late'],
    fewest: ['a-slow-dyno-least-connections', 'retries-absorb-a-refusal'],
    frozen: ['a-dyno-freezes', 'one-dyno-of-three-is-killed'],
    leaking: ['a-memory-leak-ends-in-r15', 'a-bad-release-is-rolled-back'],
  },
  { zoned: ['a-zone-is-lost'] },
]
const folder = resolve(import.meta.dirname, '../../resources/experiments')
/** Those in which a request fails whatever the moment; the others may be lucky. */
const mustFail: ReadonlySet<string> = new Set(['a-bad-release-is-rolled-back', 'a-dyno-freezes'])
const longestRunMs = 240_000

type Place = { readonly client: Client; readonly state: FollowedState; readonly dataDir: string }
type Told = { readonly line: string; readonly trouble: string | null }

it.runIf(process.platform === 'linux')('XP15 every ready experiment gives the verdict that it promises on real processes, explains every request that failed, and leaves nothing behind', { timeout: 480_000 }, async () => {
  expect(platforms.flatMap((apps) => Object.values(apps)).flat().sort()).toEqual(Object.keys(promises))
  const told = (await Promise.all(platforms.map(platform))).flat()
  console.log(told.map(({ line }) => line).join('\n'))
  expect(told.flatMap(({ trouble }) => trouble ?? [])).toEqual([])
})

async function platform(apps: Readonly<Record<string, readonly string[]>>): Promise<Told[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dynarium-experiments-'))
  const host = await startHost(dataDir, await freePort(), await freePort())
  const client = await connectClient(host)
  try {
    const place = { client, state: followState(client), dataDir }
    for (const app of Object.keys(apps)) await deployedSample(host, app, 'node')
    const told = await Promise.all(Object.entries(apps).map(async ([app, ids]) => {
      const all: Told[] = []
      for (const id of ids) all.push(await experiment(place, app, id).then((line) => ({ line, trouble: null }), (error: unknown) => ({ line: `${id} failed`, trouble: String(error) })))
      return all
    }))
    const { leases, traffic, receipts } = place.state.now()
    expect([leases, traffic, receipts.flatMap(({ residue }) => residue)]).toEqual([{}, {}, []])
    // One web dyno of each app, as the last of the others end, and nothing that a fault had started.
    await eventually(() => Promise.resolve(labelled(dataDir)), (processes) => processes.length === Object.keys(apps).length)
    return told.flat()
  } finally {
    client.close()
    await host.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function experiment({ client, state, dataDir }: Place, name: string, id: string): Promise<string> {
  const find = (): App => Object.values(state.now().apps).find((app) => app.name === name) as App
  const before = find()
  const seen = watchRequests(client, name)
  const { runId } = await client.call('experiments:run', { app: name, text: readFileSync(join(folder, `${id}.yaml`), 'utf8') })
  const { experiments, traffic } = await state.until((now) => now.experiments[runId]?.phase === 'ended', longestRunMs)
  const run = experiments[runId]
  const record = parseRunRecord(readFileSync(join(dataDir, 'experiment-runs', `${runId}.json`), 'utf8'))
  const [verdict, codes = []] = promises[id] ?? []
  expect(run, `${id}: ${run?.reason}`).toMatchObject({ verdict })
  if (record === null) throw new Error(`${id} left no record`)
  verifyRecord(id, record, codes)
  expect(traffic[before.id], id).toBeUndefined()
  const after = find()
  expect({ ...after, routing: after.routing ?? defaultRouting }, id).toMatchObject({ formation: before.formation, maintenance: before.maintenance, config: before.config, routing: before.routing ?? defaultRouting })
  if (id === 'a-memory-leak-ends-in-r15') expect(await errors(client, name)).toEqual(['R14', 'R15'])
  const blamed = await blame(client, seen.failed())
  expect(seen.shown(), `${id}: every request was seen`).toBe(seen.ended())
  seen.close()
  return `${id}: ${verdict} in ${Math.round(((record.endedAt ?? 0) - record.startedAt) / 1000)} s, ${seen.ended()} requests, failed by ${JSON.stringify(blamed)}`
}

function verifyRecord(id: string, record: RunRecord, codes: readonly string[]): void {
  const { failures, faults, undo, unreported, steps, seconds } = record
  // A real dyno may die in the middle of an answer, which a simulated one never does.
  const expected = codes.includes('H13') ? [...codes, 'H18'] : codes
  expect(failures.filter(({ kind, code }) => kind === 'unknown' || !expected.includes(code)), id).toEqual([])
  expect(failures.reduce((sum, { count }) => sum + count, 0), id).toBe(seconds.reduce((sum, [, , count]) => sum + count, 0))
  expect(unreported, id).toBe(0)
  expect(faults.map(({ residue, endedAt }) => [residue, endedAt === null]), id).toEqual([[[], false]])
  expect(faults.flatMap(({ changed }) => changed), `${id}: what was changed`).not.toEqual([])
  if (mustFail.has(id)) expect(failures, id).not.toEqual([])
  expect(undo, id).toEqual([])
  expect(steps.map(({ phase }) => phase), id).toEqual(expect.arrayContaining(['before', 'method', 'after', 'rollback', 'verify']))
}

async function errors(client: Client, app: string): Promise<string[]> {
  const { events } = await client.call('events:list', { app, limit: 500 })
  const erred = (events as PlatformEvent[]).flatMap((event) => (event.type === 'dyno.erred' ? [event.data.code] : []))
  return [...new Set(erred)].sort()
}

type Seen = { failed(): readonly RequestReport[]; shown(): number; ended(): number; close(): void }

function watchRequests(client: Client, app: string): Seen {
  const failed: RequestReport[] = []
  let [shown, ended] = [0, 0]
  const close = client.open('flow', { app, history: 0, perSecond: 1000 }, (item) => {
    shown += item.requests.length
    ended += item.ended
    failed.push(...item.requests.filter(({ code, status }) => code !== null || status === null || status >= 500))
  }, () => {})
  return { failed: () => failed, shown: () => shown, ended: () => ended, close }
}

/** How many by what; each leads to an action, a fault or a bug of the app. */
async function blame(client: Client, failed: readonly RequestReport[]): Promise<Record<string, number>> {
  const blamed: Record<string, number> = {}
  for (const { requestId, code, at } of failed) {
    const why = await client.call('requests:why', { requestId })
    expect(['action', 'fault', 'app'], `${code} at ${at}: ${JSON.stringify(why)}`).toContain(why.blame)
    const key = `${why.blame} ${code}`
    blamed[key] = (blamed[key] ?? 0) + 1
  }
  return blamed
}
