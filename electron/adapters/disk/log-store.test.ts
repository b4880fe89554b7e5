import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { logDraft, logStoreContract } from '../../engine/ports/log-store.contract.ts'
import { createLogStore } from './log-store.ts'

const root = mkdtempSync(join(tmpdir(), 'dynarium-logs-'))
let count = 0
const freshFolder = (): string => join(root, String(++count))

afterAll(() => rmSync(root, { recursive: true, force: true }))

logStoreContract('disk', () => createLogStore(freshFolder()))

const numbered = (from: number, amount: number) => Array.from({ length: amount }, (_, index) => logDraft(`line ${from + index}`))

describe('log store on disk', () => {
  it('finds its lines after a restart, and the ids go on', () => {
    const folder = freshFolder()
    const first = createLogStore(folder)
    first.append(numbered(1, 3))
    first.appendText('build-1', 'half')
    first.close()
    const second = createLogStore(folder)
    expect(second.tail('app-1', 10, {}).map((line) => line.text)).toEqual(['line 1', 'line 2', 'line 3'])
    expect(second.append(numbered(4, 1))[0]?.id).toBe(4)
    second.appendText('build-1', ' done')
    expect(second.readText('build-1')).toBe('half done')
    second.close()
  })

  it('keeps each app within two segments, oldest lines first out', () => {
    const folder = freshFolder()
    const store = createLogStore(folder, { segmentBytes: 2000 })
    for (let batch = 0; batch < 100; batch++) {
      store.append(numbered(batch * 5, 5))
      store.close()
    }
    const files = readdirSync(join(folder, 'apps', 'app-1'))
    expect(files).toHaveLength(2)
    for (const file of files) expect(statSync(join(folder, 'apps', 'app-1', file)).size).toBeLessThan(2500)
    const again = createLogStore(folder, { segmentBytes: 2000 })
    const kept = again.tail('app-1', 1500, {})
    expect(kept[kept.length - 1]?.text).toBe('line 499')
    expect(kept.length).toBeLessThan(100)
    expect(kept.length).toBeGreaterThan(20)
    again.close()
  })

  it('reads past a line that was torn by a crash', () => {
    const folder = freshFolder()
    const first = createLogStore(folder)
    first.append(numbered(1, 2))
    first.close()
    appendFileSync(join(folder, 'apps', 'app-1', 'lines.jsonl'), '[3,17672')
    const second = createLogStore(folder)
    second.append(numbered(3, 1))
    second.close()
    const third = createLogStore(folder)
    expect(third.tail('app-1', 10, {}).map((line) => line.text)).toEqual(['line 1', 'line 2', 'line 3'])
    third.close()
  })

  it('goes on when the disk takes nothing, and says how many lines that cost', () => {
    const folder = freshFolder()
    const store = createLogStore(folder)
    mkdirSync(join(folder, 'apps'))
    writeFileSync(join(folder, 'apps', 'app-1'), 'in the way')
    store.append(numbered(1, 3))
    store.close()
    expect(store.tail('app-1', 10, {})).toHaveLength(3)
    rmSync(join(folder, 'apps', 'app-1'))
    store.append(numbered(4, 1))
    store.close()
    store.close()
    const again = createLogStore(folder)
    expect(again.tail('app-1', 10, {}).map((line) => line.text)).toEqual(['line 4', 'Error L13: 3 messages lost since 2026-01-01T00:00:00.000Z.'])
    again.close()
  })

  it('cuts the head of an endless output at a line, and says so', () => {
    const store = createLogStore(freshFolder(), { textBytes: 10_000 })
    for (let line = 0; line < 2000; line++) {
      store.appendText('build-1', `ä step ${line}\n`)
      if (line % 50 === 0) store.close()
    }
    store.close()
    const text = store.readText('build-1')
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(10_000)
    expect(text).toMatch(/^ !     The output was too long: the first \d+ bytes were cut\.\nä step \d+\n/)
    expect(text.endsWith('ä step 1999\n')).toBe(true)
  })

  it('removes the oldest texts at a start', () => {
    const folder = freshFolder()
    const store = createLogStore(folder)
    for (const id of ['old', 'middle', 'new']) store.appendText(id, id)
    store.close()
    ;['old', 'middle', 'new'].forEach((id, index) => utimesSync(join(folder, 'texts', `${id}.txt`), index, index))
    const again = createLogStore(folder, { maxTexts: 2 })
    expect(['old', 'middle', 'new'].map((id) => again.readText(id))).toEqual(['', 'middle', 'new'])
    again.close()
  })

  it('removes the files of an app that is forgotten', () => {
    const folder = freshFolder()
    const store = createLogStore(folder)
    store.append(numbered(1, 1))
    store.close()
    store.forgetApp('app-1')
    expect(existsSync(join(folder, 'apps', 'app-1'))).toBe(false)
    store.close()
  })

  it.each(['../evil', '..', '.hidden', 'a/b', 'a\\b', '', 'x'.repeat(200), 'nul\0'])('refuses the id %j', (id) => {
    const store = createLogStore(freshFolder())
    expect(() => store.appendText(id, 'x')).toThrow(/can not be the name of a log/)
    expect(() => store.readText(id)).toThrow(/can not be the name of a log/)
    expect(() => store.tail(id, 1, {})).toThrow(/can not be the name of a log/)
    store.close()
  })
})
