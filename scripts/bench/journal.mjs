// The journal: appends in batches of 100 with a sync each, and a million events read from disk, parsed and folded.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { runnerImport } from 'vite'
import { root } from '../setup/paths.mjs'
import { median, ms, range } from './figures.mjs'

const total = 1_000_000
const batchSize = 100
const appendRounds = 5
const perRound = 50_000

export async function measure() {
  const { createSqliteJournal } = await load('electron/adapters/disk/sqlite-journal.ts')
  const { fold } = await load('shared/fold/fold.ts')
  const { emptyState } = await load('shared/domain/state.ts')
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-journal-'))
  try {
    const journal = createSqliteJournal(join(folder, 'journal.db'))
    const bare = bareTable(join(folder, 'bare.db'))
    const rates = []
    const ratios = []
    let seq = 0
    for (let round = 0; round < appendRounds; round++) {
      const events = makeEvents(seq, perRound)
      seq += perRound
      const ours = timed(() => inBatches(events, (batch) => journal.append(batch)))
      const theirs = timed(() => inBatches(events, bare.append))
      rates.push(perRound / (ours / 1000))
      ratios.push(ours / theirs)
    }
    for (; seq < total; seq += 10_000) journal.append(makeEvents(seq, 10_000))
    const folds = [0, 1, 2].map(() => timed(() => foldAll(journal, fold, emptyState())))
    journal.close()
    bare.close()
    const perSecond = (value) => `${Math.round(value).toLocaleString('en')}/s`
    return [
      { what: `events appended, batches of ${batchSize}, a sync each`, value: range(rates, perSecond), target: '>= 20,000/s', met: median(rates) >= 20_000 },
      { what: 'time against bare SQLite inserts of the same rows', value: `${median(ratios).toFixed(2)}x` },
      { what: `${total.toLocaleString('en')} events read, parsed and folded`, value: range(folds, ms), target: '<= 3,000 ms', met: median(folds) <= 3000 },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const load = async (path) => (await runnerImport(join(root, path), { configFile: false, logLevel: 'silent' })).module

function bareTable(file) {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (seq INTEGER PRIMARY KEY, app TEXT, body TEXT)')
  const insert = database.prepare('INSERT INTO t VALUES (?, ?, ?)')
  return {
    append(batch) {
      database.exec('BEGIN')
      for (const event of batch) insert.run(event.seq, event.app, JSON.stringify(event))
      database.exec('COMMIT')
    },
    close: () => database.close(),
  }
}

function inBatches(events, append) {
  for (let from = 0; from < events.length; from += batchSize) append(events.slice(from, from + batchSize))
}

function timed(work) {
  const start = performance.now()
  work()
  return performance.now() - start
}

function foldAll(journal, fold, state) {
  for (;;) {
    const events = journal.read(state.seq, 10_000)
    for (const event of events) fold(state, event)
    if (events.length < 10_000) return
  }
}

/** The life of dynos of a hundred apps: what most of a real journal is. */
function makeEvents(after, count) {
  return Array.from({ length: count }, (_, index) => {
    const seq = after + index + 1
    return { seq, at: 1_767_225_600_000 + seq, app: `app-${seq % 100}`, causedBy: { kind: 'event', seq: Math.max(1, seq - 1) }, ...eventAt(seq) }
  })
}

function eventAt(seq) {
  if (seq <= 100) return { type: 'app.created', data: { name: `app-${seq % 100}`, owner: 'you@localhost', stack: 'heroku-24' } }
  const dynoId = `dyno-${Math.floor((seq - 1) / 500)}-${seq % 100}`
  switch (Math.floor(seq / 100) % 5) {
    case 0:
      return { type: 'dyno.created', data: { dynoId, name: 'web.1', type: 'web', number: 1, kind: 'formation', size: 'standard-1x', version: 3, command: 'node server.js', runtime: 'process', crashes: 0 } }
    case 1:
      return { type: 'dyno.launched', data: { dynoId, pid: seq, address: { host: '127.0.0.1', port: 20_000 } } }
    case 2:
      return { type: 'dyno.up', data: { dynoId, bootMs: 400 } }
    case 3:
      return { type: 'dyno.stopping', data: { dynoId, why: 'restart', graceMs: 30_000 } }
    default:
      return { type: 'dyno.removed', data: { dynoId } }
  }
}
