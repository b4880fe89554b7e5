import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from 'vite'
import { keptLine, logSearchContract } from '../../engine/ports/log-search.contract.ts'
import { createThreadedSearch } from './threaded-search.ts'

const root = resolve(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'dynarium-search-thread-'))
const threadFile = join(folder, 'search-thread.cjs')
const breakingFile = join(folder, 'breaking.cjs')
let count = 0
const fresh = (): string => join(folder, `data-${(count += 1)}`)

beforeAll(async () => {
  await build({
    root, configFile: false, logLevel: 'error',
    build: { ssr: 'electron/headless/search-thread.ts', target: 'node18', outDir: folder, emptyOutDir: false, rolldownOptions: { output: { format: 'cjs', entryFileNames: 'search-thread.cjs' } } },
  })
  writeFileSync(breakingFile, `require('worker_threads').parentPort.on('message', (message) => { if (message.lines?.texts === 'break') throw new Error('a bug') })\nrequire('./search-thread.cjs')`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

logSearchContract('thread', () => createThreadedSearch({ threadFile, folder: fresh() }))

describe('kept logs in a thread', () => {
  it('are opened again from disk when it breaks, with what is missing counted (LS4)', async () => {
    const said: string[] = []
    const search = createThreadedSearch({ threadFile: breakingFile, folder: fresh(), log: (text) => said.push(text) })
    search.open({ id: 'a', sender: 'tea', archiveDays: 7, bytesPerDay: null })
    search.take('a', Array.from({ length: 2048 }, (_, index) => keptLine(`line ${index}`)))
    await search.facts('a')
    // Stretches that are full are on disk at once.
    search.take('a', [keptLine('line full')])
    await search.facts('a')
    search.take('a', [keptLine('break')])
    for (const end = performance.now() + 20_000; said.length === 0; ) {
      if (performance.now() > end) throw new Error('it did not break')
      await new Promise((soon) => setTimeout(soon, 5))
    }
    const ask = () => search.search('a', { query: 'line', limit: 1 }).catch(() => null)
    for (let answer = await ask(); (answer?.matched ?? 0) < 2048; answer = await ask()) await new Promise((soon) => setTimeout(soon, 20))
    const [{ missed }, { matched }] = [await search.facts('a'), await search.search('a', { query: '', limit: 0 })]
    expect(missed).toBeGreaterThanOrEqual(1)
    // A write that was not told any more may count as missed and be there.
    expect(missed + matched).toBeGreaterThanOrEqual(2050)
    await search.stop()
  })

  it('takes a flood within bounds: what came and what was missed is all (LS7)', async () => {
    const search = createThreadedSearch({ threadFile, folder: fresh() })
    search.open({ id: 'a', sender: 'tea', archiveDays: 7, bytesPerDay: null })
    const lines = Array.from({ length: 1000 }, (_, index) => keptLine(`flood ${index}`))
    for (let round = 0; round < 300; round += 1) search.take('a', lines)
    const { missed } = await search.facts('a')
    const { matched } = await search.search('a', { query: 'flood', limit: 0 })
    expect(matched + missed).toBe(300_000)
    expect(matched).toBeGreaterThanOrEqual(100_000)
    await search.stop()
  })
})
