import { DatabaseSync } from '@photostructure/sqlite'
import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { emptyState } from '../../../shared/domain/state.ts'
import { journalEvent, journalEvents, journalStoreContract } from '../../engine/ports/journal-store.contract.ts'
import { journalFormat } from './journal-format.ts'
import { createSqliteJournal } from './sqlite-journal.ts'

const folder = mkdtempSync(join(tmpdir(), 'dynarium-journal-'))
let count = 0
const freshPath = (): string => join(folder, `journal-${++count}.sqlite`)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.skipIf(process.platform === 'win32')('is for its owner only, whatever the folder is: it holds the config vars', () => {
  const path = freshPath()
  const store = createSqliteJournal(path)
  store.append([journalEvent(1)])
  for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777, file).toBe(0o600)
  store.close()
})

journalStoreContract('sqlite', () => createSqliteJournal(freshPath()))

describe('sqlite journal', () => {
  it('finds everything again after it was opened anew', () => {
    const path = freshPath()
    const first = createSqliteJournal(path)
    first.append(journalEvents(1, 5))
    first.saveSnapshot({ seq: 5, state: { ...emptyState(), seq: 5 } })
    first.close()
    const second = createSqliteJournal(path)
    expect(second.read(0, 10)).toEqual(journalEvents(1, 5))
    expect(second.loadSnapshot()?.seq).toBe(5)
    second.append([journalEvent(6)])
    expect(second.lastSeq()).toBe(6)
    second.close()
  })

  it('is append-only for everybody who opens the file', () => {
    const path = freshPath()
    const store = createSqliteJournal(path)
    store.append([journalEvent(1)])
    store.close()
    const database = new DatabaseSync(path)
    expect(() => database.exec(`UPDATE events SET body = '{}'`)).toThrow(/append-only/)
    expect(() => database.exec('DELETE FROM events')).toThrow(/append-only/)
    database.close()
  })

  it('says disk-full, keeps nothing of that batch and all before it', () => {
    const store = createSqliteJournal(freshPath(), { maxPages: 64 })
    store.append(journalEvents(1, 10))
    const big = Array.from({ length: 40 }, (_, index) => ({ ...journalEvent(11 + index), causedBy: { kind: 'platform' as const, text: 'x'.repeat(20_000) } }))
    expect(() => store.append(big)).toThrow(PlatformError)
    try {
      store.append(big)
    } catch (error) {
      expect((error as PlatformError).code).toBe('disk-full')
    }
    expect(store.lastSeq()).toBe(10)
    expect(store.read(0, 100)).toHaveLength(10)
    store.append([journalEvent(11)])
    expect(store.lastSeq()).toBe(11)
    store.close()
  })

  it('refuses a file of a newer version and says which', () => {
    const path = freshPath()
    createSqliteJournal(path).close()
    const database = new DatabaseSync(path)
    database.exec(`UPDATE meta SET value = '${journalFormat + 1}' WHERE key = 'format'`)
    database.close()
    expect(() => createSqliteJournal(path)).toThrow(new RegExp(`format ${journalFormat + 1}, written by a newer Dynarium`))
  })

  it('refuses a file that is no journal, with its path', () => {
    const path = freshPath()
    writeFileSync(path, 'not a database at all, but long enough to be looked at '.repeat(40))
    expect(() => createSqliteJournal(path)).toThrow(/is damaged and can not be read/)
  })

  it('drops a torn last batch whole and goes on after the one before it', () => {
    const path = freshPath()
    const store = createSqliteJournal(path)
    store.append(journalEvents(1, 50))
    const complete = statSync(`${path}-wal`).size
    store.append(journalEvents(51, 50))
    const torn = freshPath()
    copyWithWal(path, torn, complete + 1000)
    store.close()
    const again = createSqliteJournal(torn)
    expect(again.lastSeq()).toBe(50)
    expect(again.read(0, 1000)).toEqual(journalEvents(1, 50))
    again.append([journalEvent(51)])
    again.close()
  })

  it('takes a snapshot that can not be read for none', () => {
    const path = freshPath()
    const store = createSqliteJournal(path)
    store.append(journalEvents(1, 3))
    store.close()
    const database = new DatabaseSync(path)
    database.exec(`INSERT INTO snapshot VALUES (1, 3, '{"seq":3,')`)
    database.close()
    const again = createSqliteJournal(path)
    expect(again.loadSnapshot()).toBeNull()
    again.close()
  })
})

function copyWithWal(from: string, to: string, walBytes: number): void {
  copyFileSync(from, to)
  copyFileSync(`${from}-wal`, `${to}-wal`)
  truncateSync(`${to}-wal`, walBytes)
}
