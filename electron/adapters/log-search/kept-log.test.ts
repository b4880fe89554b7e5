import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { keptLine } from '../../engine/ports/log-search.contract.ts'
import { priorityOf } from '../../../shared/drains/syslog-line.ts'
import { matchesQuery } from '../../../shared/log-search/match.ts'
import { parseQuery } from '../../../shared/log-search/parse-query.ts'
import { createKeptLog, type KeptLimits } from './kept-log.ts'

const root = mkdtempSync(join(tmpdir(), 'dynarium-kept-'))
let folders = 0
const fresh = (): string => join(root, String((folders += 1)))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const roomy: KeptLimits = { lines: 100_000, letters: 100_000_000, bytes: 100_000_000, days: 30, bytesPerDay: null }
const hour = 3_600_000
const numbered = (from: number, amount: number, at?: number) => Array.from({ length: amount }, (_, index) => keptLine(`line ${from + index}`, 'web.1', at))

/** Chance that is the same in every run. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe('kept lines', () => {
  it('a search over stretches finds what looking at each line finds, for any query (LS3)', async () => {
    const words = ['Error', 'GET', '/tea', 'H12', 'web', 'a', 'x', 'timeout', 'ünï', 'ΑΘΗΝΑ', 'İstanbul', 'e', 'aa', 'status=503', '"quoted"', '(', '\t', 'router']
    const programs = ['web.1', 'web.2', 'router', 'worker.1', 'api', 'logplex']
    const next = chance(7)
    const log = createKeptLog(fresh(), 'Calm-Sea', roomy)
    const lines = log.take(Array.from({ length: 5000 }, () => keptLine(Array.from({ length: next(7) }, () => words[next(words.length)]).join(next(4) === 0 ? '' : ' '), programs[next(programs.length)])))
    const term = (): string => {
      const word = words[next(words.length)] ?? ''
      const quote = word.includes('"') ? "'" : '"'
      return [`${quote}${word}${quote}`, `program:${programs[next(programs.length)]}`, `severity:${['info', 'notice', 'warning', 'error'][next(4)]}`, `sender:${['calm', 'sea', 'x'][next(3)]}`, `message:${quote}${word}${quote}`, `facility:local${next(8)}`, `program:(web.${next(3)} -api)`][next(9)] ?? `${quote}${word}${quote}`
    }
    const query = (depth: number): string => {
      const parts = Array.from({ length: 1 + next(3) }, () => `${next(4) === 0 ? '-' : ''}${depth > 0 && next(3) === 0 ? `(${query(depth - 1)})` : term()}`)
      return parts.join([' ', ' OR ', ' AND '][next(3)])
    }
    for (let round = 0; round < 300; round += 1) {
      const text = query(2)
      const parsed = parseQuery(text)
      if (!('query' in parsed)) throw new Error(`${text}: ${parsed.problem}`)
      const before = next(3) === 0 ? 1 + next(5100) : Infinity
      const wanted = lines.filter((line) => line.id < before && matchesQuery(parsed.query, { sender: 'calm-sea', program: `${line.source}/${line.ps}`, message: line.text.toLowerCase(), priority: priorityOf(line.source, line.ps) }))
      const answer = await log.search({ query: text, before, limit: 40 })
      expect({ text, before, matched: answer.matched, ids: answer.lines.map(({ id }) => id) }).toEqual({ text, before, matched: wanted.length, ids: wanted.slice(-40).map(({ id }) => id) })
      expect(answer.lines.map((line) => line.text)).toEqual(wanted.slice(-40).map((line) => line.text))
    }
  })

  it('of a day count after a restart, too, and no more of them are let in than before (LS10)', () => {
    const folder = fresh()
    const first = createKeptLog(folder, 'tea', { ...roomy, bytesPerDay: 30 })
    first.take([keptLine('0123456789'), keptLine('0123456789')])
    first.flush()
    const second = createKeptLog(folder, 'tea', { ...roomy, bytesPerDay: 30 })
    expect(second.take([keptLine('01234567890'), keptLine('0123456789')]).map(({ text }) => text)).toEqual(['0123456789'])
    expect(second.facts()).toMatchObject({ dayBytes: 30, dropped: 1 })
    expect(createKeptLog(folder, 'tea', { ...roomy, bytesPerDay: 60 }).facts()).toMatchObject({ dayLimitBytes: 60, dropped: 0 })
  })

  it('are there again after an engine that was killed, with their numbers going on (LS4)', async () => {
    const folder = fresh()
    const first = createKeptLog(folder, 'tea', roomy)
    first.take(numbered(1, 3000))
    first.flush()
    // No orderly end: what was flushed is all that there is.
    const second = createKeptLog(folder, 'tea', roomy)
    expect(await second.search({ query: 'line', limit: 1 })).toMatchObject({ matched: 3000, lines: [{ id: 3000, text: 'line 3000' }] })
    expect(second.take(numbered(3001, 1))[0]?.id).toBe(3001)
  })

  it('a write that was cut short costs what it did not finish, and nothing that comes later (LS4)', async () => {
    const folder = fresh()
    const first = createKeptLog(folder, 'tea', roomy)
    first.take(numbered(1, 3000))
    first.flush()
    const [archive = ''] = readdirSync(folder).filter((name) => name.endsWith('.gz'))
    truncateSync(join(folder, archive), statSync(join(folder, archive)).size - 50)
    appendFileSync(join(folder, 'open.tsv'), '99\t20')
    const second = createKeptLog(folder, 'tea', roomy)
    expect((await second.search({ query: 'line', limit: 0 })).matched).toBe(3000 - 1024)
    second.take(numbered(5000, 2000))
    second.flush()
    const third = createKeptLog(folder, 'tea', roomy)
    expect((await third.search({ query: 'line', limit: 0 })).matched).toBe(3000 - 1024 + 2000)
  })

  it('are archived by the hour, as gzip files that anybody can read (LS6)', () => {
    const at = Date.UTC(2026, 0, 31, 12, 30)
    const log = createKeptLog(fresh(), 'tea', roomy)
    log.take(numbered(1, 1500, at))
    log.take(numbered(1501, 10, at + hour))
    log.take(numbered(1511, 1, at + 2 * hour))
    expect(log.archives.list().map(({ name }) => name)).toEqual(['2026-01-31T13.tsv.gz', '2026-01-31T12.tsv.gz'])
    const rows = gunzipSync(log.archives.read('2026-01-31T12.tsv.gz') ?? '').toString().trimEnd().split('\n')
    expect(rows).toHaveLength(1500)
    expect(rows[0]).toBe('1\t2026-01-31T12:30:00.000Z\t2026-01-31T12:30:00.000Z\t1\ttea\t127.0.0.1\tlocal7\tinfo\tapp/web.1\tline 1')
    expect(log.archives.read('../../etc/passwd')).toBeNull()
    expect(log.archives.read('2026-01-31T14.tsv.gz')).toBeNull()
  })

  it('are bounded in memory and on disk, oldest first out (LS6)', async () => {
    const log = createKeptLog(fresh(), 'tea', { ...roomy, lines: 4 * 1024, days: 1 })
    const at = Date.UTC(2026, 0, 1)
    for (let hours = 0; hours < 50; hours += 1) log.take(numbered(hours * 200, 200, at + hours * hour))
    const { lines, archives } = log.facts()
    expect(lines).toBeLessThanOrEqual(5 * 1024)
    expect(archives).toBe(25)
    const answer = await log.search({ query: 'line', limit: 1 })
    expect(answer.lines[0]?.text).toBe('line 9999')
    const small = createKeptLog(fresh(), 'tea', { ...roomy, bytes: 20_000 })
    for (let hours = 0; hours < 50; hours += 1) small.take(numbered(hours * 1000, 1000, at + hours * hour))
    expect(small.facts().archiveBytes).toBeLessThanOrEqual(20_000)
    const short = createKeptLog(fresh(), 'tea', { ...roomy, letters: 50_000 })
    short.take(numbered(0, 20_000))
    expect(short.facts().lines).toBeLessThan(8000)
  })

  it('a disk that takes nothing is told, and costs no search (LS6)', async () => {
    const folder = fresh()
    const log = createKeptLog(folder, 'tea', roomy)
    rmSync(folder, { recursive: true })
    log.take(numbered(1, 10))
    log.flush()
    expect(log.facts().trouble).toContain('ENOENT')
    expect((await log.search({ query: 'line', limit: 1 })).matched).toBe(10)
    expect(() => readFileSync(join(folder, 'open.tsv'))).toThrow()
  })
})
