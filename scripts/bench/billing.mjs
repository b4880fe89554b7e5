// The meter: ten years of a hundred dynos, each cycled every day, a deploy a week: folded and billed month by month, in memory and
// from disk, and begun again from a snapshot.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { root } from '../setup/paths.mjs'
import { median, ms, range } from './figures.mjs'

const years = 10
const dynos = 100
const apps = 10
const dayMs = 86_400_000
const days = Math.round(years * 365.25)
const rounds = 3
const page = 10_000

export async function measure() {
  const { emptyUsage, foldUsage } = await load('electron/engine/billing/usage.ts')
  const { billOf } = await load('electron/engine/billing/bill.ts')
  const { keptUsage, usageFrom } = await load('electron/engine/billing/kept-usage.ts')
  const { readPriceBook } = await load('shared/billing/price-book.ts')
  const { createSqliteJournal } = await load('electron/adapters/disk/sqlite-journal.ts')
  const book = readPriceBook(readFileSync(join(root, 'resources/price-books/heroku.yaml'), 'utf8')).value
  const events = history(book)
  const [from, to] = [events[0].at, events.at(-1).at]
  const bills = (usage) => usage.calendar.between(from, to).reduce((sum, span) => sum + billOf(usage, span, to).micros, 0)
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-billing-'))
  try {
    const inMemory = Array.from({ length: rounds }, () => timed(() => {
      const usage = emptyUsage()
      for (const event of events) foldUsage(usage, event)
      bills(usage)
    }))
    const journal = createSqliteJournal(join(folder, 'journal.db'))
    for (let index = 0; index < events.length; index += page) journal.append(events.slice(index, index + page))
    let usage = emptyUsage()
    const fromDisk = Array.from({ length: rounds }, () => timed(() => {
      usage = emptyUsage()
      for (;;) {
        const read = journal.read(usage.seq, page)
        for (const event of read) foldUsage(usage, event)
        if (read.length < page) break
      }
      bills(usage)
    }))
    journal.close()
    const snapshot = JSON.stringify(keptUsage(usage))
    const again = Array.from({ length: rounds }, () => timed(() => bills(usageFrom(JSON.parse(snapshot)))))
    const name = `${years} years of ${dynos} dynos, ${events.length.toLocaleString('en')} events`
    return [
      { what: `${name}: folded and billed`, value: range(inMemory, ms), target: '<= 2,000 ms', met: median(inMemory) <= 2000 },
      { what: 'the same, read from disk and parsed first', value: range(fromDisk, ms) },
      { what: 'the same at a start of the engine, from its snapshot', value: range(again, ms), target: '<= 2,000 ms', met: median(again) <= 2000 },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const load = async (path) => (await runnerImport(join(root, path), { configFile: false, logLevel: 'silent' })).module

function timed(work) {
  const start = performance.now()
  work()
  return performance.now() - start
}

function history(book) {
  const start = Date.UTC(2016, 0, 1)
  const events = []
  const running = new Map()
  const say = (at, type, app, data) => events.push({ seq: events.length + 1, at, causedBy: { kind: 'event', seq: Math.max(1, events.length) }, type, app, data })
  for (let app = 0; app < apps; app++) say(start, 'app.created', `app-${app}`, { name: `shop-${app}`, owner: 'you@localhost', stack: 'heroku-24' })
  say(start, 'prices.changed', null, { book, text: '', isStandard: true })
  for (let day = 0; day < days; day++) {
    for (let index = 0; index < dynos; index++) {
      const at = start + day * dayMs + index * (dayMs / dynos / 2)
      const app = `app-${index % apps}`
      const number = 1 + Math.floor(index / apps)
      const before = running.get(index)
      const dynoId = `00000000-0000-4000-8000-${String(events.length).padStart(12, '0')}`
      if (before !== undefined) say(at, 'dyno.stopping', app, { dynoId: before, why: 'cycling', graceMs: 30_000 })
      say(at, 'dyno.created', app, { dynoId, name: `web.${number}`, type: 'web', number, kind: 'formation', size: 'standard-1x', version: 1 + Math.floor(day / 7), command: 'node server.js', runtime: 'process', crashes: 0 })
      say(at, 'dyno.launched', app, { dynoId, pid: 4711, address: { host: '127.0.0.1', port: 20_001 } })
      say(at + 3000, 'dyno.up', app, { dynoId, bootMs: 3000 })
      if (before !== undefined) {
        say(at + 3000, 'dyno.exited', app, { dynoId: before, exitStatus: 143, signal: null })
        say(at + 3000, 'dyno.removed', app, { dynoId: before })
      }
      running.set(index, dynoId)
    }
  }
  return events
}
